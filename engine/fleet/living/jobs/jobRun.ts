import type { JobArrivalSpec, SimulationSpec } from '../../../scenario/spec.ts';
import type { Rejection } from '../../../usage/usage.ts';
import { itemLengths } from '../../../workload/itemLengths.ts';

/** Where an item of a job is. */
export const ITEM = { TO_DO: 0, IN_POOL: 1, DONE: 2, LISTED: 3 } as const;

export type RunState = 'ahead' | 'running' | 'ended' | 'stopped';

/** One run of a job, with a column an attribute of its items. */
export interface JobRun {
  readonly workload: number;
  readonly account: number;
  readonly job: JobArrivalSpec;
  readonly startsAt: number;
  readonly prompt: Int32Array;
  readonly output: Int32Array;
  /** Instants; −1 where there is none. An item arrives when it is first handed over. */
  readonly arrival: Float64Array;
  readonly start: Float64Array;
  readonly firstToken: Float64Array;
  readonly end: Float64Array;
  readonly replica: Int32Array;
  /** One of ITEM. */
  readonly where: Uint8Array;
  /** Why items are listed that never fit. */
  readonly refused: Map<number, Rejection>;
  /** Items that are done again, before the rest: the next is the last. */
  readonly again: number[];
  /** The first item that has not been handed over. */
  next: number;
  inPool: number;
  state: RunState;
  reason: 'cost-cap' | 'unfinished' | undefined;
  endedAt: number;
  /** Under a cap: what it came to, minimums included. */
  owed: number | undefined;
  redone: number;
}

/** The runs of a pool's jobs that begin in seconds [from, to) of the horizon, job by job. */
export function createRuns(
  spec: SimulationSpec,
  pool: number,
  replication: number,
  from: number,
  to: number,
): readonly JobRun[] {
  return spec.workloads.flatMap((workload, index) => {
    const { arrivals } = workload;
    if (workload.pool !== pool || arrivals.kind !== 'job') return [];
    const { firstSecond, everySeconds = Number.POSITIVE_INFINITY } = arrivals;
    const runs: JobRun[] = [];
    for (let at = firstSecond; at < to; at += everySeconds) {
      if (at >= from) runs.push(createRun(spec, index, arrivals, at, replication));
    }
    return runs;
  });
}

function createRun(
  spec: SimulationSpec,
  index: number,
  job: JobArrivalSpec,
  startsAt: number,
  replication: number,
): JobRun {
  const { items } = job;
  const none = (): Float64Array => new Float64Array(items).fill(-1);
  return {
    workload: index,
    account: spec.accounts.findIndex(({ workload }) => workload === index),
    job,
    startsAt,
    ...itemLengths(spec, index, startsAt, replication),
    arrival: none(),
    start: none(),
    firstToken: none(),
    end: none(),
    replica: new Int32Array(items).fill(-1),
    where: new Uint8Array(items),
    refused: new Map(),
    again: [],
    next: 0,
    inPool: 0,
    state: 'ahead',
    reason: undefined,
    endedAt: Number.POSITIVE_INFINITY,
    owed: undefined,
    redone: 0,
  };
}
