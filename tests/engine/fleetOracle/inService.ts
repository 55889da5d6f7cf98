import { keptReplicas, type LivingReplica, type PoolState, readyReplicas } from './poolState.ts';

/**
 * Of the replicas that are kept as many as are wanted are in service, and the rest stand by: ready ones first, then in the order of their
 * request. It is a function of what there is now, so that whoever asks hears what holds at that instant.
 */

/** What is asked for: the number wanted, and those that stand by. */
export function numberAsked({ wanted, living }: PoolState): number {
  return wanted + (living.warmStandby ?? 0);
}

/**
 * What a controller sees, ready or not, in order of number. Without any to stand by all that are kept: a rollout's surplus serves
 * as Kubernetes' does.
 */
export function inService(pool: PoolState): LivingReplica[] {
  const kept = keptReplicas(pool);
  if ((pool.living.warmStandby ?? 0) === 0) return kept;
  const rank = ({ state }: LivingReplica): number => (state === 'ready' ? 0 : 1);
  const ranked = [...kept].sort((a, b) => rank(a) - rank(b) || a.order - b.order);
  const serving = new Set(ranked.slice(0, pool.wanted));
  return kept.filter((replica) => serving.has(replica));
}

/** What a controller calls its number. During a rollout there may be more. */
export function currentNumber(pool: PoolState): number {
  return Math.min(pool.wanted, keptReplicas(pool).length);
}

/** Whom requests may be handed to, and whose metrics are seen. */
export function servingReplicas(pool: PoolState): LivingReplica[] {
  const serving = inService(pool);
  return readyReplicas(pool).filter((replica) => serving.includes(replica));
}
