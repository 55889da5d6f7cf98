import { numberAsked } from './inService.ts';
import { keptReplicas, type LivingReplica, type PoolState } from './poolState.ts';
import { beginAtOnce, letGo, requestReplica } from './replicaSet.ts';
import { handOutQueue } from './requests.ts';
import { endSpotWaits, returnToSpot } from './spotReplicas.ts';

/** Those not ready go first, the newest of them first; then ready ones, newest first; who is to replace one goes with it. */
export function setWanted(pool: PoolState, wanted: number): void {
  pool.wanted = wanted;
  const kept = keptReplicas(pool);
  const asked = numberAsked(pool);
  for (let n = kept.length; n < asked; n++) beginAtOnce(pool, [requestReplica(pool)]);
  const isReady = ({ state }: LivingReplica): number => (state === 'ready' ? 1 : 0);
  const victims = kept
    .sort((a, b) => isReady(a) - isReady(b) || b.order - a.order)
    .slice(0, Math.max(0, kept.length - asked));
  for (const replica of victims) {
    for (const successor of pool.replicas.filter(({ replaces }) => replaces === replica))
      letGo(pool, successor);
    letGo(pool, replica);
  }
  beginAtOnce(pool, [...endSpotWaits(pool), ...returnToSpot(pool)]);
  // A job that its cap stops now has no replicas to hand anything to.
  if (!pool.isStartRefused) handOutQueue(pool);
}
