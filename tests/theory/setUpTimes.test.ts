import { expect, it } from 'vitest';
import { createLivingPool } from '../../engine/fleet/living/createLivingPool.ts';
import { offerTo } from '../../engine/fleet/groups.ts';
import { scaleTo } from '../../engine/fleet/living/scaleTo.ts';
import { advanceLiving, finishLiving } from '../../engine/fleet/living/runLiving.ts';
import type { LengthLawSpec } from '../../engine/scenario/lengths/lengthLawSpec.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { randomStream } from '../../engine/statistics/random.ts';
import { createWindowRecorder } from '../../engine/usage/windowRecorder.ts';
import { drawLaw } from '../../engine/workload/drawLaw.ts';
import { createRequestBatch } from '../../engine/workload/requestBatch.ts';
import { expectTheory, expectToMiss, queueSpec } from './replications.ts';

const REPLICATIONS = 16;
const REQUESTS = 60_000;
/** A service rate 2 % too low must fail every test. */
const SLOWER = 1.02;
const LEVEL = 0.99;

const LOAD = 0.5;
/** Rounding to whole tokens is nothing at this mean: see queues.test.ts. */
const MEAN_TOKENS = 10_000;
const MEAN_SERVICE = 0.25;
const RATE = LOAD / MEAN_SERVICE;
/** Long beside a request, as weights are. */
const MEAN_START_UP = 1;

/** A law of a given mean with E[X²] / E[X]². */
interface Law {
  readonly name: string;
  readonly ofMean: (mean: number) => LengthLawSpec;
  readonly secondMoment: number;
}
const fixed: Law = { name: 'fixed', ofMean: (value) => ({ type: 'fixed', value }), secondMoment: 1 };
const exponential: Law = {
  name: 'exponential',
  ofMean: (mean) => ({ type: 'exponential', mean }),
  secondMoment: 2,
};
const HEAVY_CV = 1.5;
const heavy: Law = {
  name: `lognormal, CV ${HEAVY_CV}`,
  ofMean: (mean) => {
    const variance = Math.log(1 + HEAVY_CV ** 2);
    return { type: 'lognormal', mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
  },
  secondMoment: 1 + HEAVY_CV ** 2,
};

/**
 * Mean time in system of M/G/1 with set-up times: the server goes when it is empty, and the first request of a busy
 * period waits for a new one (Levy and Kleinrock, A queue with starter, Operations
 * Research 34, 1986).
 */
function timeInSystem(service: Law, startUp: Law): number {
  const d = MEAN_START_UP;
  const wait = (RATE * service.secondMoment * MEAN_SERVICE ** 2) / (2 * (1 - LOAD));
  const setUp = (2 * d + RATE * startUp.secondMoment * d ** 2) / (2 * (1 + RATE * d));
  return MEAN_SERVICE + wait + setUp;
}

/** A pool whose only replica is let go when it is empty and asked for by the next request: its mean time in system. */
function simulated(service: Law, startUp: Law, replication: number, factor = 1): number {
  const spec = sleepingServer(startUp, factor);
  let seconds = 0;
  let done = 0;
  const recorder = createWindowRecorder(spec, 0, spec.hours, ({ arrivalSeconds, endSeconds }) => {
    seconds += endSeconds - arrivalSeconds;
    done++;
  });
  const pool = createLivingPool(spec, 0, recorder, 0, REQUESTS, replication);
  const random = randomStream(`set-up times/${replication}`);
  const gap: LengthLawSpec = { type: 'exponential', mean: 1 / RATE };
  const tokens = service.ofMean(MEAN_TOKENS);
  const batch = createRequestBatch(1);
  batch.outputTokens[0] = 1;
  let now = 0;
  for (let sequence = 0; sequence < REQUESTS; sequence++) {
    now += drawLaw(gap, random);
    advanceLiving(pool, now);
    if (pool.state.countedInFlight === 0) {
      scaleTo(pool, now, 0);
      scaleTo(pool, now, 1);
    }
    batch.arrivalSeconds[0] = now;
    batch.promptTokens[0] = Math.max(1, Math.round(drawLaw(tokens, random)));
    batch.sequence[0] = sequence;
    offerTo(pool, batch, 0, 1);
  }
  expect(finishLiving(pool, Number.POSITIVE_INFINITY)).toBe(true);
  expect(done).toBe(REQUESTS);
  return seconds / done;
}

function sleepingServer(startUp: Law, factor: number): SimulationSpec {
  const none: LengthLawSpec = { type: 'fixed', value: 0 };
  const queue = queueSpec(
    {
      ratePerSecond: RATE,
      prompt: { type: 'fixed', value: 1 },
      output: { type: 'fixed', value: 1 },
      maxSequences: 1,
      stepTime: { perPromptTokenSeconds: (MEAN_SERVICE * factor) / MEAN_TOKENS },
    },
    1,
  );
  return {
    ...queue,
    hours: Math.ceil((2 * REQUESTS) / RATE / 3600),
    pools: queue.pools.map((pool) => ({
      ...pool,
      replicas: 0,
      living: {
        startUp: {
          provision: none,
          boot: none,
          image: none,
          weights: startUp.ofMean(MEAN_START_UP),
          warmUp: none,
        },
        drainSeconds: Number.POSITIVE_INFINITY,
        releaseSeconds: 0,
        queueSeconds: Number.POSITIVE_INFINITY,
        onLoss: 'retry' as const,
      },
    })),
  };
}

it.each([
  { service: fixed, startUp: fixed },
  { service: exponential, startUp: fixed },
  { service: heavy, startUp: fixed },
  { service: exponential, startUp: exponential },
])('M/G/1 with set-up times: service $service.name, start-up $startUp.name', ({ service, startUp }) => {
  const replications = Array.from({ length: REPLICATIONS }, (_, replication) => replication);
  const theory = timeInSystem(service, startUp);
  const measured = replications.map((replication) => simulated(service, startUp, replication));
  expectTheory(measured, theory, 0.015, LEVEL);
  const slower = replications.map((replication) => simulated(service, startUp, replication, SLOWER));
  expectToMiss(slower, theory, LEVEL);
});
