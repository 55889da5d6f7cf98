import { fillPool } from './jobRuns.ts';
import { capReachedAt, owedAt } from './jobCap.ts';
import { endAllReleases } from './capacity/nodes.ts';
import type { JobRun } from './fleetTypes.ts';
import type { PoolState } from './poolState.ts';
import { endAtOnce } from './replicaSet.ts';
import { setWanted } from './setWanted.ts';

/** When a job begins, lets its replicas go, or is stopped by its cap. */
export function nextOfJobs(pool: PoolState): number {
  return Math.min(
    ...pool.runs.filter(({ state }) => state === 'ahead').map(({ startsAt }) => startsAt),
    pool.fleetEndsAt,
    capReachedAt(pool),
  );
}

/** Replicas that are there only while a job runs are let go at its end, and asked for at its start. */
export function runJobs(pool: PoolState): void {
  if (pool.fleetEndsAt <= pool.now) {
    pool.fleetEndsAt = Number.POSITIVE_INFINITY;
    setWanted(pool, 0);
    if (pool.capped?.job.cap !== undefined) pool.capped.owed = owedAt(pool, pool.capped, pool.now);
  }
  for (const run of pool.runs) {
    if (run.state !== 'ahead' || run.startsAt > pool.now) continue;
    run.state = 'running';
    if (run.job.fleet !== undefined) {
      pool.capped = run;
      setWanted(pool, pool.spec.replicas);
    }
    fillPool(pool, run);
  }
}

/** Everything that the cap pays for ends; what is not done is listed, and arrives now if it never has. */
function stopRun(pool: PoolState, run: JobRun): void {
  if (run.state === 'running') {
    run.reason = 'cost-cap';
    run.endedAt = pool.now;
    for (const item of [...run.todo, ...run.inPool]) {
      if (item.arrival < 0) item.arrival = pool.now;
      item.row.outcome = 'rejected:cost-cap';
    }
    const isOver = ({
      request,
    }: {
      readonly request: { readonly item?: { readonly run: JobRun } };
    }): boolean => request.item?.run === run;
    pool.queue = pool.queue.filter((one) => !isOver(one));
    pool.followUps = pool.followUps.filter((one) => !isOver(one));
  }
  run.state = 'stopped';
  pool.wanted = 0;
  pool.fleetEndsAt = Number.POSITIVE_INFINITY;
  for (const replica of pool.replicas) endAtOnce(pool, replica);
  endAllReleases(pool);
  run.owed = owedAt(pool, run, pool.now);
}

/** Stops what has reached its cap, or would pass it with what was to start now. */
export function keepCap(pool: PoolState): void {
  const { capped } = pool;
  if (capped === undefined || !(pool.isStartRefused || capReachedAt(pool) <= pool.now)) return;
  pool.isStartRefused = false;
  stopRun(pool, capped);
}

/** What is not done a day after the horizon is listed. */
export function endRuns(pool: PoolState, at: number): void {
  for (const run of pool.runs.filter(({ state }) => state === 'running')) {
    run.reason = 'unfinished';
    run.endedAt = at;
    for (const item of run.todo) if (item.arrival < 0) item.arrival = at;
  }
}
