import { closeSync, openSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { RequestRow } from '../../engine/usage/windowRecorder.ts';
import { csvText } from '../files/csvText.ts';
import { writeAll } from '../files/writeAll.ts';

/** The columns of the audit trail, in their order (SCENARIO.md). */
const COLUMNS = [
  'id',
  'workload',
  'tenant',
  'pool',
  'replica',
  'arrivalSeconds',
  'promptTokens',
  'cachedTokens',
  'outputTokens',
  'startSeconds',
  'firstTokenSeconds',
  'endSeconds',
  'outcome',
] as const;

/**
 * In a part this character stands where a row's id will come: windows run at the same time,
 * and only their concatenation knows the numbers. No field can hold it.
 */
const ROW_MARK = '\0';
const BUFFER_CHARACTERS = 1 << 20;

export interface RequestPart {
  readonly onRequest: (row: RequestRow) => void;
  /** Writes what is buffered; throws where it cannot. */
  close(): void;
  /** Leaves it as it is, for where the window failed. */
  discard(): void;
}

/** Opens the part of window `index` in `directory`; rows are buffered and written in order. */
export function openRequestPart(directory: string, index: number, spec: SimulationSpec): RequestPart {
  const file = openSync(partPath(directory, index), 'w');
  const accounts = spec.accounts.map(
    ({ workload, tenant }) => `${ROW_MARK}${fields(spec.workloads[workload].id, tenant)},`,
  );
  const pools = spec.pools.map(({ id }) => `${fields(id)},`);
  let text = '';
  const flush = (): void => {
    writeAll(file, Buffer.from(text));
    text = '';
  };
  return {
    onRequest: (row) => {
      text += accounts[row.account] + pools[row.pool] + rowTail(row);
      if (text.length >= BUFFER_CHARACTERS) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
    discard: () => closeSync(file),
  };
}

/** From the replica on. Numbers are the shortest text that reads back as the same float64. */
function rowTail(row: RequestRow): string {
  // An encoder's request has no output, and no first token.
  const generates = row.outputTokens > 0;
  const asked = `${row.arrivalSeconds},${row.promptTokens},${row.cachedTokens},${generates ? row.outputTokens : ''},`;
  if (row.rejection !== undefined) return `,${asked},,,rejected:${row.rejection}\n`;
  if (row.endSeconds < 0) {
    const reached = (seconds: number): string => (seconds < 0 ? '' : String(seconds));
    return `${row.replica},${asked}${reached(row.startSeconds)},${reached(row.firstTokenSeconds)},,unfinished\n`;
  }
  return `${row.replica},${asked}${row.startSeconds},${generates ? row.firstTokenSeconds : ''},${row.endSeconds},completed\n`;
}

/**
 * Writes the audit trail to `target` from the parts of windows `indices`, in that order,
 * numbering the rows from 0. Memory does not grow with the number of rows.
 */
export async function joinRequestParts(
  directory: string,
  indices: readonly number[],
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(target, 'w');
  try {
    await file.writeFile(`${COLUMNS.join(',')}\n`);
    let id = 0;
    for (const index of indices) id = await appendPart(file, partPath(directory, index), id, signal);
  } finally {
    await file.close();
  }
}

async function appendPart(
  file: FileHandle,
  part: string,
  firstId: number,
  signal: AbortSignal,
): Promise<number> {
  let id = firstId;
  for await (const chunk of createReadStream(part, { encoding: 'utf8', highWaterMark: BUFFER_CHARACTERS })) {
    signal.throwIfAborted();
    const pieces = (chunk as string).split(ROW_MARK);
    let text = pieces[0];
    for (let piece = 1; piece < pieces.length; piece += 1) text += `${id++},${pieces[piece]}`;
    await file.writeFile(text);
  }
  return id;
}

function partPath(directory: string, index: number): string {
  return join(directory, `${index}.part`);
}

/** Names as fields of a row. */
function fields(...names: readonly string[]): string {
  return csvText([names.map((name) => name.replaceAll(ROW_MARK, ''))]);
}
