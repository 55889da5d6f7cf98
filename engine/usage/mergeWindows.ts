import type { JobUsage } from './jobUsage.ts';
import { FLEET_COUNTS, type FleetCount, noFleetCounts } from './fleetRecorder.ts';
import { SKETCH_BINS } from '../statistics/latencySketch.ts';
import { joinPaid, type PaidPart } from './mergePaid.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountHours,
  LATENCIES,
  type LegUsage,
  noRejections,
  type OverloadStop,
  type PoolEnd,
  type PoolTotals,
  type PoolUsage,
  poolColumns,
  REJECTIONS,
  type Usage,
  type WindowUsage,
  WORK_COLUMNS,
  type WorkHours,
  type WorkloadUsage,
} from './usage.ts';

/** A window and the real days it stands for: the first hour of each, in the horizon. */
export interface MergeRow {
  readonly window: WindowUsage;
  readonly days: readonly number[];
}

/** Totals that add up over windows; the others say how things stood at an end, or at a peak. */
const SUMMED_TOTALS = [
  'steps',
  'preemptions',
  'prefillSeconds',
  'decodeSeconds',
  'computeBoundSeconds',
  'blockedBySlotsSeconds',
  'blockedByKvSeconds',
  'blockedByBudgetSeconds',
] as const satisfies readonly (keyof PoolTotals)[];
const END_TOTALS = [
  'inFlightAtEnd',
  'waitingAtEnd',
  'drainSeconds',
] as const satisfies readonly (keyof PoolTotals)[];

/**
 * Joins the windows of one replication into the usage of hours [firstHour, firstHour + hours),
 * by default the whole span from hour 0 that the rows cover. Hourly rows are copied to each
 * day a window stands for; histograms, sums and totals are weighted by the number of those
 * days. The order of the rows fixes the order of every addition, so equal rows in equal order
 * give equal bytes. A result is itself a window, so neighbours may be merged in any grouping. Each row's window is
 * asked for once, and not needed once it is added.
 *
 * Throws `RangeError` where an hour is covered twice, not at all, or lies outside, and for a
 * window that stands for no day.
 */
export function mergeWindows(
  rows: readonly MergeRow[],
  section?: { readonly firstHour: number; readonly hours: number },
): WindowUsage {
  if (rows.length === 0) throw new RangeError('there is no window to merge');
  const firstHour = section?.firstHour ?? 0;
  const hours = section?.hours ?? lastHourOf(rows) - firstHour;
  const covered = new Uint8Array(hours);
  let merged: Merging | undefined;
  for (const { window, days } of rows) {
    cover(covered, window, days, firstHour);
    merged ??= emptyMerging(window, firstHour, hours);
    addWindow(merged, window, days);
  }
  const gap = covered.indexOf(0);
  if (gap >= 0) throw new RangeError(`hour ${gap + firstHour} is covered by no window`);
  const { accounts, legs, workloads, pools, simulatedRequests, stop } = merged as Merging;
  return {
    firstHour,
    hours,
    accounts,
    legs,
    workloads,
    pools: pools.map(({ lastDay: _lastDay, paid, ...pool }) => ({ ...pool, paid: joinPaid(paid) })),
    simulatedRequests,
    ...(stop === undefined ? {} : { stop }),
  };
}

/** The usage of a run: the rows of each replication, merged. Throws as `mergeWindows` does. */
export function mergeReplications(replications: readonly (readonly MergeRow[])[], hours: number): Usage {
  const merged = replications.map((rows) => mergeWindows(rows, { firstHour: 0, hours }));
  return {
    hours,
    replications: merged,
    simulatedRequests: merged.reduce((sum, { simulatedRequests }) => sum + simulatedRequests, 0),
    windows: replications.reduce((sum, rows) => sum + rows.length, 0),
  };
}

function lastHourOf(rows: readonly MergeRow[]): number {
  let last = 0;
  for (const { window, days } of rows) for (const day of days) last = Math.max(last, day + window.hours);
  return last;
}

function cover(covered: Uint8Array, window: WindowUsage, days: readonly number[], firstHour: number): void {
  if (days.length === 0) throw new RangeError('a window stands for no day');
  for (const day of days) {
    for (let h = day - firstHour; h < day - firstHour + window.hours; h++) {
      if (!(h >= 0 && h < covered.length))
        throw new RangeError(`hour ${h + firstHour} is outside the horizon`);
      if (covered[h]++ > 0) throw new RangeError(`hour ${h + firstHour} is covered twice`);
    }
  }
}

interface MergingPool extends Omit<PoolUsage, 'paid' | 'fleetCounts' | 'retries' | 'jobs'> {
  retries?: number;
  readonly jobs?: JobUsage[];
  readonly fleetCounts?: Record<FleetCount, number>;
  /** Rows of the windows so far, and the hour at which each stretch begins. */
  readonly paid: PaidPart[];
  worstEnd?: PoolEnd;
  /** Of the windows so far: the totals of how things stood at an end are of the last. */
  lastDay: number;
}

/** What the windows so far add up to. */
interface Merging {
  readonly firstHour: number;
  readonly accounts: readonly AccountHours[];
  readonly legs: readonly LegUsage[];
  readonly workloads: readonly WorkloadUsage[];
  readonly pools: readonly MergingPool[];
  simulatedRequests: number;
  /** Of the first that was given up. */
  stop?: OverloadStop;
}

