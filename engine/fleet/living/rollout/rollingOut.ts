import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { nextRollStep } from './rollStep.ts';
import { versionsOf } from './versions.ts';

/** Whether replicas of an old version are left. */
export function isRollingOut(pool: LivingPool): boolean {
  return pool.oldUntil > 0 && versionsOf(pool).old > 0;
}

/** Puts the rollouts that are ahead at `from` on a new pool's calendar. */
export function dateRollouts({ calendar, living }: LivingPool, from: number): void {
  for (const second of living.rollout?.seconds ?? []) {
    if (second >= from) addEvent(calendar, second, EVENT.ROLLOUT);
  }
}

/** Dates that a rollout goes on, where there is something to do in it. */
export function dateRollOn(pool: LivingPool, now: number): void {
  if (pool.oldUntil > 0 && nextRollStep(pool, versionsOf(pool)) !== undefined)
    addEvent(pool.calendar, now, EVENT.ROLL_ON);
}
