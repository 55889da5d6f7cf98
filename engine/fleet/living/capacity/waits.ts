import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { begin } from '../scaleTo.ts';
import { drawSeconds } from '../startUp.ts';
import { findForWaiting } from './capacity.ts';
import { settleNodes } from './nodes.ts';
import { dateReturn, heldNodes } from './slots.ts';
import { addSlots, nextChange, passRows, type SpotMarket } from './spotMarket.ts';
import { nextOfStock, readStock, type Stock } from './stock.ts';

/** Puts the next rows of a pool's traces on its calendar. */
export function dateChanges(pool: LivingPool): void {
  if (pool.market !== undefined) dateChange(pool, pool.market);
  if (pool.stock !== undefined) dateStock(pool, pool.stock);
}

function dateChange({ calendar }: LivingPool, market: SpotMarket): void {
  addEvent(calendar, nextChange(market), EVENT.FEWER_SLOTS);
  addEvent(calendar, nextChange(market), EVENT.MORE_SLOTS);
}

function dateStock({ calendar }: LivingPool, stock: Stock): void {
  addEvent(calendar, nextOfStock(stock), EVENT.MORE_SLOTS);
}

/** There is more, by a trace or because somebody went: who waits gets it. */
export function gainNodes(pool: LivingPool, now: number): void {
  const { market, stock, calendar } = pool;
  if (market !== undefined && nextChange(market) === now) {
    addSlots(market, now, heldNodes(pool).length);
    passRows(market, now);
    dateChange(pool, market);
    dateReturn(pool, now);
  }
  if (stock !== undefined && nextOfStock(stock) === now) {
    readStock(stock, now);
    dateStock(pool, stock);
  }
  endWaits(pool, now);
  // A block that begins has room for those who stand elsewhere.
  if (pool.living.reserved !== undefined) addEvent(calendar, now, EVENT.GO_BACK);
}

/** Who waits gets what is there, in the order of request: each what it may stand on. Whether anybody did. */
export function endWaits(pool: LivingPool, now: number): boolean {
  let hasBegun = false;
  for (const first of pool.nodes.nodes) {
    if (!first.isWaiting) continue;
    // All nodes of a replica that spans several, or all replicas of a node that has several.
    const nodes = pool.nodes.of[first.replicas[0]];
    const found = findForWaiting(pool, now, nodes);
    if (found === undefined) continue;
    const paidFrom = now + drawSeconds(pool.living.startUp.provision, pool.random);
    settleNodes(nodes, found, paidFrom);
    for (const replica of first.replicas) begin(pool, now, replica, paidFrom, false);
    hasBegun = true;
  }
  return hasBegun;
}
