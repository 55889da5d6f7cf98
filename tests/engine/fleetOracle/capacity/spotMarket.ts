import type { SpotSupply } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { instantsOfBlocks, type Notice, noticesOfBlocks } from './blocks.ts';
import { instantsOfReserved, tellPaid } from './reserved.ts';
import { type FleetNode, fixedSeconds, type PoolState, type SpotSlot } from '../poolState.ts';

/**
 * The spot nodes that there are, as slots: each is free or somebody's. A node that has had its notice is none any more. Traces
 * are functions of time: rows of one instant count as what they come to.
 */

function latest<T>(of: readonly T[], key: (one: T) => number): T | undefined {
  return of.reduce<T | undefined>(
    (one, other) => (one === undefined || key(other) >= key(one) ? other : one),
    undefined,
  );
}

function freeSlots(pool: PoolState): SpotSlot[] {
  return pool.slots.filter(({ node }) => node === undefined);
}

/** Free for so long that fallbacks go back to them. */
function heldSlots(pool: PoolState): SpotSlot[] {
  const { returnAfterSeconds = Number.POSITIVE_INFINITY } = pool.living.spot ?? {};
  return freeSlots(pool).filter(({ freeSince }) => freeSince + returnAfterSeconds <= pool.now);
}

/**
 * The oldest that is free; without names the one that was left last, so that as many have been free for a time as were free
 * throughout it. Who comes back from a fallback takes one that has been free for long enough.
 */
function slotToTake(pool: PoolState, supply: SpotSupply, isReturn: boolean): SpotSlot | undefined {
  if (isReturn) return heldSlots(pool)[0];
  const free = freeSlots(pool);
  return supply.kind === 'nodes' ? free[0] : latest(free, ({ freeSince }) => freeSince);
}

/** Whether all of these can be had; then they are. */
export function takeSlots(pool: PoolState, nodes: readonly FleetNode[], isReturn = false): boolean {
  const supply = pool.living.spot?.supply;
  if (supply === undefined) return false;
  if (supply.kind === 'lives') return true;
  if (freeSlots(pool).length < nodes.length) return false;
  for (const node of nodes) {
    const slot = slotToTake(pool, supply, isReturn);
    if (slot !== undefined) slot.node = node;
  }
  return true;
}

/** Of its capacity, whatever that is: those that wait for some ask again. */
export function leaveSlot(pool: PoolState, node: FleetNode): void {
  const slot = pool.slots.find((one) => one.node === node);
  if (slot !== undefined) {
    slot.node = undefined;
    slot.freeSince = pool.now;
  }
  const isOnDemand = node.kind === 'on-demand' || node.kind === 'fallback';
  const isOfStock = pool.living.stock !== undefined && !node.isWaiting && isOnDemand;
  if (slot !== undefined || isOfStock || node.kind === 'block') pool.slotLeftAt = pool.now;
}

/** The market's next row, or end of a life; and what is reserved begins and ends. */
export function nextOfMarket(pool: PoolState): number {
  const supply = pool.living.spot?.supply;
  const rows = supply === undefined || supply.kind === 'lives' ? [] : supply.seconds;
  const instants = [
    ...rows,
    ...(pool.living.stock?.seconds ?? []),
    ...instantsOfReserved(pool),
    ...instantsOfBlocks(pool),
  ];
  const ahead = instants.filter((second) => second > pool.marketSeen);
  return Math.min(...ahead, ...pool.nodes.map(({ noticeAt }) => noticeAt));
}

/** Takes away what is free, else what is newest; and adds what has come. */
function hearCounts(pool: PoolState, { seconds, nodes }: SpotSupply & { kind: 'counts' }): SpotSlot[] {
  const there = nodes[seconds.findLastIndex((second) => second <= pool.now)] ?? 0;
  const taken: SpotSlot[] = [];
  while (pool.slots.length > there) {
    const slot =
      latest(freeSlots(pool), ({ freeSince }) => freeSince) ??
      latest(pool.slots, ({ node }) => node?.order ?? -1);
    if (slot === undefined) break;
    taken.push(slot);
    pool.slots = pool.slots.filter((one) => one !== slot);
  }
  while (pool.slots.length < there) pool.slots.push({ node: undefined, freeSince: pool.now });
  return taken;
}

function hearNodes(pool: PoolState, { seconds, node, isThere }: SpotSupply & { kind: 'nodes' }): SpotSlot[] {
  const heard = seconds.flatMap((second, row) =>
    second > pool.marketSeen && second <= pool.now ? [row] : [],
  );
  // The last row of a node says how it is.
  const rows = heard.filter((row) => !heard.some((later) => later > row && node[later] === node[row]));
  const gone = new Set(rows.filter((row) => !isThere[row]).map((row) => node[row]));
  const taken = pool.slots.filter(({ name = -1 }) => gone.has(name));
  pool.slots = pool.slots.filter((slot) => !taken.includes(slot));
  for (const row of rows) {
    if (!isThere[row] || pool.slots.some(({ name }) => name === node[row])) continue;
    pool.slots.push({ name: node[row], node: undefined, freeSince: pool.now });
  }
  return taken;
}

/** Hears the market up to now; who has notice. */
export function hearMarket(pool: PoolState): Notice[] {
  const supply = pool.living.spot?.supply;
  const { now } = pool;
  const ended = pool.nodes.filter(({ noticeAt }) => noticeAt <= now);
  const taken =
    supply === undefined || supply.kind === 'lives'
      ? []
      : supply.kind === 'counts'
        ? hearCounts(pool, supply)
        : hearNodes(pool, supply);
  pool.marketSeen = now;
  if (pool.living.reserved !== undefined) tellPaid(pool);
  const spot = [...ended, ...taken.flatMap(({ node }) => (node === undefined ? [] : [node]))];
  const lossAt = now + (pool.living.spot?.noticeSeconds ?? 0);
  const notices = [...spot.map((node) => ({ node, lossAt })), ...noticesOfBlocks(pool)];
  for (const { node } of notices) {
    node.isTaken = true;
    node.noticeAt = Number.POSITIVE_INFINITY;
  }
  return notices;
}

/** A life begins when its node is paid for the first time, and goes on through repairs. */
export function beginLife(pool: PoolState, node: FleetNode): void {
  const supply = pool.living.spot?.supply;
  if (supply?.kind !== 'lives' || node.kind !== 'spot' || node.noticeAt !== Number.POSITIVE_INFINITY) return;
  if (supply.together > 0) throw new Error('the oracle draws nothing: interruptions of a whole zone');
  node.noticeAt = pool.now + fixedSeconds(supply.life);
}

export function slotsHeld(pool: PoolState): number {
  return heldSlots(pool).length;
}

/** When the next free node will have been so for long enough; Infinity where nothing changes until something else does. */
export function nextSlotHeld(pool: PoolState): number {
  const { returnAfterSeconds = Number.POSITIVE_INFINITY } = pool.living.spot ?? {};
  const ahead = freeSlots(pool)
    .map(({ freeSince }) => freeSince + returnAfterSeconds)
    .filter((at) => at > pool.marketSeen);
  return Math.min(pool.slotLeftAt, ...ahead);
}
