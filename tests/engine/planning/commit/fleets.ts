import type { PoolTotals, PoolUsage } from '../../../../engine/usage/usage.ts';

const NOTHING: PoolTotals = {
  steps: 0,
  preemptions: 0,
  kvPeakBlocks: 0,
  prefillSeconds: 0,
  decodeSeconds: 0,
  computeBoundSeconds: 0,
  blockedBySlotsSeconds: 0,
  blockedByKvSeconds: 0,
  blockedByBudgetSeconds: 0,
  inFlightAtEnd: 0,
  waitingAtEnd: 0,
  drainSeconds: 0,
};

/** A usage in which pools have these replicas by hour, and nobody asks for anything. */
export function ofReplicas(replicas: readonly (readonly number[])[]): {
  readonly pools: readonly PoolUsage[];
} {
  return {
    pools: replicas.map((hours) => ({
      replicaHours: Float64Array.from(hours),
      busySeconds: new Float64Array(hours.length),
      totals: NOTHING,
    })),
  };
}
