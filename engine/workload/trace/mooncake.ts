import { createRecordReader, type TextReader } from '../../text/recordReader.ts';
import { quoted, TextProblem } from '../../text/textProblem.ts';
import { acceptRow, checkNumber, checkTokens, type TraceSink } from './traceSink.ts';

/** Tokens of a full block of Mooncake's traces. */
const BLOCK_TOKENS = 512;
type Fields = Readonly<Record<string, unknown>>;

/**
 * Mooncake's traces: a JSON object a line with `timestamp` (ms), `input_length`, `output_length` and
 * `hash_ids`, one id for each 512 tokens begun. `hash_ids` may be left out or empty; a list of
 * another length is of another format, and a problem.
 */
export function createMooncakeReader(sink: TraceSink): TextReader {
  return createRecordReader((text, from, to, line) => {
    const fields = parseObject(text.slice(from, to), line);
    const time = checkNumber(asNumber(fields, 'timestamp'), 'timestamp', line, () =>
      shown(fields, 'timestamp'),
    );
    const promptTokens = tokens(fields, 'input_length', line);
    const outputTokens = tokens(fields, 'output_length', line);
    const hashIds = blockIds(fields['hash_ids'], promptTokens, line);
    acceptRow(sink, line, time, promptTokens, outputTokens, 0, 0);
    sink.onDetail?.({ line, hashIds });
  }, {});
}

function parseObject(text: string, line: number): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TextProblem(line, `the line is not JSON: ${quoted(text)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TextProblem(line, `the line is not a JSON object: ${quoted(text)}`);
  }
  return value as Fields;
}

function tokens(fields: Fields, key: string, line: number): number {
  return checkTokens(asNumber(fields, key), 1, key, line, () => shown(fields, key));
}

function asNumber(fields: Fields, key: string): number {
  const value = fields[key];
  return typeof value === 'number' ? value : Number.NaN;
}

function shown(fields: Fields, key: string): string {
  if (!Object.hasOwn(fields, key)) return 'missing';
  const value = fields[key];
  if (typeof value === 'string') return quoted(value);
  // Not written out: one nested deeply enough would overflow the stack.
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

function blockIds(value: unknown, promptTokens: number, line: number): readonly number[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((id) => Number.isSafeInteger(id) && id >= 0)) {
    throw new TextProblem(line, 'hash_ids must be a list of whole numbers, none negative', 'hash_ids');
  }
  const blocks = Math.ceil(promptTokens / BLOCK_TOKENS);
  if (value.length !== 0 && value.length !== blocks) {
    throw new TextProblem(
      line,
      `hash_ids has ${value.length} ids, and ${promptTokens} prompt tokens make ${blocks} blocks of ${BLOCK_TOKENS}`,
      'hash_ids',
    );
  }
  return value;
}
