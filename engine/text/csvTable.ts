import Papa from 'papaparse';
import { createRecordReader, type TextReader } from './recordReader.ts';

/** Told of a row: its cells, quotes undone; the line that it begins on; whether its quotes can be made sense of. */
export type OnTableRow = (cells: readonly string[], line: number, isSound: boolean) => void;

const SEPARATORS = [',', ';', '\t', '|'];
/** So much of a table shows what its cells are parted by. */
const PREVIEW = 1 << 16;

/**
 * Reads a table of any width, the header its first row: cells parted by comma, semicolon, tab or bar (found from its
 * beginning, which the first piece of text must hold), lines ended by CRLF, LF or CR, blank ones passed over. papaparse
 * reads rows with quotes, each by itself: all rows at once it reads in the square of their length where one quote is
 * wrong. Throws TextProblem for a row without end and for a quote that is never closed.
 */
export function createTableReader(onRow: OnTableRow): TextReader {
  let reader: TextReader | undefined;
  let hasReturnsOnly = false;
  const open = (first: string): TextReader => {
    const beginning = first.slice(0, PREVIEW);
    hasReturnsOnly = beginning.includes('\r') && !beginning.includes('\n');
    const options = { preview: 10, delimitersToGuess: SEPARATORS, skipEmptyLines: true };
    const separator = Papa.parse<string[]>(beginning, options).meta.delimiter;
    return createRecordReader(
      (text, from, to, line, hasQuotes) => {
        const record = text.slice(from, to);
        if (!hasQuotes) {
          onRow(record.split(separator), line, true);
          return;
        }
        const { data, errors } = Papa.parse<string[]>(record, { delimiter: separator, newline: '\n' });
        onRow(data[0] ?? [], line, data.length === 1 && errors.length === 0);
      },
      { separator, skipsBlank: true },
    );
  };
  return {
    push(chunk) {
      reader ??= open(chunk);
      reader.push(hasReturnsOnly ? chunk.replaceAll('\r', '\n') : chunk);
    },
    end: () => reader?.end(),
  };
}

/** A row of a table. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
  readonly isSound: boolean;
}

/** All rows of a table, as `createTableReader` reads them. Throws what it throws. */
export function tableRows(text: string): readonly TableRow[] {
  const rows: TableRow[] = [];
  const reader = createTableReader((cells, line, isSound) => rows.push({ cells, line, isSound }));
  if (text !== '') reader.push(text);
  reader.end();
  return rows;
}
