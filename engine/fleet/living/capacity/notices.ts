import { countFleet } from '../../../usage/fleetRecorder.ts';
import { addEvent, dropEvent, nextEventKind, nextEventSeconds } from '../calendar.ts';
import { RESERVED } from '../../../usage/paidHours.ts';
import { endWait, kindOf, placeOnBlock, placeToReturn } from './capacity.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import type { Node, Place } from './nodes.ts';
import { drainReplica, endDrain, gone } from '../replicaLives.ts';
import { PHASE, setSuccessor } from '../replicaSet.ts';
import { begin, scaleTo, startReplica, takeReplica } from '../scaleTo.ts';
import { dateReturn, heldNodes } from './slots.ts';
import { addSlots, nextChange, passRows, removeSlots, type Slot, type SlotMarket } from './slotMarket.ts';
import { settledSlots, type SpotMarket } from './spotMarket.ts';
import { drawSeconds } from '../startUp.ts';

const { READY, DRAINING } = PHASE;

/** Markets of a pool that a trace changes. */
function marketsOf({ market, stock, block }: LivingPool): readonly SlotMarket[] {
  return [market, stock, block].filter((each) => each !== undefined);
}

/** Puts the next rows of a pool's traces on its calendar. */
export function dateChanges(pool: LivingPool): void {
  for (const market of marketsOf(pool)) dateChange(pool, market);
}

function dateChange({ calendar }: LivingPool, market: SlotMarket): void {
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
  const { supply } = market;
  if (supply.kind !== 'lives') return;
  const isThere = ({ isPaid, replicas }: Node): boolean =>
    isPaid && Math.min(...replicas) % supply.zones === zone;
  takeAway(pool, now, heldNodes(pool, market).filter(isThere));
}

/** A trace has less: who is on what is no longer there has notice. */
export function loseSlots(pool: LivingPool, now: number): void {
  for (const market of marketsOf(pool)) {
    if (nextChange(market) === now) takeAway(pool, now, removeSlots(market, now, heldNodes(pool, market)));
  }
}

/** There is more, by a trace or because somebody went: who waits gets it, in the order of request. */
export function gainSlots(pool: LivingPool, now: number): void {
  for (const market of marketsOf(pool)) {
    if (nextChange(market) !== now) continue;
    addSlots(market, now, heldNodes(pool, market).length);
    passRows(market, now);
    dateChange(pool, market);
    if (market === pool.market) dateReturn(pool, now);
    if (market === pool.block) addEvent(pool.calendar, now, EVENT.SUCCESSORS);
  }
  for (const first of pool.nodes.nodes) {
    if (!first.isWaiting) continue;
    // All nodes of a replica that spans several, or all replicas of a node that has several.
    const nodes = pool.nodes.of[first.replicas[0]];
    if (!endWait(pool, now, nodes)) continue;
    const paidFrom = now + drawSeconds(pool.living.startUp.provision, pool.random);
    for (const node of nodes) node.paidFrom = paidFrom;
    for (const replica of first.replicas) begin(pool, now, replica, paidFrom, false);
  }
}

/** Nodes of one market are taken away: who is ready on them drains until the loss, who is not is gone, and who drains has no longer than that. */
function takeAway(pool: LivingPool, now: number, nodes: readonly Node[]): void {
  const { set, calendar, living } = pool;
  const noticeSeconds = nodes[0]?.slot?.market.noticeSeconds;
  if (noticeSeconds === undefined) return;
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

/** Who was taken away is requested anew, and who stands elsewhere goes where it belongs, if it can. */
export function requestSuccessors(pool: LivingPool, now: number): void {
  scaleTo(pool, now, pool.wanted, false);
  goBack(pool, now);
}

/** Ready replicas that stand elsewhere for want of spot, or beside a block that has room, are followed by others on these. */
export function goBack(pool: LivingPool, now: number): void {
  const { market, block, nodes, set } = pool;
  if (market !== undefined) {
    const settled = (): readonly Slot[] => settledSlots(market, now);
    const isFallback = (replica: number): boolean => market.fallbacks.has(replica);
    follow(
      pool,
      now,
      isFallback,
      () => settled().length >= nodes.span,
      () => placeToReturn(pool, settled()),
    );
  }
  if (block !== undefined) {
    const isElsewhere = (replica: number): boolean =>
      set.isSuccessor[replica] === 0 && kindOf(pool, replica) !== RESERVED;
    follow(
      pool,
      now,
      isElsewhere,
      () => block.free.length >= nodes.span,
      () => placeOnBlock(pool),
    );
  }
}

/**
 * While there are slots, as many ready replicas of those asked for as a node has room for, the newest first, are followed: another is
 * requested, and they drain when that is ready.
 */
function follow(
  pool: LivingPool,
  now: number,
  isAskedFor: (replica: number) => boolean,
  areSlots: () => boolean,
  place: () => Place | undefined,
): void {
  const { set, nodes, followers } = pool;
  while (areSlots()) {
    const back = Array.from({ length: set.capacity }, (_, replica) => replica)
      .filter((replica) => set.phase[replica] === READY && !followers.has(replica) && isAskedFor(replica))
      .sort((a, b) => set.requestOrder[b] - set.requestOrder[a])
      .slice(0, nodes.room);
    if (back.length === 0) return;
    for (const followed of back) {
      const found = place();
      if (found === undefined) return;
      const successor = takeReplica(pool, now);
      followers.set(followed, successor);
      setSuccessor(set, successor, 1);
      startReplica(pool, now, successor, found, false);
    }
  }
}
