import type { SimulationSpec } from '../scenario/spec.ts';
import { SKETCH_BINS } from '../statistics/latencySketch.ts';
import { clientsRetry } from '../scenario/clientsRetry.ts';
import { type FleetUsage, steadyFleet } from './fleetUsage.ts';
import { legsOf } from './legs.ts';
import { steadyPaid } from './paidHours.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountHours,
  type Latency,
  type LegUsage,
  LATENCIES,
  type OverloadStop,
  type PoolTotals,
  type Rejection,
  REJECTIONS,
  type WindowUsage,
  WORK_COLUMNS,
  WORK_STRIDE,
  type WorkloadUsage,
} from './usage.ts';
import { ACCOUNT_STRIDE, createWindowRecorder, TOTAL, type WindowRecorder } from './windowRecorder.ts';

/** What stood when a window's arrivals stopped, a pool. */
export interface WindowEnd {
  readonly inFlight: number;
  readonly waiting: number;
  /** Of a living pool. */
  readonly fleet?: FleetUsage;
}

/**
 * Turns what a window's hot loop wrote into the plain value that is stored and merged; `fullLoad` has for each pool
 * the seconds at full load of each hour.
 */
export function windowUsage(
  recorder: WindowRecorder,
  spec: SimulationSpec,
  ends: readonly WindowEnd[],
  fullLoad: readonly Float64Array[],
  simulatedRequests: number,
  stop?: OverloadStop,
): WindowUsage {
  const { hours, firstHour, busy, working } = recorder;
  return {
    firstHour,
    hours,
    accounts: spec.accounts.map((_, account) => accountHours(recorder, account)),
    legs: legsOf(spec).map(({ account, pool }, leg) => ({ account, pool, ...workHours(recorder, leg) })),
    workloads: spec.workloads.map((_, workload) => workloadUsage(recorder, workload)),
    pools: spec.pools.map((pool, index) => {
      const busySeconds = busy.slice(index * hours, (index + 1) * hours);
      return {
        busySeconds,
        fullLoadSeconds: fullLoad[index],
        ...(working[index] && { workingSeconds: working[index] }),
        usedSeconds: fullLoad[index].map((seconds, h) => Math.min(seconds, busySeconds[h])),
        paid: steadyPaid(pool.replicas, firstHour, hours),
        ...ends[index].fleet,
        totals: poolTotals(recorder, index, ends[index]),
      };
    }),
    simulatedRequests,
    ...(stop === undefined ? {} : { stop }),
  };
}

/** A window that was not simulated: nothing came, and the replicas were there. */
export function emptyWindow(spec: SimulationSpec, firstHour: number, hours: number): WindowUsage {
  const ends = spec.pools.map((pool, index) => ({
    inFlight: 0,
    waiting: 0,
    ...(pool.living !== undefined && {
      fleet: steadyFleet(pool, firstHour, hours, clientsRetry(spec, index)),
    }),
  }));
  const fullLoad = spec.pools.map(() => new Float64Array(hours));
  return windowUsage(createWindowRecorder(spec, firstHour, hours), spec, ends, fullLoad, 0);
}

function workHours({ hours, workRows }: WindowRecorder, leg: number): Omit<LegUsage, 'account' | 'pool'> {
  const stride = WORK_STRIDE;
  return named(WORK_COLUMNS, (at) =>
    Float64Array.from({ length: hours }, (_, hour) => workRows[(leg * hours + hour) * stride + at]),
  );
}

function accountHours(recorder: WindowRecorder, account: number): AccountHours {
  const { hours, accountRows } = recorder;
  const column = (at: number): Float64Array =>
    Float64Array.from(
      { length: hours },
      (_, hour) => accountRows[(account * hours + hour) * ACCOUNT_STRIDE + at],
    );
  return named(ACCOUNT_COLUMNS, column);
}

function workloadUsage(recorder: WindowRecorder, workload: number): WorkloadUsage {
  const { sums, bins, rejectedBy } = recorder;
  const tpot = LATENCIES.indexOf('tpot');
  const count = (index: number): number => sums[workload * 8 + 4 + (index === tpot ? tpot : 0)];
  return {
    sketches: named<Latency, Float64Array>(LATENCIES, (index) => {
      const at = (workload * LATENCIES.length + index) * SKETCH_BINS;
      return Float64Array.from(bins.subarray(at, at + SKETCH_BINS));
    }),
    sums: named<Latency, number>(LATENCIES, (index) => sums[workload * 8 + index]),
    counts: named<Latency, number>(LATENCIES, count),
    rejectedBy: named<Rejection, number>(
      REJECTIONS,
      (index) => rejectedBy[workload * REJECTIONS.length + index],
    ),
  };
}

function poolTotals(recorder: WindowRecorder, pool: number, end: WindowEnd): PoolTotals {
  const at = (column: number): number => recorder.totals[pool * TOTAL.TOTALS + column];
  return {
    steps: at(TOTAL.STEPS),
    preemptions: at(TOTAL.PREEMPTIONS),
    kvPeakBlocks: at(TOTAL.KV_PEAK_BLOCKS),
    prefillSeconds: at(TOTAL.PREFILL_SECONDS),
    decodeSeconds: at(TOTAL.DECODE_SECONDS),
    computeBoundSeconds: at(TOTAL.COMPUTE_BOUND_SECONDS),
    blockedBySlotsSeconds: at(TOTAL.BLOCKED_SECONDS),
    blockedByKvSeconds: at(TOTAL.BLOCKED_SECONDS + 1),
    blockedByBudgetSeconds: at(TOTAL.BLOCKED_SECONDS + 2),
    inFlightAtEnd: end.inFlight,
    waitingAtEnd: end.waiting,
    drainSeconds: Math.max(0, at(TOTAL.LAST_COMPLETION) - (recorder.firstHour + recorder.hours) * 3600),
  };
}

function named<K extends string, T>(names: readonly K[], of: (index: number) => T): Record<K, T> {
  return Object.fromEntries(names.map((name, index) => [name, of(index)])) as Record<K, T>;
}
