import type { ArrivalSpec, SimulationSpec } from '../scenario/spec.ts';
import { SLOT_LIMIT } from '../serving/completionHeap.ts';
import { replicaRange } from '../scenario/living/replicaRange.ts';

/** So many requests may wait for a pool before it is given up as overloaded: some 90 MB of them. */
const MOST_WAITING = 1_000_000;

/** Requests that may come to a pool at one instant: a run holds them all until they are served. */
export const MOST_AT_ONCE = 3_000_000;

/**
 * Requests that a pool may have in flight: what fits its batches, what comes in batches on purpose, and MOST_WAITING
 * on top. A queue beyond that is taken as one without end. No more than SLOT_LIMIT, which a document may not ask for.
 */
export function mostInHand(spec: Pick<SimulationSpec, 'workloads' | 'pools'>, pool: number): number {
  const { batching } = spec.pools[pool];
  const batches = replicaRange(spec.pools[pool]).most * batching.maxSequences;
  return Math.min(SLOT_LIMIT, batches + besideBatches(spec, pool));
}

/** What a pool may have in flight on top of what fits its batches. */
export function besideBatches({ workloads }: Pick<SimulationSpec, 'workloads'>, pool: number): number {
  return workloads.reduce(
    (sum, { pool: of, arrivals }) => sum + (of === pool ? atOnce(arrivals) : 0),
    MOST_WAITING,
  );
}

function atOnce(arrivals: ArrivalSpec): number {
  switch (arrivals.kind) {
    case 'batch':
      return arrivals.count;
    case 'job':
      return Math.min(arrivals.items, arrivals.inFlight);
    default:
      return 0;
  }
}
