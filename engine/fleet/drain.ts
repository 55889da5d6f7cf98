import { visitInHand } from '../serving/visitInHand.ts';
import { advanceTo } from './groups.ts';
import type { Pool } from './pool.ts';

const HOUR = 3600;

/**
 * Lets pools work off what is in flight since `from`, and answers one that will not be done after `seconds`: looked
 * at after an hour and each time that has passed twice as long. It is given up where, at the rate of tokens so far, what
 * is left would take as many times longer than there is time as the time that has passed goes into `seconds`: prompts are
 * worked off at another rate than answers, so that an hour says little of ten days, unless it is that clear.
 */
export function drain(pools: readonly Pool[], from: number, seconds: number): Pool | undefined {
  const before = pools.map(tokensLeft);
  const isUndone = ({ state }: Pool): boolean => state.countedInFlight > 0;
  for (let passed = HOUR; ; passed *= 2) {
    const until = Math.min(passed, seconds);
    for (const pool of pools) advanceTo(pool, from + until);
    const left = seconds - until;
    const hopeless = pools.find((pool, index) => {
      if (!isUndone(pool)) return false;
      const more = tokensLeft(pool);
      const done = before[index] - more;
      // What was preempted is prefilled again: there may be more to do than before.
      return left === 0 || (done > 0 && (more / done) * until > left * (seconds / until));
    });
    if (hopeless !== undefined || left === 0) return hopeless;
    if (!pools.some(isUndone)) return undefined;
  }
}

/** What a pool has in hand, in tokens to prefill and to emit. */
function tokensLeft({ state }: Pool): number {
  let sum = 0;
  for (let r = 0; r < state.replicas; r++) visitInHand(state, r, (_slot, tokens) => (sum += tokens));
  return sum;
}
