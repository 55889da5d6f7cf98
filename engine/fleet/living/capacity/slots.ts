import { addEvent } from '../calendar.ts';
import { isAnyWaiting } from './capacity.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import type { Node } from './nodes.ts';
import { drawSeconds } from '../startUp.ts';
import { giveBack, type Slot, type SlotMarket } from './slotMarket.ts';

/** Nodes of a pool in slots of a market that are there, the oldest first. */
export function heldNodes({ nodes }: LivingPool, market: SlotMarket): readonly Node[] {
  return nodes.nodes.filter(({ slot }) => slot?.market === market && !slot.isGone);
}

/** A node has left its slot: whoever waits for one gets it, and who stands elsewhere may go to it. */
export function freeSlot(pool: LivingPool, now: number, slot: Slot): void {
  const { market, block, calendar } = pool;
  if (slot.isGone) return;
  giveBack(slot.market, slot, now, heldNodes(pool, slot.market).length);
  if (isAnyWaiting(pool)) addEvent(calendar, now, EVENT.MORE_SLOTS);
  if (slot.market === block) addEvent(calendar, now, EVENT.SUCCESSORS);
  // Without anybody who would go back nothing is dated: ends need not be known at once then.
  if (slot.market === market && market.fallbacks.size > 0) dateReturn(pool, now);
}

/** Slots are free since now: after so long those who stand in for spot go back. */
export function dateReturn({ market, calendar }: LivingPool, now: number): void {
  const { returnAfterSeconds } = market?.spec ?? {};
  if (returnAfterSeconds !== undefined) addEvent(calendar, now + returnAfterSeconds, EVENT.SUCCESSORS);
}

/**
 * Draws how long spot nodes that are paid from now on live, in the order in which they are; a repaired one
 * lives on. Those that are taken together with their zone are not among the interruptions that this draws.
 */
export function dateLives({ market, calendar }: LivingPool, now: number, nodes: readonly Node[]): void {
  if (market?.supply.kind !== 'lives') return;
  const { life, together } = market.supply;
  const known = new Set(market.lives.values());
  for (const node of nodes) {
    if (node.slot?.market !== market || known.has(node)) continue;
    const number = market.drawn++;
    market.lives.set(number, node);
    addEvent(calendar, now + drawSeconds(life, market.random) / (1 - together), EVENT.NOTICE, number);
  }
}
