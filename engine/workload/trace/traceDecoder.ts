import Papa from 'papaparse';
import { suggestFrom } from '../../scenario/nearest.ts';
import type { TraceColumns, TraceFormat } from '../../scenario/spec.ts';
import { createTextLines } from './textLines.ts';
import { parseTimeStamp, secondsBetween, type TimeStamp } from './timeStamp.ts';
import { TraceProblem } from './traceProblem.ts';

/** One request of a trace: seconds on the trace's clock, whole tokens, tenant '' where there is none. */
export type TraceRowSink = (
  line: number, seconds: number, prompt: number, output: number, cached: number, tenant: string,
) => void;

export interface TraceDecoderOptions {
  readonly format: TraceFormat;
  readonly columns?: TraceColumns | undefined;
  /** Stamps of date and time count from this instant (seconds since 1970) instead of from the first row. */
  readonly clockEpochSeconds?: number | undefined;
  /** Told of a row's prefix-cache block hashes (`mooncake`). */
  readonly onBlocks?: (line: number, hashIds: readonly number[]) => void;
}

/** Decodes text that comes in chunks; both throw `TraceProblem`. */
export interface TraceDecoder {
  push(text: string): void;
  end(): void;
  /** Rows left out for a documented reason, by reason. */
  readonly skipped: Record<string, number>;
}

/** Columns of the formats that know them. A missing one is a problem, others are ignored. */
const AZURE: TraceColumns = { arrivalSeconds: 'TIMESTAMP', promptTokens: 'ContextTokens', outputTokens: 'GeneratedTokens' };
const BURSTGPT: TraceColumns = { arrivalSeconds: 'Timestamp', promptTokens: 'Request tokens', outputTokens: 'Response tokens' };
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MOST_TOKENS = 2 ** 31 - 1;

/** A decoder of one format that gives every row to `sink`, in the order of the file. */
export function createTraceDecoder(options: TraceDecoderOptions, sink: TraceRowSink): TraceDecoder {
  const skipped: Record<string, number> = {};
  const lines = createTextLines(
    options.format === 'mooncake' ? mooncakeLine(options, sink) : csvLine(options, sink, skipped),
  );
  return { push: lines.push, end: lines.end, skipped };
}

function csvLine(
  options: TraceDecoderOptions, sink: TraceRowSink, skipped: Record<string, number>,
): (text: string, line: number) => void {
  const columns = options.format === 'azure-llm' ? AZURE : options.format === 'burstgpt' ? BURSTGPT : options.columns;
  if (columns === undefined) throw new TraceProblem('the scenario does not say which columns to read');
  const clock = createClock(options.clockEpochSeconds);
  let delimiter = ',';
  let at: Record<keyof TraceColumns, number> | undefined;
  let quoted = '';
  let quotedFrom = 0;
  return (text, number) => {
    // A field in quotes may hold line ends: the row goes on while its quotes are open.
    const row = quoted === '' ? text : `${quoted}\n${text}`;
    const line = quoted === '' ? number : quotedFrom;
    if (row.includes('"') && (row.split('"').length - 1) % 2 === 1) {
      quoted = row;
      quotedFrom = line;
      return;
    }
    quoted = '';
    if (row.trim() === '') return;
    if (at === undefined) {
      delimiter = mostOf(row, [',', ';', '\t']);
      at = columnPlaces(fieldsOf(row, delimiter).map((name) => name.trim()), columns, line);
      return;
    }
    const fields = fieldsOf(row, delimiter);
    const field = (column: keyof TraceColumns): string => {
      const value = fields[at?.[column] ?? -1];
      if (value === undefined) throw new TraceProblem(`the row has ${fields.length} fields and no ${columns[column] ?? column}`, line);
      return value.trim();
    };
    const tokens = (column: 'promptTokens' | 'outputTokens' | 'cachedTokens', least: number): number =>
      wholeNumber(field(column), columns[column] ?? column, least, line);
    const seconds = clock(field('arrivalSeconds'), columns.arrivalSeconds, line);
    if (options.format === 'burstgpt' && tokens('outputTokens', 0) === 0) {
      skipped['failed (no response tokens)'] = (skipped['failed (no response tokens)'] ?? 0) + 1;
      return;
    }
    sink(
      line, seconds, tokens('promptTokens', 1), tokens('outputTokens', 1),
      columns.cachedTokens === undefined ? 0 : tokens('cachedTokens', 0),
      columns.tenant === undefined ? '' : field('tenant'),
    );
  };
}

