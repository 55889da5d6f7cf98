import { createReadStream } from 'node:fs';
import Papa from 'papaparse';
import { focusProblems } from '../../../engine/pricing/focus/focusProblems.ts';
import { type FocusReader, openFocus } from '../../../engine/pricing/focus/readFocus.ts';
import { type FocusColumn, FOCUS_COLUMNS } from '../../../engine/pricing/focus/focusColumns.ts';
import type { CostsDocument } from './costsDocument.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { openInput } from '../../files/inputFile.ts';
import { readReason } from '../../files/readReason.ts';
import type { Inspecting } from '../../files/traceFiles.ts';

/** So many rows that break a rule are named. */
const MOST_NAMED = 100;

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
  let line = 0;
  const broken: { line: number; reason: string }[] = [];
  let brokenRows = 0;
  const take = (cells: readonly string[]): void => {
    line++;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (reader === undefined) {
      const opened = openFocus(cells);
      if ('problem' in opened) throw fail(opened.problem);
      reader = opened;
      header = cells.map((name) => name.replace(/^\uFEFF/, '').trim());
      return;
    }
    reader.take(cells, line);
    if (!isChecked) return;
    const [problem] = focusProblems(rowOf(header, cells));
    if (problem === undefined) return;
    brokenRows++;
    if (broken.length < MOST_NAMED) broken.push({ line, reason: `${problem.column} ${problem.message}` });
  };
  try {
    const { descriptor, bytes } = openInput(file);
    const source = createReadStream(file, { fd: descriptor, start: 0, signal });
    // papaparse reads streams of Node as they come, quotes across chunks and all.
    const parsing = source.pipe(
      Papa.parse(Papa.NODE_STREAM_INPUT, { delimitersToGuess: [',', ';', '\t', '|'] }),
    );
    // A pipe keeps errors to itself.
    source.on('error', (error) => parsing.destroy(error));
    for await (const cells of parsing as AsyncIterable<string[]>) {
      take(cells);
      onRead?.(source.bytesRead, bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    const reason = readReason(error);
    if (reason === undefined) throw error;
    throw fail(`cannot be read: ${reason}`);
  }
  if (reader === undefined) throw fail('is empty');
  const { leftOut, notes, summary } = reader as FocusReader;
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
