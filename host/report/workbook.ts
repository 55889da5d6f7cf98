import type { CellStyle, WriteSheet } from 'hucre/xlsx';

/** What stands in a cell; a formula with what it comes to, for whoever does not calculate. */
export type Cell = string | number | null | { readonly formula: string; readonly result: number };

/** How a row is written. */
export type RowStyle = 'plain' | 'bold' | 'italic' | 'title';

/** A sheet while it is filled: `add` and its like put rows to it. */
export interface Sheet {
  readonly name: string;
  readonly rows: SheetRow[];
  /** Number formats by column, the first being 1. */
  formats?: Readonly<Record<number, string>>;
  /** Widths in characters by column, the first being 1; as wide as the contents where left out. */
  widths?: Readonly<Record<number, number>>;
  /** So many rows stay in sight. */
  frozenRows?: number;
  /** Cells with a filter at their head, such as A1:G1. */
  filter?: string;
  /** Printed on one sheet of paper. */
  isOnePage?: boolean;
}

/** A row; with `acrossTo` its last cell is text that is wrapped, and reaches to that column, the first being 1. */
interface SheetRow {
  readonly cells: readonly Cell[];
  readonly style: RowStyle;
  readonly acrossTo?: number;
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

/** Adds rows whose last cell is text over several columns, as high as it needs. Widths of the columns must be set. */
export function addWrapped(sheet: Sheet, rows: readonly (readonly string[])[], acrossTo: number): void {
  for (const cells of rows) sheet.rows.push({ cells, style: 'plain', acrossTo });
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
function written({
  name,
  rows,
  formats = {},
  widths,
  frozenRows,
  filter,
  isOnePage = false,
}: Sheet): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const across = acrossColumns(rows, widths ?? {});
  const values = rows.map(({ cells: row, style, acrossTo }, rowIndex) =>
    row.map((cell, columnIndex) => {
      const isFormula = typeof cell === 'object' && cell !== null;
      // The library takes a text such as #N/A for an error, which would spoil every sum over it.
      const isLikeError = typeof cell === 'string' && cell.startsWith('#');
      const isInWrapped = acrossTo !== undefined;
      if (style !== 'plain' || isFormula || isLikeError || isInWrapped) {
        const numFmt = formats[columnIndex + 1];
        cells.set(`${rowIndex},${columnIndex}`, {
          ...(isFormula && { formula: cell.formula, formulaResult: cell.result }),
          ...(isLikeError && { richText: [{ text: cell }] }),
          style: {
            ...(style !== 'plain' && { font: FONTS[style] }),
            ...(numFmt !== undefined && { numFmt }),
            ...(isInWrapped && { alignment: { vertical: 'top', wrapText: columnIndex === row.length - 1 } }),
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
    ...across,
    ...(isOnePage && { pageSetup: { fitToPage: true, fitToWidth: 1, fitToHeight: 1 } }),
  };
}

/** Points of a line of text. */
const LINE = 15;

/** Where text reaches over several columns, and how high such rows are: no spreadsheet fits the height of merged cells itself. */
function acrossColumns(
  rows: Sheet['rows'],
  widths: NonNullable<Sheet['widths']>,
): Pick<WriteSheet, 'merges' | 'rowDefs'> {
  const merges: NonNullable<WriteSheet['merges']> = [];
  const rowDefs: NonNullable<WriteSheet['rowDefs']> = new Map();
  for (const [row, { cells, acrossTo }] of rows.entries()) {
    if (acrossTo === undefined) continue;
    const from = cells.length;
    if (acrossTo > from)
      merges.push({ startRow: row, startCol: from - 1, endRow: row, endCol: acrossTo - 1 });
    const columns = Array.from({ length: acrossTo - from + 1 }, (_, index) => widths[from + index] ?? 10);
    const room = columns.reduce((sum, width) => sum + width, 0);
    const length = String(cells[from - 1]).length;
    // Words do not break, and letters differ in width.
    rowDefs.set(row, { height: LINE * Math.max(1, Math.ceil((1.08 * length) / room)) });
  }
  return merges.length === 0 ? {} : { merges, rowDefs };
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
