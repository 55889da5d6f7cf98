import type { SimulationSpec } from '../scenario/spec.ts';
import { SKETCH_BINS, SKETCH_OFFSET, SKETCH_SHIFT } from '../statistics/latencySketch.ts';
import { SLOT } from './requestSlot.ts';
import { legsOf } from './legs.ts';
import { ACCOUNT_COLUMNS, LATENCIES, REJECTIONS, type Rejection, WORK_STRIDE } from './usage.ts';

const HOUR = 3600;
const PER_HOUR = 1 / HOUR;
// Own consts: see serving/poolState.
const BINS = SKETCH_BINS;
const OFFSET = SKETCH_OFFSET;
const SHIFT = SKETCH_SHIFT;
const { ARRIVAL, CACHED, COMPLETED_AT, FIRST_TOKEN, OUTPUT, PROMPT, SCHEDULED } = SLOT;

/** Columns of ACCOUNT_COLUMNS: a row is one cache line. */
export const ACCOUNT_STRIDE = 8;
const ROW = ACCOUNT_STRIDE;
const ARRIVED = ACCOUNT_COLUMNS.indexOf('arrived');
const COMPLETED = ACCOUNT_COLUMNS.indexOf('completed');
const REJECTED = ACCOUNT_COLUMNS.indexOf('rejected');
const WITHIN = ACCOUNT_COLUMNS.indexOf('withinSlo');
const PROMPT_TOKENS = ACCOUNT_COLUMNS.indexOf('promptTokens');
const CACHED_TOKENS = ACCOUNT_COLUMNS.indexOf('cachedTokens');
const OUTPUT_TOKENS = ACCOUNT_COLUMNS.indexOf('outputTokens');
const WAITING_SECONDS = ACCOUNT_COLUMNS.indexOf('waitingSeconds');

const TTFT = LATENCIES.indexOf('ttft');
const TPOT = LATENCIES.indexOf('tpot');
const END_TO_END = LATENCIES.indexOf('endToEnd');
const QUEUE = LATENCIES.indexOf('queue');
const REASONS = REJECTIONS.length;

/** Columns of a pool's totals; seconds are replica-seconds. */
export const TOTAL = {
  TOTALS: 10,
  STEPS: 0,
  PREEMPTIONS: 1,
  KV_PEAK_BLOCKS: 2,
  PREFILL_SECONDS: 3,
  DECODE_SECONDS: 4,
  COMPUTE_BOUND_SECONDS: 5,
  /** Three columns, in the order of serving's BLOCKED_BY_…: slots, KV, prefill budget. */
  BLOCKED_SECONDS: 6,
  /** Instant of the last counted completion. */
  LAST_COMPLETION: 9,
} as const;
const TOTALS = TOTAL.TOTALS;
const LAST_COMPLETION = TOTAL.LAST_COMPLETION;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * One row of the audit trail; a rejected request was given to no replica and has no instants. An instant that was
 * not reached when an overloaded window was given up is −1.
 */
export interface RequestRow {
  /** Place among the window's counted requests, in order of arrival. */
  readonly sequence: number;
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
  readonly rejection?: Rejection;
}

/** Told of each counted request when it ends, or is given up. It never changes the run. */
export type RequestObserver = (row: RequestRow) => void;

/** Everything a window counts, in packed arrays that the hot loop writes. */
export interface WindowRecorder {
  /** Counted are requests that arrive in [from, until); the horizon's last window has no end. */
  readonly from: number;
  readonly until: number;
  readonly firstHour: number;
  readonly hours: number;
  readonly accountWorkload: Int32Array;
  /** ACCOUNT_STRIDE floats an (account, hour). */
  readonly accountRows: Float64Array;
  /** Of each (account, pool), by pool × accounts + account, where its rows begin in `workRows`; −1 where no request of it goes. */
  readonly legAt: Int32Array;
  /** WORK_STRIDE floats a (leg, hour). */
  readonly workRows: Float64Array;
  /** 1 / tokens of a KV block, a pool. */
  readonly perBlockToken: Float64Array;
  /** 4 sketches a workload. */
  readonly bins: Uint32Array;
  /** 4 sums, then 4 counts, a workload. */
  readonly sums: Float64Array;
  /** TTFT, TPOT, end-to-end limit a workload; Infinity where there is none. */
  readonly limits: Float64Array;
  readonly rejectedBy: Float64Array;
  /** Replica-seconds in steps a (pool, hour). */
  readonly busy: Float64Array;
  /** Of each pool whose energy is asked for, working replica-seconds an hour. */
  readonly working: readonly (Float64Array | undefined)[];
  /** TOTAL.TOTALS floats a pool. */
  readonly totals: Float64Array;
  readonly observer: RequestObserver | undefined;
}

