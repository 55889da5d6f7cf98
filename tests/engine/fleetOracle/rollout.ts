import { numberAsked } from './inService.ts';
import { keptReplicas, type LivingReplica, type PoolState } from './poolState.ts';
import { beginAtOnce, inOrderOfGoing, letPairGo, requestReplica } from './replicaSet.ts';
import { newToRequest, oldToGo, rolloutParts, type Version } from './rolloutNumbers.ts';

/** Rollouts are taken step by step: whatever there is to do is done once, and asked for again until there is nothing. */

interface Versions {
  readonly asked: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly old: readonly LivingReplica[];
  readonly fresh: readonly LivingReplica[];
}

/** While no replica is of an old version there is no surge. */
function versionsOf(pool: PoolState): Versions {
  const kept = keptReplicas(pool);
  const old = kept.filter(({ isOld }) => isOld);
  const fresh = kept.filter(({ isOld }) => !isOld);
  const asked = numberAsked(pool);
  const { rollout } = pool.living;
  const parts =
    rollout === undefined || old.length === 0 ? { surge: 0, unavailable: 0 } : rolloutParts(rollout, asked);
  return { asked, ...parts, old, fresh };
}

/** Whether anybody is of an old version. */
export function isRollingOut(pool: PoolState): boolean {
  return keptReplicas(pool).some(({ isOld }) => isOld);
}

/** How many are to be requested for those that are gone; during a rollout as many as it asks for. */
export function missingReplicas(pool: PoolState): number {
  const { asked, surge, old, fresh } = versionsOf(pool);
  return newToRequest(asked, surge, old.length + fresh.length, fresh.length);
}

function countVersion(replicas: readonly LivingReplica[]): Version {
  const ready = replicas.filter(({ state }) => state === 'ready').length;
  return { ready, notReady: replicas.length - ready };
}

/** Who goes next: after a fall of the number, then of new ones beyond it, then of old ones. */
function leavers({ asked, surge, unavailable, old, fresh }: Versions): readonly LivingReplica[] {
  const surplus = old.length + fresh.length - asked - surge;
  if (surplus > 0) return [...inOrderOfGoing(old), ...inOrderOfGoing(fresh)].slice(0, surplus);
  if (fresh.length > asked) return inOrderOfGoing(fresh).slice(0, fresh.length - asked);
  if (newToRequest(asked, surge, old.length + fresh.length, fresh.length) > 0) return [];
  const { ready, notReady } = oldToGo(asked, unavailable, countVersion(old), countVersion(fresh));
  const [isReady, isNot] = [true, false].map((is) => old.filter(({ state }) => (state === 'ready') === is));
  return [...inOrderOfGoing(isNot).slice(0, notReady), ...inOrderOfGoing(isReady).slice(0, ready)];
}

/** One step of a rollout: some go, or new ones are requested, after the last old one has gone, too. Whether anything was to be done. */
export function rollOut(pool: PoolState): boolean {
  if (pool.living.rollout === undefined || pool.isStartRefused) return false;
  const leaving = leavers(versionsOf(pool));
  for (const replica of leaving) letPairGo(pool, replica);
  if (leaving.length > 0) return true;
  const missing = missingReplicas(pool);
  for (let n = 0; n < missing; n++) beginAtOnce(pool, [requestReplica(pool)]);
  return missing > 0;
}

/** Those at which the pool itself was not there yet have been. */
export function nextOfRollouts({ living, rolloutsSeen }: PoolState): number {
  const ahead = living.rollout?.seconds.filter((second) => second >= 0 && second > rolloutsSeen) ?? [];
  return Math.min(...ahead);
}

/** Whether one begins now: whoever is there and not about to go is of an old version. */
export function beginRollouts(pool: PoolState): boolean {
  if (nextOfRollouts(pool) > pool.now) return false;
  pool.rolloutsSeen = pool.now;
  for (const replica of pool.replicas) if (replica.state !== 'draining') replica.isOld = true;
  return true;
}
