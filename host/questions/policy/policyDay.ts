import { forecastDetails } from '../../../engine/forecast.ts';
import { onlyPool } from '../../../engine/planning/size/onlyPool.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { planDay } from '../../../engine/simulate.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { simulateDay } from '../../run/simulateDay.ts';
import type { WindowsJob } from '../../run/runWindows.ts';
import { forecastInput } from '../forecast/forecastInput.ts';
import { hourStart } from '../forecast/reportInput.ts';
import { runHeader } from '../forecast/runHeader.ts';
import { replicasCharts } from '../forecast/replicasChart.ts';
import { policyFigures } from './policyFigures.ts';
import type { PolicyDay } from './policyResult.ts';

/** One thread simulates so many in about half a second: an answer is wanted while a slider is under the hand. */
const MOST_REQUESTS = 400_000;
const HOUR = 3600;

/** Why there is no day of a pool to look at. */
export interface NoPolicyDay {
  readonly reason: 'no pool' | 'a trace' | 'overloaded';
}

/**
 * Simulates the day that asks for most of one pool, by itself and without other pools, at the prices of the document and without
 * commitments. Throws as `runWindows` does.
 */
export async function policyDay(
  prepared: PreparedRun,
  poolId: string,
  job: Pick<WindowsJob, 'makeRunner' | 'signal'>,
): Promise<PolicyDay | NoPolicyDay> {
  const pool = prepared.spec.pools.findIndex(({ id }) => id === poolId);
  if (pool < 0) return { reason: 'no pool' };
  const day = planDay(onlyPool(prepared.spec, pool), MOST_REQUESTS);
  if (day === undefined) return { reason: 'a trace' };
  const simulated = await simulateDay(day, { ...job, traceStamps: prepared.traceStamps });
  if (simulated === undefined) return { reason: 'overloaded' };
  const { usage } = simulated;
  const { firstHour, hours } = day.plan;
  const spec = {
    ...simulated.spec,
    pools: simulated.spec.pools.map((each) => reservedAtDay(each, firstHour)),
  };
  const details = forecastDetails({
    ...forecastInput({ ...prepared, spec }, usage),
    prices: [atDay(prepared.prices[pool], firstHour)],
    commitments: [],
    performance: [],
    startUps: [],
    memory: [],
    warnings: [],
  });
  const [chart] = replicasCharts({ spec, usage: details.usage });
  const start = hourStart(spec, 0);
  const clock = (hour: number): string => hourStart(spec, hour).slice(11, 16);
  const { engine, seed, scenarioHash } = runHeader(prepared, 1, 0);
  return {
    poolId,
    name: prepared.name,
    fleetcast: { engine, seed, scenarioHash },
    hours: day.isWhole
      ? `${start.slice(0, 10)}, the day that asks for most`
      : `${start.slice(0, 10)}, ${clock(0)} to ${clock(hours)} UTC, up to the peak of the day that asks for most`,
    requests: details.forecast.simulatedRequests,
    figures: policyFigures(details.forecast, hours),
    ...(chart && { chart: { ...chart, id: 'policy' } }),
  };
}

/** What is reserved as it is from a day on: the day's own hours are priced. */
function reservedAtDay(pool: PoolSpec, firstHour: number): PoolSpec {
  const { living } = pool;
  if (living?.reserved === undefined) return pool;
  const reserved = living.reserved.map(({ fromSecond, untilSecond, ...each }) => ({
    ...each,
    fromSecond: fromSecond - firstHour * HOUR,
    untilSecond: untilSecond - firstHour * HOUR,
  }));
  return { ...pool, living: { ...living, reserved } };
}

/** A price as it is from a day on: one that changes is dated by seconds of the horizon. */
function atDay(price: PoolPrice | undefined, firstHour: number): PoolPrice | undefined {
  if (price?.spot?.steps === undefined) return price;
  const steps = price.spot.steps.map((step) => ({ ...step, second: step.second - firstHour * HOUR }));
  const from = Math.max(
    0,
    steps.findLastIndex(({ second }) => second <= 0),
  );
  return { ...price, spot: { ...price.spot, steps: steps.slice(from) } };
}
