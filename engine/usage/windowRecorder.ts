import type { SimulationSpec } from '../scenario/spec.ts';
import { SKETCH_BINS, SKETCH_OFFSET, SKETCH_SHIFT } from '../statistics/latencySketch.ts';
import { ACCOUNT_COLUMNS, type AccountHours, LATENCIES, type PoolTotals, type PoolUsage, REJECTIONS, type WindowUsage, type WorkloadUsage } from './usage.ts';

const HOUR = 3600;
/** Columns of ACCOUNT_COLUMNS, padded so that a row is one cache line. */
const ROW = 8;
const ARRIVED = ACCOUNT_COLUMNS.indexOf('arrived');
const COMPLETED = ACCOUNT_COLUMNS.indexOf('completed');
const REJECTED = ACCOUNT_COLUMNS.indexOf('rejected');
const WITHIN = ACCOUNT_COLUMNS.indexOf('withinSlo');
const PROMPT_TOKENS = ACCOUNT_COLUMNS.indexOf('promptTokens');
const CACHED_TOKENS = ACCOUNT_COLUMNS.indexOf('cachedTokens');
const OUTPUT_TOKENS = ACCOUNT_COLUMNS.indexOf('outputTokens');

const TTFT = LATENCIES.indexOf('ttft');
const TPOT = LATENCIES.indexOf('tpot');
const END_TO_END = LATENCIES.indexOf('endToEnd');
const QUEUE = LATENCIES.indexOf('queue');

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** One row of the audit trail. Times are absent for a rejected request. */
export interface RequestRow {
  readonly account: number;
  readonly pool: number;
  readonly replica: number;
  readonly arrivalSeconds: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly startSeconds: number;
  readonly firstTokenSeconds: number;
  readonly endSeconds: number;
  readonly rejection?: (typeof REJECTIONS)[number];
}

/** Told of each counted request when it ends. An observer: it never changes the run. */
export type RequestObserver = (row: RequestRow) => void;

/** Everything a window counts, in packed arrays that the hot loop writes. */
export interface WindowRecorder {
  /** Counted are requests that arrive in [from, until); the last window counts its end too. */
  readonly from: number;
  readonly until: number;
  readonly hours: number;
  readonly firstHour: number;
  readonly accountWorkload: Int32Array;
  readonly accountRows: Float64Array;
  /** 4 sketches a workload. */
  readonly bins: Uint32Array;
  /** 4 sums, then 4 counts, a workload. */
  readonly sums: Float64Array;
  /** TTFT, TPOT, end-to-end limit a workload; Infinity where there is none. */
  readonly limits: Float64Array;
  readonly rejectedBy: Float64Array;
  readonly busy: Float64Array;
  readonly totals: PoolTotals[];
  readonly observer: RequestObserver | undefined;
}

/** An empty recorder for hours [firstHour, firstHour + hours) of the horizon. */
export function createWindowRecorder(
  spec: SimulationSpec, firstHour: number, hours: number, isLast: boolean, observer?: RequestObserver,
): WindowRecorder {
  const workloads = spec.workloads.length;
  const limits = new Float64Array(workloads * 3);
  spec.workloads.forEach(({ slo }, w) => {
    limits[w * 3] = slo?.ttftSeconds ?? Number.POSITIVE_INFINITY;
    limits[w * 3 + 1] = slo?.tpotSeconds ?? Number.POSITIVE_INFINITY;
    limits[w * 3 + 2] = slo?.endToEndSeconds ?? Number.POSITIVE_INFINITY;
  });
  return {
    from: firstHour * HOUR,
    until: isLast ? Number.POSITIVE_INFINITY : (firstHour + hours) * HOUR,
    hours,
    firstHour,
    accountWorkload: Int32Array.from(spec.accounts, (account) => account.workload),
    accountRows: new Float64Array(spec.accounts.length * hours * ROW),
    bins: new Uint32Array(workloads * 4 * SKETCH_BINS),
    sums: new Float64Array(workloads * 8),
    limits,
    rejectedBy: new Float64Array(workloads * REJECTIONS.length),
    busy: new Float64Array(spec.pools.length * hours),
    totals: spec.pools.map(() => ({
      steps: 0, preemptions: 0, kvPeakBlocks: 0, prefillSeconds: 0, decodeSeconds: 0, computeBoundSeconds: 0,
      blockedBySlotsSeconds: 0, blockedByKvSeconds: 0, blockedByBudgetSeconds: 0,
      inFlightAtEnd: 0, waitingAtEnd: 0, drainSeconds: 0,
    })),
    observer,
  };
}

/** Whether a request that arrives at this instant is counted (else it is warm-up or cool-down). */
export function isCounted(recorder: WindowRecorder, arrival: number): boolean {
  return arrival >= recorder.from && arrival < recorder.until;
}

function rowOf(recorder: WindowRecorder, account: number, arrival: number): number {
  let hour = Math.floor((arrival - recorder.from) / HOUR);
  // A request at the very end of the horizon belongs to its last hour.
  if (hour >= recorder.hours) hour = recorder.hours - 1;
  return (account * recorder.hours + hour) * ROW;
}

/** Books an arrival. */
export function recordArrival(recorder: WindowRecorder, account: number, arrival: number): void {
  recorder.accountRows[rowOf(recorder, account, arrival) + ARRIVED]++;
}

/** Books a refusal; `reason` is an index into REJECTIONS. */
export function recordRejection(recorder: WindowRecorder, account: number, arrival: number, reason: number): void {
  recorder.accountRows[rowOf(recorder, account, arrival) + REJECTED]++;
  recorder.rejectedBy[recorder.accountWorkload[account] * REJECTIONS.length + reason]++;
}

