import {
  recordCompletion,
  recordItemLate,
  recordRejection,
  recordUnfinished,
  type RequestObserver,
} from '../../../usage/windowRecorder.ts';
import type { JobUsage } from '../../../usage/jobUsage.ts';
import { SLOT } from '../../../usage/requestSlot.ts';
import { REJECTIONS, type Rejection } from '../../../usage/usage.ts';
import type { LivingPool } from '../livingPool.ts';
import { ITEM, type JobRun } from './jobRun.ts';
import { listAll } from './runJobs.ts';

const { ARRIVAL, CACHED, COMPLETED_AT, EMITTED, FIRST_TOKEN, OUTPUT, PROMPT, SCHEDULED, SLOT_STRIDE } = SLOT;
const row = new Float64Array(SLOT_STRIDE);

/** Runs that are not done by an instant are given up, and what became of all items is booked and told, run by run. */
export function endJobs(
  pool: LivingPool,
  now: number,
  observer: RequestObserver | undefined,
): readonly JobUsage[] | undefined {
  return pool.jobs?.runs.map((run) => {
    if (run.state === 'running') {
      listAll(pool, run, now, 'unfinished');
      run.state = 'stopped';
    }
    for (let item = 0; item < run.job.items; item++) bookItem(pool, run, item, observer);
    const { workload, startsAt, endedAt, job, redone, reason, owed } = run;
    const listed = Int32Array.from(run.where.keys()).filter((item) => run.where[item] !== ITEM.DONE);
    return {
      workload,
      startSeconds: startsAt,
      endSeconds: endedAt,
      items: job.items,
      done: job.items - listed.length,
      redone,
      ...(listed.length > 0 && { listed }),
      ...(reason !== undefined && { reason }),
      ...(owed !== undefined && { owed }),
    };
  });
}

function bookItem(pool: LivingPool, run: JobRun, item: number, observer: RequestObserver | undefined): void {
  const { recorder } = pool.state;
  const { account, job, startsAt } = run;
  const isDone = run.where[item] === ITEM.DONE;
  const rejection: Rejection | undefined = isDone
    ? undefined
    : (run.refused.get(item) ?? (run.reason === 'cost-cap' ? 'cost-cap' : undefined));
  row[ARRIVAL] = run.arrival[item] < 0 ? startsAt : run.arrival[item];
  row[SCHEDULED] = isDone ? run.start[item] : -1;
  row[FIRST_TOKEN] = isDone ? run.firstToken[item] : -1;
  row[PROMPT] = run.prompt[item];
  row[OUTPUT] = run.output[item];
  row[CACHED] = 0;
  row[EMITTED] = 0;
  row[COMPLETED_AT] = isDone ? run.end[item] : -1;
  if (isDone) {
    recordCompletion(recorder, account, pool.state.poolIndex, row, 0);
    const { deadlineSeconds = Number.POSITIVE_INFINITY } = job;
    if (run.end[item] > startsAt + deadlineSeconds) recordItemLate(recorder, account, row[ARRIVAL]);
  } else if (rejection === undefined) recordUnfinished(recorder, account, row[ARRIVAL]);
  else recordRejection(recorder, account, row[ARRIVAL], REJECTIONS.indexOf(rejection));
  observer?.({
    sequence: -1,
    account,
    pool: pool.state.poolIndex,
    replica: isDone ? run.replica[item] : -1,
    arrivalSeconds: row[ARRIVAL],
    promptTokens: row[PROMPT],
    cachedTokens: 0,
    outputTokens: row[OUTPUT],
    startSeconds: row[SCHEDULED],
    firstTokenSeconds: row[FIRST_TOKEN],
    endSeconds: row[COMPLETED_AT],
    ...(rejection !== undefined && { rejection }),
  });
}
