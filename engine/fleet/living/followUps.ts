import { addEvent } from './calendar.ts';
import { EVENT } from './eventKinds.ts';
import type { LivingPool } from './livingPool.ts';

/** The request in a slot arrives at an instant, after the sources' requests of it: it was lost, or is handed over. */
export function addFollowUp({ followUps, calendar }: LivingPool, now: number, slot: number): void {
  // One event brings all of an instant.
  if (followUps.at(-1)?.at !== now) addEvent(calendar, now, EVENT.FOLLOW_UPS);
  followUps.push({ at: now, slot });
}
