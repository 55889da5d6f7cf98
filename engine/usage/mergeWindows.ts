import { SKETCH_BINS } from '../statistics/latencySketch.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountHours,
  LATENCIES,
  type PoolEnd,
  type PoolTotals,
  type PoolUsage,
  REJECTIONS,
  type Usage,
  type WindowUsage,
  type WorkloadUsage,
} from './usage.ts';

/** A window and the real days it stands for: the first hour of each, in the horizon. */
export interface MergeRow {
  readonly window: WindowUsage;
  readonly days: readonly number[];
}

/** Totals that add up over windows; the others say how things stood at an end or a peak. */
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

/**
 * Joins the windows of one replication into the usage of hours [firstHour, firstHour + hours),
 * by default the whole span from hour 0 that the rows cover. Hourly rows are copied to each
 * day a window stands for; histograms, sums and totals are weighted by the number of those
 * days. The order of the rows fixes the order of every addition, so equal rows in equal order
 * give equal bytes. A result is itself a window, so neighbours may be merged in any grouping.
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
  checkCoverage(rows, firstHour, hours);
  const model = rows[0].window;
  return {
    firstHour,
    hours,
    accounts: model.accounts.map((_, a) => mergeAccount(rows, a, firstHour, hours)),
    workloads: model.workloads.map((_, w) => mergeWorkload(rows, w)),
    pools: model.pools.map((_, p) => mergePool(rows, p, firstHour, hours)),
    simulatedRequests: rows.reduce((sum, { window }) => sum + window.simulatedRequests, 0),
    ...stopOf(rows),
  };
}

/** The first row's that was given up. */
function stopOf(rows: readonly MergeRow[]): Pick<WindowUsage, 'stop'> {
  const stop = rows.find(({ window }) => window.stop !== undefined)?.window.stop;
  return stop === undefined ? {} : { stop };
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

function checkCoverage(rows: readonly MergeRow[], firstHour: number, hours: number): void {
  const covered = new Uint8Array(hours);
  for (const { window, days } of rows) {
    if (days.length === 0) throw new RangeError('a window stands for no day');
    for (const day of days) {
      for (let h = day - firstHour; h < day - firstHour + window.hours; h++) {
        if (!(h >= 0 && h < hours)) throw new RangeError(`hour ${h + firstHour} is outside the horizon`);
        if (covered[h]++ > 0) throw new RangeError(`hour ${h + firstHour} is covered twice`);
      }
    }
  }
  const gap = covered.indexOf(0);
  if (gap >= 0) throw new RangeError(`hour ${gap + firstHour} is covered by no window`);
}

/** Lays each window's hourly column on the days it stands for. */
function spread(
  rows: readonly MergeRow[],
  firstHour: number,
  hours: number,
  column: (window: WindowUsage) => Float64Array,
): Float64Array {
  const out = new Float64Array(hours);
  for (const { window, days } of rows) {
    const values = column(window);
    for (const day of days) out.set(values, day - firstHour);
  }
  return out;
}

function mergeAccount(
  rows: readonly MergeRow[],
  account: number,
  firstHour: number,
  hours: number,
): AccountHours {
  const columns = ACCOUNT_COLUMNS.map(
    (name) => [name, spread(rows, firstHour, hours, (window) => window.accounts[account][name])] as const,
  );
  return Object.fromEntries(columns) as unknown as AccountHours;
}

function mergeWorkload(rows: readonly MergeRow[], workload: number): WorkloadUsage {
  const merged: WorkloadUsage = {
    sketches: {
      ttft: new Float64Array(SKETCH_BINS),
      tpot: new Float64Array(SKETCH_BINS),
      endToEnd: new Float64Array(SKETCH_BINS),
      queue: new Float64Array(SKETCH_BINS),
    },
    sums: { ttft: 0, tpot: 0, endToEnd: 0, queue: 0 },
    counts: { ttft: 0, tpot: 0, endToEnd: 0, queue: 0 },
    rejectedBy: { context: 0, kv: 0 },
  };
  for (const { window, days } of rows) {
    const weight = days.length;
    const part = window.workloads[workload];
    for (const latency of LATENCIES) {
      const to = merged.sketches[latency];
      const from = part.sketches[latency];
      for (let bin = 0; bin < SKETCH_BINS; bin++) to[bin] += weight * from[bin];
      merged.sums[latency] += weight * part.sums[latency];
      merged.counts[latency] += weight * part.counts[latency];
    }
    for (const reason of REJECTIONS) merged.rejectedBy[reason] += weight * part.rejectedBy[reason];
  }
  return merged;
}

function mergePool(rows: readonly MergeRow[], pool: number, firstHour: number, hours: number): PoolUsage {
  const last = rows.reduce((found, row) => (lastDay(row) > lastDay(found) ? row : found)).window.pools[pool]
    .totals;
  const totals: PoolTotals = {
    steps: 0,
    preemptions: 0,
    kvPeakBlocks: 0,
    prefillSeconds: 0,
    decodeSeconds: 0,
    computeBoundSeconds: 0,
    blockedBySlotsSeconds: 0,
    blockedByKvSeconds: 0,
    blockedByBudgetSeconds: 0,
    inFlightAtEnd: last.inFlightAtEnd,
    waitingAtEnd: last.waitingAtEnd,
    drainSeconds: last.drainSeconds,
  };
  let worst = endOf(rows[0], pool);
  for (const row of rows) {
    const part = row.window.pools[pool];
    for (const name of SUMMED_TOTALS) totals[name] += row.days.length * part.totals[name];
    totals.kvPeakBlocks = Math.max(totals.kvPeakBlocks, part.totals.kvPeakBlocks);
    const end = endOf(row, pool);
    if (isWorse(end, worst)) worst = end;
  }
  return {
    busySeconds: spread(rows, firstHour, hours, (window) => window.pools[pool].busySeconds),
    replicaHours: spread(rows, firstHour, hours, (window) => window.pools[pool].replicaHours),
    totals,
    worstEnd: worst,
  };
}

function lastDay({ days }: MergeRow): number {
  return days.reduce((last, day) => Math.max(last, day), -1);
}

function endOf({ window, days }: MergeRow, pool: number): PoolEnd {
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