/** An empty recorder for hours [firstHour, firstHour + hours) of the horizon. */
export function createWindowRecorder(
  spec: SimulationSpec,
  firstHour: number,
  hours: number,
  observer?: RequestObserver,
): WindowRecorder {
  const workloads = spec.workloads.length;
  const legs = legsOf(spec);
  const legAt = new Int32Array(spec.accounts.length * spec.pools.length).fill(-1);
  legs.forEach(({ account, pool }, leg) => {
    legAt[pool * spec.accounts.length + account] = leg * hours * WORK_STRIDE;
  });
  return {
    from: firstHour * HOUR,
    // What arrives at the very end of the horizon still belongs to it.
    until: firstHour + hours >= spec.hours ? Number.POSITIVE_INFINITY : (firstHour + hours) * HOUR,
    firstHour,
    hours,
    accountWorkload: Int32Array.from(spec.accounts, (account) => account.workload),
    accountRows: new Float64Array(spec.accounts.length * hours * ROW),
    legAt,
    workRows: new Float64Array(legs.length * hours * WORK_STRIDE),
    perBlockToken: Float64Array.from(spec.pools, ({ batching }) => 1 / batching.blockTokens),
    bins: new Uint32Array(workloads * 4 * BINS),
    sums: new Float64Array(workloads * 8),
    limits: Float64Array.from(
      spec.workloads.flatMap(({ slo }) => [slo?.ttftSeconds, slo?.tpotSeconds, slo?.endToEndSeconds]),
      (limit) => limit ?? Number.POSITIVE_INFINITY,
    ),
    rejectedBy: new Float64Array(workloads * REASONS),
    busy: new Float64Array(spec.pools.length * hours),
    working: spec.pools.map(({ power }) => (power === undefined ? undefined : new Float64Array(hours))),
    totals: new Float64Array(spec.pools.length * TOTALS),
    observer,
  };
}

/** Whether a request that arrives at this instant is counted (else it is warm-up or cool-down). */
export function isCounted(recorder: WindowRecorder, arrival: number): boolean {
  return arrival >= recorder.from && arrival < recorder.until;
}

/**
 * Books a counted request that is not done when a window is given up. (An arrival is booked with what becomes of it: one row is
 * touched once.)
 */
export function recordUnfinished(recorder: WindowRecorder, account: number, arrival: number): void {
  recorder.accountRows[rowAt(recorder, account, arrival) + ARRIVED]++;
}

/** Books a counted request that is refused; `reason` is an index into REJECTIONS. */
export function recordRejection(
  recorder: WindowRecorder,
  account: number,
  arrival: number,
  reason: number,
): void {
  const row = rowAt(recorder, account, arrival);
  recorder.accountRows[row + ARRIVED]++;
  recorder.accountRows[row + REJECTED]++;
  recorder.rejectedBy[recorder.accountWorkload[account] * REASONS + reason]++;
}

/**
 * Books the completed request in row `at` of `slots`: tokens, latencies, whether it met its service level. Answers the hour
 * of the window that holds it from its arrival to its end, −1 where none does.
 */
