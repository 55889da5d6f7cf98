import { createReadStream } from 'node:fs';
import { focusProblems } from '../../../engine/pricing/focus/focusProblems.ts';
import { type FocusReader, openFocus } from '../../../engine/pricing/focus/readFocus.ts';
import { excerpt, MOST_TOLD } from '../../../engine/scenario/reading/toldProblems.ts';
import { createTableReader } from '../../../engine/text/csvTable.ts';
import { type FocusColumn, FOCUS_COLUMNS } from '../../../engine/pricing/focus/focusColumns.ts';
import type { CostsDocument } from './costsDocument.ts';
import { InputProblemError, textProblem } from '../../files/inputProblem.ts';
import { openInput } from '../../files/inputFile.ts';
import { readReason } from '../../files/systemReason.ts';
import type { Inspecting } from '../../files/traceFiles.ts';

/**
 * Reads a cost file in the columns of FOCUS, row by row, however long it is; with `isChecked` each row is held against the
 * rules of FOCUS 1.2, too. Throws `InputProblemError` where nothing of it can be used, and the signal's reason.
 */
export async function readCosts(
  file: string,
  isChecked: boolean,
  { signal, onRead }: Inspecting,
): Promise<CostsDocument> {
  const fail = (message: string): InputProblemError => new InputProblemError([{ file, path: '', message }]);
  let reader: FocusReader | undefined;
  let header: readonly string[] = [];
  const broken: { line: number; reason: string }[] = [];
  let brokenRows = 0;
  const take = (cells: readonly string[], line: number, isSound: boolean): void => {
    if (cells.every((cell) => cell.trim() === '')) return;
    if (reader === undefined) {
      const opened = openFocus(cells);
      if ('problem' in opened) throw fail(opened.problem);
      reader = opened;
      header = cells.map((name) => name.replace(/^\uFEFF/, '').trim());
      return;
    }
    if (!isSound) {
      reader.leaveOut(line, 'its quotes do not match');
      return;
    }
    reader.take(cells, line);
    if (!isChecked) return;
    const [problem] = focusProblems(rowOf(header, cells));
    if (problem === undefined) return;
    brokenRows++;
    if (broken.length < MOST_TOLD)
      broken.push({ line, reason: excerpt(`${problem.column} ${problem.message}`, 300) });
  };
  try {
    const { descriptor, bytes } = openInput(file);
    const source = createReadStream(file, { fd: descriptor, start: 0, signal });
    const table = createTableReader(take);
    const decoder = new TextDecoder();
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      table.push(decoder.decode(chunk, { stream: true }));
      onRead?.(source.bytesRead, bytes);
    }
    table.push(decoder.decode());
    table.end();
  } catch (error) {
    signal.throwIfAborted();
    const problem = textProblem(error, file);
    if (problem !== undefined) throw new InputProblemError([problem]);
    const reason = readReason(error);
    if (reason === undefined) throw error;
    throw fail(`cannot be read: ${reason}`);
  }
  if (reader === undefined) throw fail('is empty');
  const { leftOut, moreLeftOut, notes, summary } = reader as FocusReader;
  const more = moreLeftOut();
  const found = summary();
  if (found.rows === 0) {
    const [first] = leftOut;
    throw fail(
      first === undefined
        ? 'has no rows'
        : `has no row that can be read; line ${first.line}: ${first.reason}`,
    );
  }
  return {
    file,
    ...found,
    leftOut,
    ...(more === 0 ? {} : { moreLeftOut: more }),
    notes,
    violations: isChecked ? { rows: brokenRows, first: broken } : null,
  };
}

/** Cells by column, as the rules of FOCUS read them: strictly, an empty cell being null. */
function rowOf(
  header: readonly string[],
  cells: readonly string[],
): Readonly<Partial<Record<FocusColumn, string | number | null>>> {
  return Object.fromEntries(
    header.flatMap((name, place): [string, string | number | null][] => {
      if (!(name in FOCUS_COLUMNS)) return [];
      const cell = cells[place] ?? '';
      if (cell === '') return [[name, null]];
      const value = Number(cell);
      const isDecimal = FOCUS_COLUMNS[name as FocusColumn].type === 'Decimal';
      return [[name, isDecimal && Number.isFinite(value) ? value : cell]];
    }),
  );
}
