import { RESERVED } from '../../../usage/paidHours.ts';
import type { LivingPool } from '../livingPool.ts';
import { PHASE, setSuccessor } from '../replicaSet.ts';
import { startReplica, takeReplica } from '../scaleTo.ts';
import { freeInBlocks } from './blocks.ts';
import { kindOf, placeOnBlock, placeToReturn } from './capacity.ts';
import type { Place } from './nodes.ts';
import { settledSlots } from './spotMarket.ts';

/** Ready replicas beside a capacity block that has room, or that stand in for spot, are followed by others there. Whether any is. */
export function goBack(pool: LivingPool, now: number): boolean {
  const { market, nodes } = pool;
  const onBlock = follow(
    pool,
    now,
    (replica) => kindOf(pool, replica) !== RESERVED,
    () => freeInBlocks(pool, now).length >= nodes.span,
    () => placeOnBlock(pool, now),
  );
  if (market === undefined) return onBlock;
  const onSpot = follow(
    pool,
    now,
    (replica) => market.fallbacks.has(replica),
    () => settledSlots(market, now).length >= nodes.span,
    () => placeToReturn(pool, now),
  );
  return onBlock || onSpot;
}

/**
 * While there are nodes, as many ready replicas of those asked for as one has room for, the newest first, are followed: another is
 * requested, and they drain when that is ready.
 */
function follow(
  pool: LivingPool,
  now: number,
  isAskedFor: (replica: number) => boolean,
  isRoom: () => boolean,
  placeThere: () => Place | undefined,
): boolean {
  const { set, nodes, followers } = pool;
  let isFollowed = false;
  while (isRoom()) {
    const back = Array.from({ length: set.capacity }, (_, replica) => replica)
      .filter(
        (replica) => set.phase[replica] === PHASE.READY && !followers.has(replica) && isAskedFor(replica),
      )
      .sort((a, b) => set.requestOrder[b] - set.requestOrder[a])
      .slice(0, nodes.room);
    if (back.length === 0) break;
    for (const followed of back) {
      const place = placeThere();
      if (place === undefined) return isFollowed;
      const successor = takeReplica(pool, now);
      followers.set(followed, successor);
      setSuccessor(set, successor, 1);
      startReplica(pool, now, successor, place, false);
      isFollowed = true;
    }
  }
  return isFollowed;
}
