import type { SimulationSpec } from '../scenario/spec.ts';
import { SLOT_LIMIT } from '../serving/completionHeap.ts';

/** So many requests may wait for a pool before it is given up as overloaded: some 90 MB of them. */
const MOST_WAITING = 1_000_000;

/** Requests that may come to a pool at one instant: a run holds them all until they are served. */
export const MOST_AT_ONCE = 3_000_000;

/**
 * Requests that a pool may have in flight: what fits its batches, what comes in batches on purpose, and MOST_WAITING
 * on top. A queue beyond that is taken as one without end.
 */
export function mostInHand(
  { workloads, pools }: Pick<SimulationSpec, 'workloads' | 'pools'>,
  pool: number,
): number {
  const { replicas, batching } = pools[pool];
  const atOnce = workloads.reduce(
    (sum, { pool: of, arrivals }) => sum + (of === pool && arrivals.kind === 'batch' ? arrivals.count : 0),
    0,
  );
  return Math.min(SLOT_LIMIT, MOST_WAITING + replicas * batching.maxSequences + atOnce);
}
