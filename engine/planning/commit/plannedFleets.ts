import type { SimulationSpec } from '../../scenario/spec.ts';
import { replicaHoursOf } from '../../usage/paidHours.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';

/** What is read of a spec: which pool an account's work goes to. */
export type FleetSpec = Pick<SimulationSpec, 'accounts' | 'workloads' | 'pools'>;

/** A fleet that follows its load keeps at least one replica ready. */
const LEAST_REPLICAS = 1;

/** By pool: the replicas of each hour, as they were simulated. */
export function simulatedFleets({ pools }: Pick<ReplicationUsage, 'pools'>): readonly Float64Array[] {
  return pools.map(({ paid, busySeconds }) => replicaHoursOf(paid, busySeconds.length));
}

/**
 * By pool: the replicas of each hour if the fleet followed its load. The simulated fleet is taken to be right for the busiest
 * hour of the replication, and to be scaled with the work that arrives in every other: prompt tokens not read from a
 * cache + `outputTokenWeight` × output tokens, as cost is split by. Fractions are left for the projection to round up after growth. An
 * estimate: how a fleet gets there, and how late, is not simulated. A pool without work keeps its fleet.
 */
export function fleetsFollowingLoad(
  spec: FleetSpec,
  usage: Pick<ReplicationUsage, 'pools' | 'accounts'>,
  outputTokenWeight: number,
): readonly Float64Array[] {
  return simulatedFleets(usage).map((replicaHours, pool) => {
    const work = new Float64Array(replicaHours.length);
    spec.accounts.forEach(({ workload }, account) => {
      if (spec.workloads[workload].pool !== pool) return;
      const { promptTokens, cachedTokens, outputTokens } = usage.accounts[account];
      for (let h = 0; h < work.length; h++) {
        work[h] += promptTokens[h] - cachedTokens[h] + outputTokenWeight * outputTokens[h];
      }
    });
    const busiest = work.reduce((most, each) => Math.max(most, each), 0);
    if (!(busiest > 0)) return replicaHours;
    return replicaHours.map((replicas, h) =>
      Math.min(replicas, Math.max(LEAST_REPLICAS, (replicas * work[h]) / busiest)),
    );
  });
}
