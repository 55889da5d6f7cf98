import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { Instants } from './instants.ts';
import type { LivingPool } from '../livingPool.ts';

/** Failures marked as drawn: the next of the same is dated when one is there. */
export const DRAWN = 1;

/** Puts what is written down and what is drawn on a new pool's calendar. */
export function dateMishaps(pool: LivingPool, from: number): void {
  const { calendar, mishaps, living } = pool;
  for (const { second, replica } of living.failures?.at ?? []) {
    if (second >= from) addEvent(calendar, second, EVENT.FAILURE, replica);
  }
  dateFailures(pool);
  mishaps.zoneFailures.forEach(({ next }, zone) => addEvent(calendar, next, EVENT.ZONE_FAILURE, zone));
  mishaps.zoneNotices.forEach(({ next }, zone) => addEvent(calendar, next, EVENT.ZONE_NOTICE, zone));
}

/** Numbers that are new since the last time have their failures, too. */
export function dateFailures({ calendar, mishaps, set }: LivingPool): void {
  for (let replica = mishaps.dated.length; replica < set.capacity; replica++) {
    const instants = mishaps.failures(replica);
    if (instants === undefined) return;
    mishaps.dated.push(instants);
    addEvent(calendar, instants.next, EVENT.FAILURE, replica, DRAWN);
  }
}

/** The one that is due has come: the next is dated. */
export function dateNext({ calendar }: LivingPool, instants: Instants, kind: number, subject: number): void {
  instants.advance();
  addEvent(calendar, instants.next, kind, subject, DRAWN);
}
