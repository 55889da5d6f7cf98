import { nearest } from '../../scenario/reading/nearest.ts';
import type { TraceColumns } from '../../scenario/spec.ts';
import { createCsvReader, type CsvRow } from './csvReader.ts';
import { parseDecimal } from './parseDecimal.ts';
import { parseStamp, type Stamp, TICKS_PER_SECOND } from './parseStamp.ts';
import type { TextReader } from '../../text/recordReader.ts';
import { quoted, TextProblem } from '../../text/textProblem.ts';
import {
  acceptRow,
  checkNumber,
  checkTokens,
  skipRow,
  tenantPlace,
  type TraceSink,
  writtenAs,
} from './traceSink.ts';

/** A column of the header. */
interface Column {
  readonly name: string;
  readonly index: number;
}

/** So many names of a header are listed in a message; a file of another kind may seem to have millions. */
const MOST_NAMES = 20;

/** Why a row of BurstGPT is left out. */
const FAILED = 'failed (no response tokens)';

/**
 * Azure's logs of 2023, 2024 and 2025: `TIMESTAMP,ContextTokens,GeneratedTokens`, more columns among
 * them. Times are ticks of 100 ns since `origin.epochSeconds`, the second of the first row, so that
 * none is lost to rounding.
 */
export function createAzureReader(sink: TraceSink, origin: { epochSeconds: number }): TextReader {
  const stamp: Stamp = { epochSeconds: 0, ticks: 0 };
  return createCsvReader((names, line) => {
    const at = findColumn(names, 'TIMESTAMP', line);
    const prompt = findColumn(names, 'ContextTokens', line);
    const output = findColumn(names, 'GeneratedTokens', line);
    return (row) => {
      if (!parseStamp(row.text, row.starts[at.index], row.ends[at.index], stamp)) {
        const reason = 'it must be a date and time such as 2023-11-16 18:17:03.9799600';
        throw new TextProblem(row.line, `${at.name} is ${writtenAs(fieldText(row, at))}: ${reason}`, at.name);
      }
      if (sink.accepted === 0) origin.epochSeconds = stamp.epochSeconds;
      const time = (stamp.epochSeconds - origin.epochSeconds) * TICKS_PER_SECOND + stamp.ticks;
      acceptRow(sink, row.line, time, readTokens(row, prompt, 1), readTokens(row, output, 1), 0, 0);
    };
  });
}

/**
 * BurstGPT: `Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type`, its second
 * version also `Session ID,Elapsed time`; seconds. No response tokens mean that the request failed:
 * it is skipped and counted.
 */
export function createBurstGptReader(sink: TraceSink): TextReader {
  return createCsvReader((names, line) => {
    const at = findColumn(names, 'Timestamp', line);
    const prompt = findColumn(names, 'Request tokens', line);
    const output = findColumn(names, 'Response tokens', line);
    const session = names.indexOf('Session ID');
    return (row) => {
      const time = readNumber(row, at);
      const outputTokens = readTokens(row, output, 0);
      const promptTokens = readTokens(row, prompt, outputTokens === 0 ? 0 : 1);
      if (outputTokens === 0) {
        skipRow(sink, FAILED);
        return;
      }
      acceptRow(sink, row.line, time, promptTokens, outputTokens, 0, 0);
      if (session >= 0)
        sink.onDetail?.({ line: row.line, session: row.text.slice(row.starts[session], row.ends[session]) });
    };
  });
}

/** Any log with a header, by the names of its columns; times are seconds. */
export function createMappedCsvReader(sink: TraceSink, columns: TraceColumns): TextReader {
  return createCsvReader((names, line) => {
    const optional = (name: string | undefined): Column | undefined =>
      name === undefined ? undefined : findColumn(names, name, line);
    const at = findColumn(names, columns.arrivalSeconds, line);
    const prompt = findColumn(names, columns.promptTokens, line);
    const output = optional(columns.outputTokens);
    const cached = optional(columns.cachedTokens);
    const tenant = optional(columns.tenant);
    const session = optional(columns.session);
    const difficulty = optional(columns.difficulty);
    return (row) => {
      const time = readNumber(row, at);
      const promptTokens = readTokens(row, prompt, 1);
      const outputTokens = output === undefined ? 0 : readTokens(row, output, 1);
      const cachedTokens = cached === undefined ? 0 : readTokens(row, cached, 0);
      const place = tenant === undefined ? 0 : tenantPlace(sink, fieldText(row, tenant).trim(), row.line);
      const hardness = difficulty === undefined ? undefined : readNumber(row, difficulty);
      acceptRow(sink, row.line, time, promptTokens, outputTokens, cachedTokens, place);
      if (sink.onDetail === undefined || (session === undefined && hardness === undefined)) return;
      sink.onDetail({
        line: row.line,
        ...(session === undefined ? {} : { session: fieldText(row, session) }),
        ...(hardness === undefined ? {} : { difficulty: hardness }),
      });
    };
  });
}

function findColumn(names: readonly string[], name: string, line: number): Column {
  const index = names.indexOf(name);
  if (index < 0) {
    const near = nearest(name, names);
    const hint = near === undefined ? '' : `did you mean ${quoted(near)}? `;
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    const listed = names.slice(0, MOST_NAMES).map(quoted).join(', ');
    const reason = `there is no column ${quoted(name)}; ${hint}there are: ${listed}${more}`;
    throw new TextProblem(line, reason, name);
  }
  if (names.indexOf(name, index + 1) >= 0)
    throw new TextProblem(line, `two columns are called ${quoted(name)}`, name);
  return { name, index };
}

function readTokens(row: CsvRow, column: Column, least: number): number {
  const value = parseDecimal(row.text, row.starts[column.index], row.ends[column.index]);
  return checkTokens(value, least, column.name, row.line, () => writtenAs(fieldText(row, column)));
}

function readNumber(row: CsvRow, column: Column): number {
  const value = parseDecimal(row.text, row.starts[column.index], row.ends[column.index]);
  return checkNumber(value, column.name, row.line, () => writtenAs(fieldText(row, column)));
}

function fieldText(row: CsvRow, { index }: Column): string {
  return row.text.slice(row.starts[index], row.ends[index]);
}
