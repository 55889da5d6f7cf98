import { boundNextCompletion } from '../../../serving/replica.ts';
import { LAYOUT } from '../../../serving/poolState.ts';
import { isAnyWaiting } from './capacity.ts';
import type { LivingPool } from '../livingPool.ts';
import { PHASE } from '../replicaSet.ts';
import type { Node } from './nodes.ts';

const MICROSECOND = 1e-6;

/**
 * Nothing ends before this instant, always ahead of the clock, that must be known at once: an item of a job, whose place is for the next; or, where
 * somebody waits for capacity, stands in for spot or may move to a block, what drains and gives a slot back. Infinity where nothing must.
 */
export function endsThatMatter(pool: LivingPool): number {
  const { market, stock, jobs, set, nodes, state, living } = pool;
  const isItems = jobs !== undefined && jobs.itemOf.size > 0;
  const isScarce = market !== undefined || stock !== undefined || living.reserved !== undefined;
  const isAwaited = (): boolean =>
    living.reserved !== undefined || (market?.fallbacks.size ?? 0) > 0 || isAnyWaiting(pool);
  const isCapacity = isScarce && set.count[PHASE.DRAINING] > 0 && isAwaited();
  if (!isItems && !isCapacity) return Number.POSITIVE_INFINITY;
  let bound = Number.POSITIVE_INFINITY;
  for (let r = 0; r < set.capacity; r++) {
    const givesBack = set.phase[r] === PHASE.DRAINING && nodes.of[r].some((node) => isMissed(pool, node));
    if (set.phase[r] === PHASE.FREE || !(isItems || (isCapacity && givesBack))) continue;
    boundNextCompletion(state, r);
    bound = Math.min(bound, state.real[r * LAYOUT.REAL_STRIDE + LAYOUT.BOUND]);
  }
  // What ends with the clock is settled a little later.
  return Math.max(bound, state.clock[0] + 2 * MICROSECOND);
}

/** Whether somebody may want what a node takes. */
function isMissed({ stock }: LivingPool, { slot, block, isTaken }: Node): boolean {
  return !isTaken && (slot !== undefined || block !== undefined || stock !== undefined);
}
