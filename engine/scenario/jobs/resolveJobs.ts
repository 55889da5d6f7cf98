import { resolveLength } from '../lengths/resolveLength.ts';
import { gpusPerNode } from '../living/capacity/paidNode.ts';
import type { PoolSpec, WorkloadSpec } from '../spec.ts';
import type { JobDocument } from './jobSchema.ts';
import type { CapPriceSpec, JobCapSpec } from './jobSpec.ts';

const DAY = 86_400;
/** Half a micro-unit of money an hour and kind, over a day. */
const ROUNDING = 24e-6;

/** What an hour of a unit of a pool costs while a job's replicas are counted: on demand, and on spot by hour of the horizon. */
export interface UnitPrices {
  readonly gpusPerUnit: number;
  readonly minimumSeconds: number;
  readonly onDemandPerHour: number;
  readonly spotPerHour: number | readonly number[];
}

/** A job as a workload whose requests are its items. `prices`: of its pool, needed under a cap. */
export function resolveJob(
  job: JobDocument,
  pool: number,
  startEpochSeconds: number,
  isEncoder: boolean,
  prices: UnitPrices | undefined,
): WorkloadSpec {
  const { id, items, at, everyDays, deadline, inFlight, checkpoint, costCap, fleet } = job;
  const cap = costCap === undefined || prices === undefined ? undefined : capOf(costCap, prices);
  return {
    id,
    pool,
    arrivals: {
      kind: 'job',
      items,
      firstSecond: (((at - startEpochSeconds) % DAY) + DAY) % DAY,
      everySeconds: everyDays * DAY,
      ...(deadline !== undefined && { deadlineSeconds: deadline }),
      inFlight,
      ...(checkpoint !== undefined && { checkpoint }),
      ...(fleet !== undefined && { fleet }),
      ...(cap && { cap }),
    },
    promptTokens: resolveLength(job.promptTokens),
    ...(job.outputTokens !== undefined && !isEncoder && { outputTokens: resolveLength(job.outputTokens) }),
  };
}

function capOf(
  amount: number,
  { gpusPerUnit, minimumSeconds, onDemandPerHour, spotPerHour }: UnitPrices,
): JobCapSpec {
  const kind = (perHour: number | readonly number[]): CapPriceSpec => ({
    pricePerUnitSecond: typeof perHour === 'number' ? perHour / 3600 : perHour.map((each) => each / 3600),
    gpusPerUnit,
    minimumSeconds,
  });
  // The ledger rounds each hour of each kind to the micro-unit: a day of that stays below the cap.
  return {
    amount: amount - Math.min(ROUNDING, amount / 1000),
    written: amount,
    byKind: [kind(onDemandPerHour), kind(spotPerHour)],
  };
}

/** What the units cost, at the least, without which no replica of a pool can start at all. */
export function leastCapOf(pool: Pick<PoolSpec, 'gpusPerReplica' | 'living'>, prices: UnitPrices): number {
  const nodes = Math.max(1, Math.ceil(pool.gpusPerReplica / gpusPerNode(pool)));
  const units = Math.ceil((nodes * gpusPerNode(pool)) / prices.gpusPerUnit);
  // By hour there may be hundreds of thousands: too many to be arguments.
  const cheapest = [prices.spotPerHour]
    .flat()
    .reduce((least, perHour) => Math.min(least, perHour), prices.onDemandPerHour);
  return (units * Math.max(1, prices.minimumSeconds) * cheapest) / 3600;
}
