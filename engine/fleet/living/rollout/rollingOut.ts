import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { nextRollStep, type RollStep } from './rollStep.ts';
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
export function dateRollout(pool: LivingPool, now: number): void {
  if (dueRollStep(pool) !== undefined) addEvent(pool.calendar, now, EVENT.SETTLE);
}

/** What is to be done next in a rollout; nothing once a job's cap has refused a start. */
export function dueRollStep(pool: LivingPool): RollStep | undefined {
  if (pool.oldUntil === 0 || pool.jobs?.isStartRefused === true) return undefined;
  return nextRollStep(pool, versionsOf(pool));
}
