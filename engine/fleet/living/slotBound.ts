import { boundNextCompletion } from '../../serving/replica.ts';
import { LAYOUT } from '../../serving/poolState.ts';
import { isAnyWaiting } from './capacity.ts';
import type { LivingPool } from './livingPool.ts';
import { PHASE } from './replicaSet.ts';

const MICROSECOND = 1e-6;

/**
 * Where somebody waits for spot, or stands in for it: no replica that drains gives its slot back before this instant, always ahead
 * of the clock. Infinity where nobody would care.
 */
export function slotBound(pool: LivingPool): number {
  const { market, set, nodes, state } = pool;
  let bound = Number.POSITIVE_INFINITY;
  if (market === undefined || set.count[PHASE.DRAINING] === 0) return bound;
  if (market.fallbacks.size === 0 && !isAnyWaiting(pool)) return bound;
  for (let r = 0; r < set.capacity; r++) {
    if (set.phase[r] !== PHASE.DRAINING || nodes.of[r].every(({ slot }) => slot?.isGone !== false)) continue;
    boundNextCompletion(state, r);
    bound = Math.min(bound, state.real[r * LAYOUT.REAL_STRIDE + LAYOUT.BOUND]);
  }
  // What ends with the clock is settled a little later.
  return Math.max(bound, state.clock[0] + 2 * MICROSECOND);
}