function mooncakeLine(options: TraceDecoderOptions, sink: TraceRowSink): (text: string, line: number) => void {
  return (text, line) => {
    if (text.trim() === '') return;
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch {
      throw new TraceProblem('the line is not JSON', line);
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new TraceProblem('the line is not a JSON object', line);
    const value = (key: string): string => {
      const found = (row as Record<string, unknown>)[key];
      if (typeof found !== 'number') throw new TraceProblem(`${key} must be a number, got ${found === undefined ? 'none' : JSON.stringify(found)}`, line);
      return String(found);
    };
    const milliseconds = Number(value('timestamp'));
    const prompt = wholeNumber(value('input_length'), 'input_length', 1, line);
    const output = wholeNumber(value('output_length'), 'output_length', 1, line);
    const hashIds: unknown = (row as Record<string, unknown>)['hash_ids'] ?? [];
    if (!Array.isArray(hashIds) || !hashIds.every((hash) => Number.isInteger(hash))) {
      throw new TraceProblem('hash_ids must be a list of whole numbers', line);
    }
    options.onBlocks?.(line, hashIds as number[]);
    sink(line, milliseconds / 1000, prompt, output, 0, '');
  };
}

/** Reads instants: all numbers of seconds, or all stamps; stamps are exact differences of whole ticks. */
function createClock(clockEpochSeconds: number | undefined): (text: string, name: string, line: number) => number {
  let origin: TimeStamp | undefined;
  let numeric: boolean | undefined;
  return (text, name, line) => {
    const isNumber = NUMBER.test(text);
    const stamp = isNumber ? undefined : parseTimeStamp(text);
    numeric ??= isNumber;
    if (isNumber !== numeric || (!isNumber && stamp === undefined)) {
      const right = numeric ? 'a number of seconds' : 'a date and time such as 2024-05-12 00:00:00.001';
      throw new TraceProblem(`${name} must be ${right}, got “${text.slice(0, 60)}”`, line);
    }
    if (stamp === undefined) {
      const seconds = Number(text);
      if (!Number.isFinite(seconds)) throw new TraceProblem(`${name} is too large: ${text.slice(0, 60)}`, line);
      return seconds;
    }
    origin ??= clockEpochSeconds === undefined ? stamp : epochStamp(clockEpochSeconds);
    return secondsBetween(origin, stamp);
  };
}

function epochStamp(epochSeconds: number): TimeStamp {
  const day = Math.floor(epochSeconds / 86_400);
  return { day, ticks: Math.round((epochSeconds - day * 86_400) * 1e7) };
}

function fieldsOf(row: string, delimiter: string): string[] {
  // Most logs quote nothing; those that do are read by the book.
  return row.includes('"') ? (Papa.parse<string[]>(row, { delimiter }).data[0] ?? []) : row.split(delimiter);
}

function columnPlaces(header: readonly string[], columns: TraceColumns, line: number): Record<keyof TraceColumns, number> {
  const places = Object.entries(columns).flatMap(([column, name]) => {
    if (name === undefined) return [];
    const place = header.findIndex((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (place < 0) throw new TraceProblem(`there is no column “${name}”; ${suggestFrom(name, header)}`, line);
    return [[column, place]];
  });
  return Object.fromEntries(places) as Record<keyof TraceColumns, number>;
}

function wholeNumber(text: string, name: string, least: number, line: number): number {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(value)) throw new TraceProblem(`${name} must be a whole number, got “${text.slice(0, 60)}”`, line);
  if (value < least || value > MOST_TOKENS) {
    throw new TraceProblem(`${name} must be at least ${least}${value > least ? ` and at most ${MOST_TOKENS}` : ''}, got ${text.slice(0, 60)}`, line);
  }
  return value;
}

function mostOf(text: string, candidates: readonly string[]): string {
  return candidates.reduce((best, candidate) => (text.split(candidate).length > text.split(best).length ? candidate : best));
}
