import { MOST_TOKENS } from '../../scenario/lengths/mostTokens.ts';
import { quoted, TextProblem } from '../../text/textProblem.ts';
import { appendRow, createTraceRows, type TraceRows } from './traceRows.ts';

/** What a row says beyond its lengths: read, checked, and not simulated. */
export interface TraceDetail {
  readonly line: number;
  /** Content hashes of the prompt's blocks; the last block may be partial. */
  readonly hashIds?: readonly number[];
  readonly session?: string;
  readonly difficulty?: number;
}

export type OnTraceDetail = (detail: TraceDetail) => void;

/** Where the readers of all formats put what they find. */
export interface TraceSink {
  readonly rows: TraceRows;
  /** Named by the file, in the order in which they first appear. */
  readonly tenants: string[];
  /** Rows left out, by reason. */
  readonly skipped: Record<string, number>;
  readonly onDetail: OnTraceDetail | undefined;
  /** How far a row may be before the latest one above it, in units of time. */
  readonly maxDisorder: number;
  readonly unitsPerSecond: number;
  /** Of all rows so far, in units of time. */
  latest: number;
  accepted: number;
  readonly tenantIndex: Map<string, number>;
}

/** An account is a 16-bit number. */
const MOST_TENANTS = 2 ** 16;

export function createTraceSink(
  unitsPerSecond: number,
  maxDisorderSeconds: number,
  onDetail: OnTraceDetail | undefined,
): TraceSink {
  return {
    rows: createTraceRows(),
    tenants: [],
    skipped: {},
    onDetail,
    maxDisorder: maxDisorderSeconds * unitsPerSecond,
    unitsPerSecond,
    latest: Number.NEGATIVE_INFINITY,
    accepted: 0,
    tenantIndex: new Map(),
  };
}

/** Adds a row whose values were checked. Throws TextProblem where it comes too late in the file. */
export function acceptRow(
  sink: TraceSink,
  line: number,
  time: number,
  promptTokens: number,
  outputTokens: number,
  cachedTokens: number,
  tenant: number,
): void {
  if (time > sink.latest) sink.latest = time;
  else if (sink.latest - time > sink.maxDisorder) {
    const late = Number(((sink.latest - time) / sink.unitsPerSecond).toPrecision(6));
    const allowed = sink.maxDisorder / sink.unitsPerSecond;
    throw new TextProblem(
      line,
      `the row is ${late} s before an earlier one; rows are sorted up to ${allowed} s (maxDisorderSeconds)`,
    );
  }
  sink.accepted++;
  appendRow(sink.rows, time, promptTokens, outputTokens, cachedTokens, tenant);
}

/** Counts a row left out for a documented reason. */
export function skipRow(sink: TraceSink, reason: string): void {
  sink.skipped[reason] = (sink.skipped[reason] ?? 0) + 1;
}

/** A tenant's place among the file's. Throws TextProblem where there are too many. */
export function tenantPlace(sink: TraceSink, tenant: string, line: number): number {
  const known = sink.tenantIndex.get(tenant);
  if (known !== undefined) return known;
  if (sink.tenants.length === MOST_TENANTS) {
    throw new TextProblem(line, `there are more than ${MOST_TENANTS} tenants: is this the right column?`);
  }
  // A fresh copy: what was cut from a chunk would keep the whole chunk in memory.
  const name = JSON.parse(JSON.stringify(tenant)) as string;
  sink.tenantIndex.set(name, sink.tenants.length);
  return sink.tenants.push(name) - 1;
}

/**
 * `value` where it is a count of tokens, a whole number from `least` to a billion. `written` is what
 * the file says, for the message. Throws TextProblem.
 */
export function checkTokens(
  value: number,
  least: number,
  column: string,
  line: number,
  written: () => string,
): number {
  if (Number.isInteger(value) && value >= least && value <= MOST_TOKENS) return value;
  throw new TextProblem(line, `${column} is ${written()}: ${whyNoTokens(value, least)}`, column);
}

function whyNoTokens(value: number, least: number): string {
  if (Number.isNaN(value)) return 'it must be a number';
  if (value < 0) return 'it must not be negative';
  if (value < least) return `a request has at least ${least} token`;
  return value > MOST_TOKENS ? `it must be at most ${MOST_TOKENS}` : 'it must be a whole number';
}

/** `value` where it is a number. Throws TextProblem. */
export function checkNumber(value: number, column: string, line: number, written: () => string): number {
  if (Number.isFinite(value)) return value;
  throw new TextProblem(line, `${column} is ${written()}: it must be a number`, column);
}

/** What the file says of a value, for a message. */
export function writtenAs(text: string): string {
  return text.trim() === '' ? 'empty' : quoted(text);
}
