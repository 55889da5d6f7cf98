import type { PoolUsage } from '../../../../engine/usage/usage.ts';
import { handmade, paidReplicas, poolTotals } from '../../finance/handmade.ts';

/** A usage in which pools have these replicas by hour, and nobody asks for anything. */
export function ofReplicas(replicas: readonly (readonly number[])[]): {
  readonly pools: readonly PoolUsage[];
} {
  return {
    pools: handmade({
      accounts: [],
      workloads: [],
      pools: replicas.map((hours) => ({
        paid: paidReplicas(hours),
        busySeconds: new Float64Array(hours.length),
        totals: poolTotals(),
      })),
    }).pools,
  };
}