export function recordCompletion(
  recorder: WindowRecorder,
  account: number,
  pool: number,
  slots: Float64Array,
  at: number,
): number {
  const { accountRows, sums, bins, limits, totals } = recorder;
  const workload = recorder.accountWorkload[account];
  const arrival = slots[at + ARRIVAL];
  const first = slots[at + FIRST_TOKEN];
  const end = slots[at + COMPLETED_AT];
  const output = slots[at + OUTPUT];
  const ttft = first - arrival;
  const endToEnd = end - arrival;
  const queue = slots[at + SCHEDULED] - arrival;
  const sum = workload * 8;
  const sketch = workload * 4 * BINS;
  const limit = workload * 3;
  let within = ttft <= limits[limit] && endToEnd <= limits[limit + 2];
  sums[sum + TTFT] += ttft;
  sums[sum + END_TO_END] += endToEnd;
  sums[sum + QUEUE] += queue;
  sums[sum + 4 + TTFT]++;
  bins[sketch + TTFT * BINS + binOf(ttft)]++;
  bins[sketch + END_TO_END * BINS + binOf(endToEnd)]++;
  bins[sketch + QUEUE * BINS + binOf(queue)]++;
  if (output > 1) {
    const tpot = (end - first) / (output - 1);
    if (tpot > limits[limit + 1]) within = false;
    sums[sum + TPOT] += tpot;
    sums[sum + 4 + TPOT]++;
    bins[sketch + TPOT * BINS + binOf(tpot)]++;
  }
  const hour = hourAt(recorder, arrival);
  const row = (account * recorder.hours + hour) * ROW;
  accountRows[row + ARRIVED]++;
  accountRows[row + COMPLETED]++;
  if (within) accountRows[row + WITHIN]++;
  accountRows[row + PROMPT_TOKENS] += slots[at + PROMPT];
  accountRows[row + CACHED_TOKENS] += slots[at + CACHED];
  accountRows[row + OUTPUT_TOKENS] += output;
  accountRows[row + WAITING_SECONDS] += queue;
  const last = pool * TOTALS + LAST_COMPLETION;
  if (end > totals[last]) totals[last] = end;
  return end - recorder.from <= (hour + 1) * HOUR ? hour : -1;
}

/** An item of a job that was booked as completed was done after its job's deadline. */
export function recordItemLate(recorder: WindowRecorder, account: number, arrival: number): void {
  recorder.accountRows[rowAt(recorder, account, arrival) + WITHIN]--;
}

/**
 * Books replica-seconds of work from `real[startAt]` to `real[endAt]` to the hours they fall in;
 * what lies outside the window is not its own. Returns the seconds booked.
 */
export function recordBusy(
  recorder: WindowRecorder,
  pool: number,
  real: Float64Array,
  startAt: number,
  endAt: number,
): number {
  const { hours, busy } = recorder;
  const start = real[startAt] - recorder.from;
  const end = real[endAt] - recorder.from;
  const hour = hourOf(start);
  const base = pool * hours;
  if (hour >= 0 && hour < hours && end <= (hour + 1) * HOUR) {
    busy[base + hour] += end - start;
    return end - start;
  }
  let booked = 0;
  for (let h = Math.max(0, hour); h < hours && h * HOUR < end; h++) {
    const part = Math.min(end, (h + 1) * HOUR) - Math.max(start, h * HOUR);
    busy[base + h] += part;
    booked += part;
  }
  return booked;
}

/** floor(seconds / 3600), without the division: the product may fall one ulp short of a whole hour. */
function hourOf(seconds: number): number {
  const hour = Math.floor(seconds * PER_HOUR);
  return seconds >= (hour + 1) * HOUR ? hour + 1 : hour;
}

/** Hour of the window to which a counted arrival belongs. */
function hourAt(recorder: WindowRecorder, arrival: number): number {
  return Math.min(recorder.hours - 1, hourOf(arrival - recorder.from));
}

function rowAt(recorder: WindowRecorder, account: number, arrival: number): number {
  return (account * recorder.hours + hourAt(recorder, arrival)) * ROW;
}

// statistics/latencySketch's sketchBin, kept here so that no float crosses a call: four a request.
function binOf(seconds: number): number {
  float[0] = seconds;
  const bin = (words[1] >>> SHIFT) - OFFSET;
  return bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
}
