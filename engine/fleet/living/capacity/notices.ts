import { countFleet } from '../../../usage/fleetRecorder.ts';
import { addEvent, dropEvent, nextEventKind, nextEventSeconds } from '../calendar.ts';
import { placeToReturn } from './capacity.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import type { Node } from './nodes.ts';
import { drainReplica, endDrain, gone } from '../replicaLives.ts';
import { PHASE, setSuccessor } from '../replicaSet.ts';
import { begin, scaleTo, startReplica, takeReplica } from '../scaleTo.ts';
import { dateReturn, heldNodes } from './slots.ts';
import {
  addSlots,
  nextChange,
  passRows,
  removeSlots,
  settledSlots,
  type SpotMarket,
  takeSlots,
} from './spotMarket.ts';
import { drawSeconds } from '../startUp.ts';

const { READY, DRAINING } = PHASE;

/** Puts the next rows of a pool's trace on its calendar. */
export function dateChange({ calendar }: LivingPool, market: SpotMarket): void {
  addEvent(calendar, nextChange(market), EVENT.FEWER_SLOTS);
  addEvent(calendar, nextChange(market), EVENT.MORE_SLOTS);
}

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
    nodes.filter(({ slot, replicas }) => slot?.isGone === false && replicas.length > 0),
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

/** The trace has less: who is on what is no longer there has notice. */
export function loseSlots(pool: LivingPool, market: SpotMarket, now: number): void {
  takeAway(pool, now, removeSlots(market, now, heldNodes(pool)));
}

/** There is more, by the trace or because somebody went: who waits gets it, in the order of request. */
export function gainSlots(pool: LivingPool, market: SpotMarket, now: number): void {
  if (nextChange(market) === now) {
    addSlots(market, now, heldNodes(pool).length);
    passRows(market, now);
    dateChange(pool, market);
    dateReturn(pool, now);
  }
  for (let first = firstWaiting(pool); first !== undefined; first = firstWaiting(pool)) {
    // All nodes of a replica that spans several, or all replicas of a node that has several.
    const nodes = pool.nodes.of[first.replicas[0]];
    const slots = takeSlots(market, nodes.length);
    if (slots === undefined) return;
    const paidFrom = now + drawSeconds(pool.living.startUp.provision, pool.random);
    nodes.forEach((node, i) => Object.assign(node, { slot: slots[i], isWaiting: false, paidFrom }));
    for (const replica of first.replicas) begin(pool, now, replica, paidFrom, false);
  }
}

function firstWaiting({ nodes }: LivingPool): Node | undefined {
  return nodes.nodes.find(({ isWaiting }) => isWaiting);
}

/** Nodes are taken away: who is ready on them drains until the loss, who is not is gone, and who drains has no longer than that. */
function takeAway(pool: LivingPool, now: number, nodes: readonly Node[]): void {
  const { set, calendar, living, market } = pool;
  if (market === undefined || nodes.length === 0) return;
  const { noticeSeconds } = market.spec;
  pool.isShort = true;
  for (const { slot } of nodes) {
    if (slot !== undefined) slot.isGone = true;
    countFleet(pool.recorder, 'interruptions', now, pool.isLast);
  }
  const concerned = new Set(nodes.flatMap(({ replicas }) => replicas));
  for (const replica of [...concerned].sort((a, b) => a - b)) {
    if (set.phase[replica] === READY) {
      const isInTime = noticeSeconds <= living.drainSeconds;
      if (isInTime) drainReplica(pool, now, replica, noticeSeconds, EVENT.LOSS);
      else drainReplica(pool, now, replica, living.drainSeconds, EVENT.DRAIN_DEADLINE);
    } else if (set.phase[replica] !== DRAINING) gone(pool, now, replica);
    else if (noticeSeconds === 0) endDrain(pool, now, replica);
    else addEvent(calendar, now + noticeSeconds, EVENT.LOSS, replica, set.life[replica]);
  }
  addEvent(calendar, now, EVENT.SUCCESSORS);
}

/** Who was taken away is requested anew, and who stands in for spot goes back where it can. */
export function requestSuccessors(pool: LivingPool, market: SpotMarket, now: number): void {
  scaleTo(pool, now, pool.wanted, false);
  goBackToSpot(pool, market, now);
}

/**
 * Of slots that have been free for long each takes as many who stand in for spot as it has room for, the newest first: a spot
 * replica follows each of them.
 */
export function goBackToSpot(pool: LivingPool, market: SpotMarket, now: number): void {
  const { set, nodes } = pool;
  while (settledSlots(market, now).length >= nodes.span) {
    const back = [...market.fallbacks]
      .flatMap(([replica, successor]) => (successor < 0 && set.phase[replica] === READY ? [replica] : []))
      .sort((a, b) => set.requestOrder[b] - set.requestOrder[a])
      .slice(0, nodes.room);
    if (back.length === 0) break;
    for (const fallback of back) {
      const place = placeToReturn(pool, now);
      if (place === undefined) break;
      const successor = takeReplica(pool, now);
      market.fallbacks.set(fallback, successor);
      setSuccessor(set, successor, 1);
      startReplica(pool, now, successor, place, false);
    }
  }
}
