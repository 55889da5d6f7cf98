import { takeSlot } from '../../../serving/slots.ts';
import { createRequestBatch } from '../../../workload/requestBatch.ts';
import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import { addFollowUp } from '../followUps.ts';
import type { LivingPool } from '../livingPool.ts';
import { ITEM, type JobRun } from './jobRun.ts';
import type { PoolJobs } from './poolJobs.ts';

const row = createRequestBatch(1);

/** Hands over as many items as may be in the pool at a time; with none left the run has ended. */
export function fillPool(pool: LivingPool, jobs: PoolJobs, run: JobRun, now: number): void {
  const { items, inFlight, fleet } = run.job;
  while (run.inPool < inFlight) {
    const item = run.again.pop() ?? (run.next < items ? run.next++ : undefined);
    if (item === undefined) break;
    run.inPool++;
    run.where[item] = ITEM.IN_POOL;
    handOver(pool, jobs, run, item, now);
  }
  if (run.inPool > 0) return;
  run.state = 'ended';
  run.endedAt = now;
  pool.state.countedInFlight--;
  if (fleet === undefined) return;
  jobs.fleetEndsAt = now;
  addEvent(pool.calendar, now, EVENT.JOBS);
}

/** An item arrives after the sources' requests of the instant; the first time counts as its arrival. */
export function handOver(pool: LivingPool, jobs: PoolJobs, run: JobRun, item: number, now: number): void {
  if (run.arrival[item] < 0) run.arrival[item] = now;
  row.arrivalSeconds[0] = run.arrival[item];
  row.promptTokens[0] = run.prompt[item];
  row.outputTokens[0] = run.output[item];
  row.account[0] = run.account;
  row.sequence[0] = -1;
  const slot = takeSlot(pool.state, row, 0, 0);
  if (slot < 0) throw new RangeError('a pool has room for the items of its jobs');
  jobs.inPool.slots.add(slot);
  jobs.itemOf.set(slot, { run, item });
  addFollowUp(pool, now, slot);
}
