import { numberAsked } from './inService.ts';
import { capReachedAt } from './jobCap.ts';
import { keptReplicas, type PoolState } from './poolState.ts';
import { beginAtOnce, inOrderOfGoing, letPairGo, requestReplica } from './replicaSet.ts';
import { handOutQueue } from './requests.ts';
import { beginRollouts, isRollingOut } from './rollout.ts';
import { settle } from './settle.ts';

function settleAndHandOut(pool: PoolState): void {
  settle(pool);
  // A job that its cap stops now has no replicas to hand anything to.
  const isStopped = pool.isStartRefused || (pool.capped !== undefined && capReachedAt(pool) <= pool.now);
  if (!isStopped) handOutQueue(pool);
}

/** More are requested, or the surplus goes; a rollout has rules of its own. */
export function setWanted(pool: PoolState, wanted: number): void {
  pool.wanted = wanted;
  if (!isRollingOut(pool)) {
    const kept = keptReplicas(pool);
    const asked = numberAsked(pool);
    for (let n = kept.length; n < asked; n++) beginAtOnce(pool, [requestReplica(pool)]);
    const victims = inOrderOfGoing(kept).slice(0, Math.max(0, kept.length - asked));
    for (const replica of victims) letPairGo(pool, replica);
  }
  settleAndHandOut(pool);
}

/** After looks and the starts of jobs, before arrivals. */
export function runRollouts(pool: PoolState): void {
  if (beginRollouts(pool)) settleAndHandOut(pool);
}
