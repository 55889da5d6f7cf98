import { gpusPerNode } from '../../../scenario/living/capacity/paidNode.ts';
import { freeSlot } from '../../../serving/slots.ts';
import { leavePoolQueue, waitInPool } from '../../poolQueue.ts';
import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import { endReleases } from '../releaseDrained.ts';
import { endAtOnce } from '../replicaLives.ts';
import { PHASE } from '../replicaSet.ts';
import { scaleTo } from '../scaleTo.ts';
import { createCapMeter, owedAt } from './capMeter.ts';
import { fillPool } from './fillPool.ts';
import { ITEM, type JobRun } from './jobRun.ts';
import type { PoolJobs } from './poolJobs.ts';
import { takeItem } from './settleItems.ts';

/** Puts the beginnings of a pool's runs on its calendar. */
export function dateRuns({ jobs, calendar }: LivingPool): void {
  for (const { startsAt } of jobs?.runs ?? []) addEvent(calendar, startsAt, EVENT.JOBS);
}

/** The replicas of a job that has ended are let go, and jobs begin. */
export function runJobs(pool: LivingPool, jobs: PoolJobs, now: number): void {
  if (jobs.fleetEndsAt <= now) {
    jobs.fleetEndsAt = Number.POSITIVE_INFINITY;
    scaleTo(pool, now, 0);
    if (jobs.meter !== undefined && jobs.fleetOf !== undefined) jobs.fleetOf.owed = owedAt(jobs.meter, now);
  }
  for (const run of jobs.runs) {
    if (run.state !== 'ahead' || run.startsAt > now) continue;
    run.state = 'running';
    const { fleet, cap } = run.job;
    if (fleet !== undefined) {
      jobs.fleetOf = run;
      jobs.meter = cap && createCapMeter(cap, gpusPerNode(pool.state.spec), now);
      scaleTo(pool, now, pool.start);
    }
    fillPool(pool, jobs, run, now);
  }
}

/** The cap is reached: all that it pays for ends; what is not done is listed, and arrives now if it never has. */
export function stopAtCap(pool: LivingPool, jobs: PoolJobs, now: number, version: number): void {
  const { fleetOf: run, meter } = jobs;
  if (run === undefined || meter === undefined || run.state === 'stopped') return;
  if (!jobs.isStartRefused && version !== meter.version) return;
  jobs.isStartRefused = false;
  if (run.state === 'running') listAll(pool, run, now, 'cost-cap');
  run.state = 'stopped';
  dropItems(pool, jobs, run);
  pool.wanted = 0;
  jobs.fleetEndsAt = Number.POSITIVE_INFINITY;
  for (let r = 0; r < pool.set.capacity; r++) if (pool.set.phase[r] !== PHASE.FREE) endAtOnce(pool, now, r);
  endReleases(pool, now);
  run.owed = owedAt(meter, now);
}

/** What a run has not done is listed, with the reason. */
export function listAll(
  pool: LivingPool,
  run: JobRun,
  now: number,
  reason: NonNullable<JobRun['reason']>,
): void {
  run.reason = reason;
  run.endedAt = now;
  pool.state.countedInFlight--;
  for (let item = 0; item < run.job.items; item++) {
    if (run.where[item] === ITEM.DONE || run.where[item] === ITEM.LISTED) continue;
    run.where[item] = ITEM.LISTED;
    if (run.arrival[item] < 0) run.arrival[item] = now;
  }
}

/** Items of a run that wait for a replica, or are about to arrive, are there no longer. */
function dropItems(pool: LivingPool, jobs: PoolJobs, run: JobRun): void {
  const { state } = pool;
  const isDropped = (slot: number): boolean => {
    if (jobs.itemOf.get(slot)?.run !== run) return false;
    takeItem(jobs, slot);
    freeSlot(state, slot);
    return true;
  };
  for (let left = state.queued; left > 0; left--) {
    const waitsSince = state.admission[state.queueHead];
    const slot = leavePoolQueue(state);
    if (isDropped(slot)) continue;
    waitInPool(state, slot);
    state.admission[slot] = waitsSince;
  }
  pool.followUps = pool.followUps.filter(({ slot }) => !isDropped(slot));
}
