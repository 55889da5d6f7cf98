import { addEvent } from '../calendar.ts';
import { isAnyWaiting } from './capacity.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import type { Node, Slot } from './nodes.ts';
import { drawSeconds } from '../startUp.ts';
import { giveBack } from './spotMarket.ts';

/** Nodes of a pool in slots that are there, the oldest first. */
export function heldNodes({ nodes }: LivingPool): readonly Node[] {
  return nodes.nodes.filter(({ slot }) => slot?.isGone === false);
}

/** A node has left its slot: whoever waits for one gets it, and who stands in for spot may go back later. */
export function freeSlot(pool: LivingPool, now: number, slot: Slot): void {
  const { market, calendar } = pool;
  if (market === undefined || slot.isGone) return;
  giveBack(market, slot, now);
  if (isAnyWaiting(pool)) addEvent(calendar, now, EVENT.MORE_SLOTS);
  // Without anybody who would go back nothing is dated: ends need not be known at once then.
  if (market.fallbacks.size > 0) dateReturn(pool, now);
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
