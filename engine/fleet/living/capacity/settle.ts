import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { rollOn } from '../rollout/rollOn.ts';
import { goBack } from './goBack.ts';
import { endWaits } from './waits.ts';

/** One change makes room for another: a step of a rollout, those that wait, those that go back, until nothing changes. */
export function settle(pool: LivingPool, now: number): void {
  for (;;) {
    const isRolled = rollOn(pool, now);
    const hasBegun = [endWaits(pool, now), goBack(pool, now)].includes(true);
    if (hasBegun) {
      // What begins without delay is paid and ready first.
      addEvent(pool.calendar, now, EVENT.SETTLE);
      return;
    }
    if (!isRolled) return;
  }
}
