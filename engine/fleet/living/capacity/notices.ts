import { BLOCK_NOTICE_SECONDS } from '../../../scenario/living/capacity/capacitySpec.ts';
import { countFleet } from '../../../usage/fleetRecorder.ts';
import { addEvent, dropEvent, nextEventKind, nextEventSeconds } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { drainReplica, endDrain, gone } from '../replicaLives.ts';
import { PHASE, setSuccessor } from '../replicaSet.ts';
import { endingNodes } from './blocks.ts';
import type { Node } from './nodes.ts';
import { heldNodes } from './slots.ts';
import { nextChange, removeSlots, type SpotMarket } from './spotMarket.ts';

const { READY, DRAINING } = PHASE;

/** A spot node has lived, and others that are dated alike: they are taken away, where they are still there. */
export function endLives(pool: LivingPool, market: SpotMarket, now: number, first: number): void {
  const { calendar } = pool;
  const numbers = [first];
  for (; nextEventSeconds(calendar) === now && nextEventKind(calendar) === EVENT.NOTICE; dropEvent(calendar))
    numbers.push(calendar.subject[0]);
  const nodes = numbers.flatMap((number) => market.lives.get(number) ?? []);
  for (const number of numbers) market.lives.delete(number);
  takeAway(
    pool,
    now,
    nodes.filter(({ isTaken, replicas }) => !isTaken && replicas.length > 0),
  );
}

/** All paid spot nodes of a zone are taken away; a node's zone is that of its lowest replica number. */
export function endZone(pool: LivingPool, market: SpotMarket, now: number, zone: number): void {
  const { supply } = market.spec;
  if (supply.kind !== 'lives') return;
  const isThere = ({ isPaid, replicas }: Node): boolean =>
    isPaid && Math.min(...replicas) % supply.zones === zone;
  takeAway(pool, now, heldNodes(pool).filter(isThere));
}

/** There is less spot, by its trace, or a capacity block is about to end: who is on what is no longer there has notice. */
export function loseNodes(pool: LivingPool, now: number): void {
  const { market } = pool;
  const isLess = market !== undefined && nextChange(market) === now;
  const spot = isLess ? removeSlots(market, now, heldNodes(pool)) : [];
  takeAway(pool, now, [...spot, ...endingNodes(pool, now)]);
}

/** Nodes are taken away: who is ready on them drains until the loss, who is not is gone, and who drains has no longer than that. */
function takeAway(pool: LivingPool, now: number, nodes: readonly Node[]): void {
  const { set, calendar, living, market } = pool;
  if (nodes.length === 0) return;
  pool.isShort = true;
  for (const node of nodes) {
    node.isTaken = true;
    countFleet(pool.recorder, 'interruptions', now, pool.isLast);
  }
  const noticeOf = ({ block }: Node): number =>
    block === undefined ? (market?.spec.noticeSeconds ?? 0) : BLOCK_NOTICE_SECONDS;
  const concerned = new Map(
    nodes.flatMap((node) => node.replicas.map((replica): [number, number] => [replica, noticeOf(node)])),
  );
  for (const [replica, noticeSeconds] of [...concerned].sort(([a], [b]) => a - b)) {
    if (set.phase[replica] === READY) {
      endFollowing(pool, replica);
      const isInTime = noticeSeconds <= living.drainSeconds;
      if (isInTime) drainReplica(pool, now, replica, noticeSeconds, EVENT.LOSS);
      else drainReplica(pool, now, replica, living.drainSeconds, EVENT.DRAIN_DEADLINE);
    } else if (set.phase[replica] !== DRAINING) gone(pool, now, replica);
    else if (noticeSeconds === 0) endDrain(pool, now, replica);
    else addEvent(calendar, now + noticeSeconds, EVENT.LOSS, replica, set.life[replica]);
  }
  addEvent(calendar, now, EVENT.SUCCESSORS);
  addEvent(calendar, now, EVENT.GO_BACK);
}

/** Whoever was to follow a replica is its successor already. */
function endFollowing({ set, followers }: LivingPool, replica: number): void {
  const follower = followers.get(replica);
  if (follower !== undefined) setSuccessor(set, follower, 0);
  followers.delete(replica);
}
