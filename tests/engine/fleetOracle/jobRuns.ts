import type { FleetJob, FleetRequest, JobItem, JobRun } from './fleetTypes.ts';
import { count, type LivingReplica, type PoolState } from './poolState.ts';

/** A job's items on their way: so many of them in the pool, the next as soon as one is done. */

export function createRuns(jobs: readonly FleetJob[], horizon: number): JobRun[] {
  return jobs.flatMap(({ job, items }) => {
    const { firstSecond, everySeconds = Number.POSITIVE_INFINITY } = job;
    const starts: number[] = [];
    for (let at = firstSecond; at < horizon; at += everySeconds) starts.push(at);
    return starts.map((startsAt): JobRun => {
      const own = items.map(
        (item): JobItem => ({
          ...item,
          arrival: -1,
          row: { replica: -1, start: -1, firstToken: -1, end: -1, outcome: 'unfinished' },
        }),
      );
      return {
        job,
        startsAt,
        items: own,
        state: 'ahead',
        todo: [...own],
        inPool: new Set(),
        reason: undefined,
        endedAt: Number.POSITIVE_INFINITY,
        owed: undefined,
      };
    });
  });
}

/** An item arrives when it is first handed over, and keeps that instant. */
function handOver(pool: PoolState, run: JobRun, item: JobItem): void {
  if (item.arrival < 0) item.arrival = pool.now;
  item.row.start = -1;
  item.row.firstToken = -1;
  const { arrival, prompt, output, row } = item;
  const request: FleetRequest = { arrival, prompt, output, row, emitted: 0, retried: 0, item: { run, item } };
  pool.followUps.push({ at: pool.now, request });
  pool.received++;
}

/** As many as may be in the pool; with none left the run has ended. */
export function fillPool(pool: PoolState, run: JobRun): void {
  while (run.inPool.size < run.job.inFlight) {
    const item = run.todo.shift();
    if (item === undefined) break;
    run.inPool.add(item);
    handOver(pool, run, item);
  }
  if (run.inPool.size > 0) return;
  run.state = 'ended';
  run.endedAt = pool.now;
  if (run.job.fleet !== undefined) pool.fleetEndsAt = pool.now;
}

/** What a replica has completed is saved whenever it is so much. */
export function completeItem(pool: PoolState, replica: LivingReplica, { run, item }: ItemOfRun): void {
  item.row.outcome = 'completed';
  run.inPool.delete(item);
  const unsaved = [...(replica.unsaved.get(run) ?? []), item];
  replica.unsaved.set(run, unsaved.length >= (run.job.checkpoint ?? 1) ? [] : unsaved);
  fillPool(pool, run);
}

type ItemOfRun = NonNullable<FleetRequest['item']>;

/** One that is refused for good is listed; its place is for the next. */
export function listItem(pool: PoolState, { run, item }: ItemOfRun): void {
  run.inPool.delete(item);
  fillPool(pool, run);
}

/** One that is refused for a time is handed over again at once. */
export function handOverAgain(pool: PoolState, { run, item }: ItemOfRun): void {
  if (pool.living.queueSeconds === 0) throw new Error('an item that may not wait would be refused for ever');
  handOver(pool, run, item);
}

/** What a lost replica had completed and not saved is done again, before all that is still to do, in the order in which it was completed. */
export function redoUnsaved(pool: PoolState, replica: LivingReplica): void {
  for (const run of pool.runs) {
    const items = replica.unsaved.get(run) ?? [];
    if (run.state !== 'running' || items.length === 0) continue;
    for (const item of items) {
      count(pool, 'redone');
      item.row.outcome = 'unfinished';
    }
    run.todo.unshift(...items);
    fillPool(pool, run);
  }
  replica.unsaved.clear();
}
