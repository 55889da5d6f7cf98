import type { PoolState } from './poolState.ts';
import { beginAtOnce } from './replicaSet.ts';
import { rollOut } from './rollout.ts';
import { endCapacityWaits, returnReplicas } from './capacity/spotReplicas.ts';

/** One change makes room for another: a step of a rollout, those that wait, those that return, until nothing changes. */
export function settle(pool: PoolState): void {
  for (;;) {
    const isRolled = rollOut(pool);
    const begun = [...endCapacityWaits(pool), ...returnReplicas(pool)];
    beginAtOnce(pool, begun);
    if (!isRolled && begun.length === 0) return;
    // The job is over at this instant, and nothing of it begins any more.
    if (pool.isStartRefused) return;
  }
}
