import type { CellStyle, WriteSheet } from 'hucre/xlsx';

/** What stands in a cell; a formula with what it comes to, for whoever does not calculate. */
export type Cell = string | number | null | { readonly formula: string; readonly result: number };

/** How a row is written. */
export type RowStyle = 'plain' | 'bold' | 'italic' | 'title';

/** A sheet while it is filled: `add` and its like put rows to it. */
export interface Sheet {
  readonly name: string;
  readonly rows: { readonly cells: readonly Cell[]; readonly style: RowStyle }[];
  /** Number formats by column, the first being 1. */
  formats?: Readonly<Record<number, string>>;
  /** Widths in characters by column, the first being 1; as wide as the contents where left out. */
  widths?: Readonly<Record<number, number>>;
  /** So many rows stay in sight. */
  frozenRows?: number;
  /** Cells with a filter at their head, such as A1:G1. */
  filter?: string;
}

/** The sheets of a workbook, in their order. */
export type Book = Sheet[];

/** Formats of amounts: as they are read, and to the micro-unit. */
export const MONEY = '#,##0.00';
export const MONEY_EXACT = '#,##0.000000';

const FONTS: Readonly<Record<Exclude<RowStyle, 'plain'>, NonNullable<CellStyle['font']>>> = {
  bold: { name: 'Calibri', size: 11, bold: true },
  italic: { name: 'Calibri', size: 11, italic: true },
  title: { name: 'Calibri', size: 14, bold: true },
};

/** An empty sheet behind those that there are. */
export function addSheet(book: Book, name: string): Sheet {
  const sheet: Sheet = { name, rows: [] };
  book.push(sheet);
  return sheet;
}

/** Adds a bold row. */
export function header(sheet: Sheet, labels: readonly string[]): void {
  add(sheet, [labels], 'bold');
}

/** Adds rows below those there are. */
export function add(sheet: Sheet, rows: readonly (readonly Cell[])[], style: RowStyle = 'plain'): void {
  for (const cells of rows) sheet.rows.push({ cells, style });
}

/** The letter of a column, the first being 1: A to ZZ. */
export function columnLetter(column: number): string {
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? columnLetter(Math.floor((column - 1) / 26)) + last : last;
}

/** The file of a workbook, which is calculated anew when it is opened. */
export async function bytesOf(book: Book): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded when there is a workbook to write: most commands and most runs of the app write none.
  const { writeXlsx } = await import('hucre/xlsx');
  const bytes = await writeXlsx({ sheets: book.map(written), properties: { creator: 'Fleetcast' } });
  return new Uint8Array(bytes);
}

/** A sheet as the library takes it: values, and by place what is more than a value. */
function written({ name, rows, formats = {}, widths, frozenRows, filter }: Sheet): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const values = rows.map(({ cells: row, style }, rowIndex) =>
    row.map((cell, columnIndex) => {
      const isFormula = typeof cell === 'object' && cell !== null;
      // The library takes a text such as #N/A for an error, which would spoil every sum over it.
      const isLikeError = typeof cell === 'string' && cell.startsWith('#');
      if (style !== 'plain' || isFormula || isLikeError) {
        const numFmt = formats[columnIndex + 1];
        cells.set(`${rowIndex},${columnIndex}`, {
          ...(isFormula && { formula: cell.formula, formulaResult: cell.result }),
          ...(isLikeError && { richText: [{ text: cell }] }),
          style: {
            ...(style !== 'plain' && { font: FONTS[style] }),
            ...(numFmt !== undefined && { numFmt }),
          },
        });
      }
      return isFormula ? null : cell;
    }),
  );
  const wide = widths ?? fittingWidths(rows);
  const columns = Math.max(0, ...[formats, wide].flatMap((each) => Object.keys(each).map(Number)));
  return {
    name,
    rows: values,
    cells,
    columns: Array.from({ length: columns }, (_, index) => ({
      ...(wide[index + 1] !== undefined && { width: wide[index + 1] }),
      ...(formats[index + 1] !== undefined && { numFmt: formats[index + 1] }),
    })),
    ...(frozenRows !== undefined && { freezePane: { rows: frozenRows } }),
    ...(filter !== undefined && { autoFilter: { range: filter } }),
  };
}

/** As wide as the headers and the first rows need; long sentences run over into empty cells. */
function fittingWidths(rows: Sheet['rows']): Readonly<Record<number, number>> {
  const widths: Record<number, number> = {};
  for (const { cells } of rows.slice(0, 40)) {
    const isSentence = cells.filter((cell) => cell !== null).length === 1;
    if (isSentence) continue;
    for (const [index, cell] of cells.entries()) {
      if (cell === null) continue;
      const length = typeof cell === 'object' ? 16 : String(cell).length;
      widths[index + 1] = Math.max(widths[index + 1] ?? 10, Math.min(48, length + 2));
    }
  }
  return widths;
}