/** Books a completed request: tokens, the four latencies, and whether it met its service level. */
export function recordCompletion(
  recorder: WindowRecorder, account: number, arrival: number, start: number, first: number, end: number,
  prompt: number, cached: number, output: number,
): void {
  const { accountRows, sums, bins, limits } = recorder;
  const workload = recorder.accountWorkload[account];
  const row = rowOf(recorder, account, arrival);
  const ttft = first - arrival;
  const endToEnd = end - arrival;
  const queue = start - arrival;
  const sum = workload * 8;
  const sketch = workload * 4 * SKETCH_BINS;
  const limit = workload * 3;
  let within = ttft <= limits[limit] && endToEnd <= limits[limit + 2];
  sums[sum + TTFT] += ttft;
  sums[sum + END_TO_END] += endToEnd;
  sums[sum + QUEUE] += queue;
  sums[sum + 4 + TTFT]++;
  bins[sketch + TTFT * SKETCH_BINS + bin(ttft)]++;
  bins[sketch + END_TO_END * SKETCH_BINS + bin(endToEnd)]++;
  bins[sketch + QUEUE * SKETCH_BINS + bin(queue)]++;
  if (output > 1) {
    const tpot = (end - first) / (output - 1);
    if (tpot > limits[limit + 1]) within = false;
    sums[sum + TPOT] += tpot;
    sums[sum + 4 + TPOT]++;
    bins[sketch + TPOT * SKETCH_BINS + bin(tpot)]++;
  }
  accountRows[row + COMPLETED]++;
  if (within) accountRows[row + WITHIN]++;
  accountRows[row + PROMPT_TOKENS] += prompt;
  accountRows[row + CACHED_TOKENS] += cached;
  accountRows[row + OUTPUT_TOKENS] += output;
}

// A copy of sketchBin that the JIT keeps within recordCompletion: four a request.
function bin(seconds: number): number {
  float[0] = seconds;
  const at = (words[1] >>> SKETCH_SHIFT) - SKETCH_OFFSET;
  return at < 0 ? 0 : at >= SKETCH_BINS ? SKETCH_BINS - 1 : at;
}

/**
 * Books replica-seconds of work in [start, end) to the hours they fall in; what lies outside
 * the window is not its own. Returns the seconds booked.
 */
export function recordBusy(recorder: WindowRecorder, pool: number, start: number, end: number): number {
  const { from, hours, busy } = recorder;
  const base = pool * hours;
  const firstHour = Math.floor((start - from) / HOUR);
  if (firstHour >= 0 && firstHour < hours && end - from <= (firstHour + 1) * HOUR) {
    busy[base + firstHour] += end - start;
    return end - start;
  }
  let booked = 0;
  const lastHour = Math.min(hours - 1, Math.floor((end - from) / HOUR));
  for (let hour = Math.max(0, firstHour); hour <= lastHour; hour++) {
    const part = Math.min(end - from, (hour + 1) * HOUR) - Math.max(start - from, hour * HOUR);
    if (part > 0) {
      busy[base + hour] += part;
      booked += part;
    }
  }
  return booked;
}

/** The window's counts as the plain value that merges. */
export function windowUsage(recorder: WindowRecorder, spec: SimulationSpec, simulatedRequests: number): WindowUsage {
  const { hours } = recorder;
  return {
    firstHour: recorder.firstHour,
    hours,
    accounts: spec.accounts.map((_, account) => accountHours(recorder, account)),
    workloads: spec.workloads.map((_, workload) => workloadUsage(recorder, workload)),
    pools: spec.pools.map((pool, index): PoolUsage => ({
      busySeconds: recorder.busy.slice(index * hours, (index + 1) * hours),
      replicaHours: new Float64Array(hours).fill(pool.replicas),
      totals: recorder.totals[index],
    })),
    simulatedRequests,
  };
}

function accountHours(recorder: WindowRecorder, account: number): AccountHours {
  const { hours, accountRows } = recorder;
  const column = (name: keyof AccountHours): Float64Array => {
    const at = ACCOUNT_COLUMNS.indexOf(name);
    return Float64Array.from({ length: hours }, (_, hour) => accountRows[(account * hours + hour) * ROW + at]);
  };
  return Object.fromEntries(ACCOUNT_COLUMNS.map((name) => [name, column(name)])) as unknown as AccountHours;
}

function workloadUsage(recorder: WindowRecorder, workload: number): WorkloadUsage {
  const { sums, bins, rejectedBy } = recorder;
  const sum = workload * 8;
  const perLatency = <T>(of: (index: number) => T): WorkloadUsage['sums'] & Record<string, T> =>
    Object.fromEntries(LATENCIES.map((name, index) => [name, of(index)])) as never;
  const completed = sums[sum + 4 + TTFT];
  return {
    sketches: perLatency((index) => {
      const at = (workload * 4 + index) * SKETCH_BINS;
      return Float64Array.from(bins.subarray(at, at + SKETCH_BINS));
    }) as never,
    sums: perLatency((index) => sums[sum + index]),
    counts: perLatency((index) => (index === TPOT ? sums[sum + 4 + TPOT] : completed)),
    rejectedBy: Object.fromEntries(
      REJECTIONS.map((name, index) => [name, rejectedBy[workload * REJECTIONS.length + index]]),
    ) as WorkloadUsage['rejectedBy'],
  };
}
