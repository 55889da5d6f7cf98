import { it } from 'vitest';
import type { LengthLawSpec } from '../../engine/scenario/lengths/lengthLawSpec.ts';
import { planWindows, simulateWindow } from '../../engine/simulate.ts';
import { expectTheory, expectToMiss, meanEndToEnd, queueSpec } from './replications.ts';

const REPLICATIONS = 12;
const HOURS = 6;
const LOAD = 0.45;
/** A request is a step a token: what is lost of the step under way when the server breaks down is half of one. */
const MEAN_TOKENS = 100;
const MEAN_SERVICE = 0.25;
const STEP = MEAN_SERVICE / MEAN_TOKENS;
const RATE = LOAD / MEAN_SERVICE;
const MEAN_UP = 5;
const MEAN_REPAIR = 1;
/** A service rate 5 % too low must fail. */
const SLOWER = 1.05;

const none: LengthLawSpec = { type: 'fixed', value: 0 };
/** A law of a given mean, with E[X²] / E[X]². */
const laws = {
  fixed: { of: (value: number): LengthLawSpec => ({ type: 'fixed', value }), secondMoment: 1 },
  exponential: { of: (mean: number): LengthLawSpec => ({ type: 'exponential', mean }), secondMoment: 2 },
};
type Law = keyof typeof laws;

/**
 * Mean time in system of M/G/1 whose server breaks down by a Poisson process while it is up, idle or not, and goes on where it
 * was (Avi-Itzhak and Naor, Some queuing problems with the service station subject to breakdown, Operations Research 11, 1963,
 * model A; Gaver 1962): with g = 1 + ξ r a service takes C = S g on average, breakdowns in it included, E[C²] = g² E[S²] + ξ E[R²] E[S],
 * and who finds nobody may still find a repair. It is the low class of a preemptive-resume priority queue.
 */
function timeInSystem(service: Law, repair: Law): number {
  const xi = 1 / MEAN_UP;
  const g = 1 + xi * MEAN_REPAIR;
  // A breakdown undoes half a step, which is done again.
  const s = MEAN_SERVICE * (1 + (xi * STEP) / 2);
  const repairSquared = laws[repair].secondMoment * MEAN_REPAIR ** 2;
  const completion = s * g;
  const completionSquared = g ** 2 * laws[service].secondMoment * s ** 2 + xi * repairSquared * s;
  return (
    completion + (RATE * completionSquared) / (2 * (1 - RATE * completion)) + (xi * repairSquared) / (2 * g)
  );
}

async function simulated(service: Law, repair: Law, factor = 1): Promise<number[]> {
  const queue = queueSpec(
    {
      ratePerSecond: RATE,
      prompt: { type: 'fixed', value: 1 },
      output: laws[service].of(MEAN_TOKENS),
      maxSequences: 1,
      stepTime: { baseSeconds: STEP * factor },
    },
    REPLICATIONS,
  );
  const spec = {
    ...queue,
    hours: HOURS,
    fidelity: { ...queue.fidelity, windows: 'one' as const },
    pools: queue.pools.map((pool) => ({
      ...pool,
      living: {
        startUp: { provision: none, boot: none, image: none, weights: none, warmUp: none },
        drainSeconds: 0,
        releaseSeconds: 0,
        queueSeconds: Number.POSITIVE_INFINITY,
        onLoss: 'resume' as const,
        failures: { at: [], meanSeconds: MEAN_UP, repairSeconds: laws[repair].of(MEAN_REPAIR) },
      },
    })),
  };
  const means: number[] = [];
  for (const plan of planWindows(spec))
    means.push(meanEndToEnd(await simulateWindow(spec, plan, { openTrace: noTrace })));
  return means;
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

it.each([
  { service: 'fixed', repair: 'exponential' },
  { service: 'exponential', repair: 'fixed' },
  { service: 'exponential', repair: 'exponential' },
] as const)('M/G/1 with breakdowns: service $service, repairs $repair', async ({ service, repair }) => {
  const theory = timeInSystem(service, repair);
  expectTheory(await simulated(service, repair), theory, 0.04);
  expectToMiss(await simulated(service, repair, SLOWER), theory);
});
