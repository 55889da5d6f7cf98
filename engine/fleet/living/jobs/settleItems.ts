import { freeSlot } from '../../../serving/slots.ts';
import type { Rejection } from '../../../usage/usage.ts';
import { countFleet } from '../../../usage/fleetRecorder.ts';
import type { LivingPool } from '../livingPool.ts';
import { fillPool, handOver } from './fillPool.ts';
import { ITEM, type JobRun } from './jobRun.ts';
import type { ItemOfRun, PoolJobs } from './poolJobs.ts';

/** As many as a batch of requests. */
const TELL_EVERY = 4096;

/** Items that have been completed by the clock, in the order in which they were: the next are handed over at those instants. */
export function settleItems(pool: LivingPool): void {
  const { jobs } = pool;
  if (jobs === undefined || jobs.inPool.done.length === 0) return;
  // Whose slots they had is looked up before the next items take them.
  const done = jobs.inPool.done
    .splice(0)
    .map((each) => ({ ...each, found: takeItem(jobs, each.slot) }))
    .sort((a, b) => a.endSeconds - b.endSeconds || a.replica - b.replica || inTurn(jobs, a.found, b.found));
  for (const { found, replica, startSeconds, firstTokenSeconds, endSeconds } of done) {
    if (found === undefined) continue;
    const { run, item } = found;
    run.start[item] = startSeconds;
    run.firstToken[item] = firstTokenSeconds;
    run.end[item] = endSeconds;
    run.replica[item] = replica;
    run.where[item] = ITEM.DONE;
    run.inPool--;
    noteUnsaved(jobs, replica, run, item);
    fillPool(pool, jobs, run, endSeconds);
  }
  jobs.completed += done.length;
  if (jobs.completed - jobs.told < TELL_EVERY) return;
  jobs.onItems(jobs.completed - jobs.told);
  jobs.told = jobs.completed;
}

/** A replica saves whenever it has completed so many of a run. */
function noteUnsaved({ unsaved }: PoolJobs, replica: number, run: JobRun, item: number): void {
  const { checkpoint = 1 } = run.job;
  if (checkpoint === 1) return;
  const byRun = unsaved.get(replica) ?? new Map<JobRun, number[]>();
  unsaved.set(replica, byRun);
  const items = byRun.get(run) ?? [];
  items.push(item);
  byRun.set(run, items.length >= checkpoint ? [] : items);
}

/** Items that end with one step count in the order of their jobs, and of the items. */
function inTurn({ runs }: PoolJobs, a: ItemOfRun | undefined, b: ItemOfRun | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return runs.indexOf(a.run) - runs.indexOf(b.run) || a.item - b.item;
}

/** The item that a slot holds, which holds it no longer. */
export function takeItem(jobs: PoolJobs, slot: number): ItemOfRun | undefined {
  const found = jobs.itemOf.get(slot);
  jobs.itemOf.delete(slot);
  jobs.inPool.slots.delete(slot);
  return found;
}

/**
 * An item in a slot is refused: for good it is listed, and its place is for the next; for a time it is handed over again. False where the slot holds
 * none.
 */
export function refuseItem(pool: LivingPool, slot: number, why: Rejection, now: number): boolean {
  const { jobs, state } = pool;
  const found = jobs && takeItem(jobs, slot);
  if (jobs === undefined || found === undefined) return false;
  const { run, item } = found;
  freeSlot(state, slot);
  if (run.state !== 'running') return true;
  if (why !== 'context' && why !== 'kv') {
    handOver(pool, jobs, run, item, now);
    return true;
  }
  run.where[item] = ITEM.LISTED;
  run.refused.set(item, why);
  run.inPool--;
  fillPool(pool, jobs, run, now);
  return true;
}

/** What a lost replica had completed and not saved is done again, before all that is still to do. */
export function redoUnsaved(pool: LivingPool, replica: number, now: number): void {
  const { jobs, recorder, isLast } = pool;
  const unsaved = jobs?.unsaved.get(replica);
  if (jobs === undefined || unsaved === undefined) return;
  jobs.unsaved.delete(replica);
  for (const run of jobs.runs) {
    const items = unsaved.get(run) ?? [];
    if (run.state !== 'running' || items.length === 0) continue;
    for (const item of items.toReversed()) {
      countFleet(recorder, 'redone', now, isLast);
      run.where[item] = ITEM.TO_DO;
      run.redone++;
      run.again.push(item);
    }
    fillPool(pool, jobs, run, now);
  }
}
