import type { PaidLevels } from '../../pricing/paidUnits.ts';
import type { SimulationSpec } from '../../scenario/spec.ts';
import { replicaHoursOf } from '../../usage/paidHours.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';

/** What is read of a spec: which pool an account's work goes to. */
export type FleetSpec = Pick<SimulationSpec, 'accounts' | 'workloads' | 'pools'>;

/** A fleet that follows its load keeps at least one replica ready. */
const LEAST_REPLICAS = 1;

/** The replicas of a pool over the hours that were simulated. */
export interface PlannedFleet {
  readonly hours: number;
  readonly paid: PaidLevels;
}

/** By pool: the replicas as they were simulated. */
export function simulatedFleets({ pools }: Pick<ReplicationUsage, 'pools'>): readonly PlannedFleet[] {
  return pools.map(({ paid, busySeconds }) => ({ hours: busySeconds.length, paid }));
}

/**
 * By pool: the replicas of each hour if a fleet of a fixed number followed its load. The simulated fleet is taken to be right for the busiest
 * hour of the replication, and to be scaled with the work that arrives in every other: prompt tokens not read from a
 * cache + `outputTokenWeight` × output tokens, as cost is split by. Fractions are left for the projection to round up after growth. An
 * estimate: how a fleet gets there, and how late, is not simulated. A pool without work keeps its fleet, and so does one whose
 * replicas come and go: what it follows was simulated.
 */
export function fleetsFollowingLoad(
  spec: FleetSpec,
  usage: Pick<ReplicationUsage, 'pools' | 'accounts'>,
  outputTokenWeight: number,
): readonly PlannedFleet[] {
  return simulatedFleets(usage).map((fleet, pool) => {
    if (spec.pools[pool].living !== undefined) return fleet;
    const replicaHours = replicaHoursOf(usage.pools[pool].paid, fleet.hours);
    const work = new Float64Array(replicaHours.length);
    spec.accounts.forEach(({ workload }, account) => {
      if (spec.workloads[workload].pool !== pool) return;
      const { promptTokens, cachedTokens, outputTokens } = usage.accounts[account];
      for (let h = 0; h < work.length; h++) {
        work[h] += promptTokens[h] - cachedTokens[h] + outputTokenWeight * outputTokens[h];
      }
    });
    const busiest = work.reduce((most, each) => Math.max(most, each), 0);
    if (!(busiest > 0)) return fleet;
    return hourlyFleet(
      replicaHours.map((replicas, h) =>
        Math.min(replicas, Math.max(LEAST_REPLICAS, (replicas * work[h]) / busiest)),
      ),
    );
  });
}

/** A fleet that changes on the hour alone, so that nothing it does is short. */
export function hourlyFleet(replicas: Float64Array): PlannedFleet {
  const hours = replicas.length;
  const nothing = new Float64Array(hours);
  return {
    hours,
    paid: {
      hour: Int32Array.from(replicas, (_, hour) => hour),
      kind: new Uint8Array(hours),
      level: replicas,
      seconds: new Float64Array(hours).fill(3600),
      shortOfMinute: nothing,
      shortOfHour: nothing,
    },
  };
}
