import { addEvent } from '../calendar.ts';
import { isAnyWaiting } from './capacity.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import type { Node } from './nodes.ts';
import { drawSeconds } from '../startUp.ts';
import { giveBack } from './spotMarket.ts';

/** Spot nodes of a pool that were not taken away, the oldest first. */
export function heldNodes({ nodes }: LivingPool): readonly Node[] {
  return nodes.nodes.filter(({ slot, isTaken }) => slot !== undefined && !isTaken);
}

/** Whether what is handed over, taken away or given back at this instant has been so: what comes free from here on is settled. */
function isSettling({ handling }: LivingPool): boolean {
  return handling >= EVENT.PAID_FROM;
}

/** A node has been left, and what it took is free again: whoever waits for it gets it, and who stands elsewhere may go to it. */
export function freeNode(pool: LivingPool, now: number, { slot, block, isTaken }: Node): void {
  const { market, calendar } = pool;
  if (isTaken) return;
  if (isAnyWaiting(pool)) addEvent(calendar, now, isSettling(pool) ? EVENT.SETTLE : EVENT.MORE_SLOTS);
  if (block !== undefined) addEvent(calendar, now, isSettling(pool) ? EVENT.SETTLE : EVENT.GO_BACK);
  if (market === undefined || slot === undefined) return;
  giveBack(market, slot, now);
  // Without anybody who would go back nothing is dated: ends need not be known at once then.
  if (market.fallbacks.size > 0) dateReturn(pool, now);
}

/** Slots are free since now: after so long those who stand in for spot go back. */
export function dateReturn(pool: LivingPool, now: number): void {
  const { market, calendar } = pool;
  const { returnAfterSeconds } = market?.spec ?? {};
  if (returnAfterSeconds === undefined) return;
  const isAtOnce = returnAfterSeconds === 0 && isSettling(pool);
  addEvent(calendar, now + returnAfterSeconds, isAtOnce ? EVENT.SETTLE : EVENT.GO_BACK);
}

/**
 * Draws how long spot nodes that are paid from now on live, in the order in which they are; a repaired one
 * lives on. Those that are taken together with their zone are not among the interruptions that this draws.
 */
export function dateLives({ market, calendar }: LivingPool, now: number, nodes: readonly Node[]): void {
  if (market?.spec.supply.kind !== 'lives') return;
  const { life, together } = market.spec.supply;
  const known = new Set(market.lives.values());
  for (const node of nodes) {
    if (node.slot === undefined || known.has(node)) continue;
    const number = market.drawn++;
    market.lives.set(number, node);
    addEvent(calendar, now + drawSeconds(life, market.random) / (1 - together), EVENT.NOTICE, number);
  }
}