function emptyMerging(model: WindowUsage, firstHour: number, hours: number): Merging {
  const column = () => new Float64Array(hours);
  const sketch = () => new Float64Array(SKETCH_BINS);
  return {
    firstHour,
    accounts: model.accounts.map(
      () => Object.fromEntries(ACCOUNT_COLUMNS.map((name) => [name, column()])) as unknown as AccountHours,
    ),
    legs: model.legs.map(({ account, pool }) => ({
      account,
      pool,
      ...(Object.fromEntries(WORK_COLUMNS.map((name) => [name, column()])) as unknown as WorkHours),
    })),
    workloads: model.workloads.map(() => ({
      sketches: { ttft: sketch(), tpot: sketch(), endToEnd: sketch(), queue: sketch() },
      sums: { ttft: 0, tpot: 0, endToEnd: 0, queue: 0 },
      counts: { ttft: 0, tpot: 0, endToEnd: 0, queue: 0 },
      rejectedBy: noRejections(),
    })),
    pools: model.pools.map((pool) => ({
      ...(Object.fromEntries(poolColumns(pool).map((name) => [name, column()])) as unknown as Omit<
        PoolUsage,
        'paid' | 'fleetCounts' | 'retries' | 'jobs'
      >),
      ...(pool.fleetCounts === undefined ? {} : { fleetCounts: noFleetCounts() }),
      ...(pool.retries === undefined ? {} : { retries: 0 }),
      ...(pool.jobs === undefined ? {} : { jobs: [] }),
      paid: [],
      totals: {
        steps: 0,
        preemptions: 0,
        kvPeakBlocks: 0,
        prefillSeconds: 0,
        decodeSeconds: 0,
        computeBoundSeconds: 0,
        blockedBySlotsSeconds: 0,
        blockedByKvSeconds: 0,
        blockedByBudgetSeconds: 0,
        inFlightAtEnd: 0,
        waitingAtEnd: 0,
        drainSeconds: 0,
      },
      lastDay: -2,
    })),
    simulatedRequests: 0,
  };
}

function addWindow(merged: Merging, window: WindowUsage, days: readonly number[]): void {
  const { firstHour } = merged;
  merged.accounts.forEach((account, a) => {
    for (const name of ACCOUNT_COLUMNS) spread(account[name], window.accounts[a][name], days, firstHour);
  });
  merged.legs.forEach((leg, l) => {
    for (const name of WORK_COLUMNS) spread(leg[name], window.legs[l][name], days, firstHour);
  });
  merged.workloads.forEach((workload, w) => addWorkload(workload, window.workloads[w], days.length));
  merged.pools.forEach((pool, p) => addPool(pool, window, p, days, firstHour));
  merged.simulatedRequests += window.simulatedRequests;
  if (merged.stop === undefined && window.stop !== undefined) merged.stop = window.stop;
}

/** Lays a window's hourly column on the days it stands for. */
function spread(to: Float64Array, values: Float64Array, days: readonly number[], firstHour: number): void {
  for (const day of days) to.set(values, day - firstHour);
}

function addWorkload(to: WorkloadUsage, part: WorkloadUsage, weight: number): void {
  for (const latency of LATENCIES) {
    const sketch = to.sketches[latency];
    const from = part.sketches[latency];
    for (let bin = 0; bin < SKETCH_BINS; bin++) sketch[bin] += weight * from[bin];
    to.sums[latency] += weight * part.sums[latency];
    to.counts[latency] += weight * part.counts[latency];
  }
  for (const reason of REJECTIONS) to.rejectedBy[reason] += weight * part.rejectedBy[reason];
}

function addPool(
  to: MergingPool,
  window: WindowUsage,
  index: number,
  days: readonly number[],
  firstHour: number,
): void {
  const { totals } = to;
  const part = window.pools[index];
  for (const name of poolColumns(to))
    spread(to[name] as Float64Array, part[name] as Float64Array, days, firstHour);
  for (const day of days) to.paid.push({ paid: part.paid, firstHour: day - firstHour });
  for (const name of FLEET_COUNTS) {
    if (to.fleetCounts !== undefined) to.fleetCounts[name] += days.length * (part.fleetCounts?.[name] ?? 0);
  }
  if (to.retries !== undefined) to.retries += days.length * (part.retries ?? 0);
  to.jobs?.push(...(part.jobs ?? []));
  for (const name of SUMMED_TOTALS) totals[name] += days.length * part.totals[name];
  totals.kvPeakBlocks = Math.max(totals.kvPeakBlocks, part.totals.kvPeakBlocks);
  const last = lastDay(days);
  if (last > to.lastDay) {
    to.lastDay = last;
    for (const name of END_TOTALS) totals[name] = part.totals[name];
  }
  const end = endOf(window, days, index);
  if (to.worstEnd === undefined || isWorse(end, to.worstEnd)) to.worstEnd = end;
}

function lastDay(days: readonly number[]): number {
  return days.reduce((last, day) => Math.max(last, day), -1);
}

function endOf(window: WindowUsage, days: readonly number[], pool: number): PoolEnd {
  const { totals, worstEnd } = window.pools[pool];
  // A merged window keeps its own worst end, moved with it to the first day it stands for.
  if (worstEnd !== undefined)
    return { ...worstEnd, firstHour: worstEnd.firstHour - window.firstHour + days[0] };
  const { inFlightAtEnd, waitingAtEnd, drainSeconds } = totals;
  return { firstHour: days[0], hours: window.hours, inFlightAtEnd, waitingAtEnd, drainSeconds };
}

/** Total order, so that the result does not depend on how neighbours were grouped. */
function isWorse(a: PoolEnd, b: PoolEnd): boolean {
  return (
    (a.waitingAtEnd - b.waitingAtEnd || a.drainSeconds - b.drainSeconds || b.firstHour - a.firstHour) > 0
  );
}
