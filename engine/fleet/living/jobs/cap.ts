import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { capReachedAt, owedAt } from './capMeter.ts';

/** Puts on the calendar when the cap is reached as things stand. */
export function dateCap({ jobs, calendar, handling }: LivingPool, now: number): void {
  const { meter, fleetOf } = jobs ?? {};
  if (meter === undefined || fleetOf?.state === 'stopped') return;
  const at = capReachedAt(meter);
  // What fails at the instant at which the cap is reached comes before it; repairs and starts come after.
  const isAhead = at > now || handling < EVENT.COST_CAP;
  addEvent(calendar, at, isAhead ? EVENT.COST_CAP : EVENT.CAP_NOW, 0, meter.version);
}

/** Whether so many nodes of a kind more would take what is owed past the cap: then they are not paid, and the job stops at this instant. */
export function refusesStart(pool: LivingPool, now: number, kind: number, nodes: number): boolean {
  const { jobs } = pool;
  const { meter, fleetOf } = jobs ?? {};
  if (jobs === undefined || meter === undefined || fleetOf?.state === 'stopped') return false;
  const started = meter.cap.byKind.map((_, k) => (k === kind ? nodes : 0));
  if (!jobs.isStartRefused && owedAt(meter, now, started) <= meter.cap.amount) return false;
  if (!jobs.isStartRefused) addEvent(pool.calendar, now, EVENT.CAP_NOW, 0, meter.version);
  jobs.isStartRefused = true;
  return true;
}
