import type { RequestBatch } from '../workload/requestBatch.ts';
import { isLiving } from './living/livingPool.ts';
import { advancePool, offerRequests, type Pool } from './pool.ts';
import { advanceLiving, finishLiving, offerToLiving } from './living/runLiving.ts';

/**
 * The one face of pools: a plain one takes whole batches, a living one cuts them at its dated events. No pool knows
 * another, so that each keeps a clock of its own.
 */

/** As `offerRequests`, of any pool. */
export function offerTo(pool: Pool, batch: RequestBatch, from: number, to: number): boolean {
  return isLiving(pool) ? offerToLiving(pool, batch, from, to) : offerRequests(pool, batch, from, to);
}

/** Catches a pool up with `now`, and all that is dated until then. Infinity ends all that is in hand, of plain pools only. */
export function advanceTo(pool: Pool, now: number): void {
  if (isLiving(pool)) advanceLiving(pool, now);
  else advancePool(pool, now);
}

/**
 * Catches a pool up with the last request that it was offered, and all that is dated until then: after that nothing is
 * offered any more, so that what a loss at that very instant left on its way arrives again.
 */
export function closePool(pool: Pool): void {
  const now = pool.state.clock[0];
  advanceTo(pool, now);
  if (isLiving(pool)) finishLiving(pool, now);
}
