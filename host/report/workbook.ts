import ExcelJS from 'exceljs';

/** What stands in a cell; a formula with what it comes to, for whoever does not calculate. */
export type Cell = string | number | null | { readonly formula: string; readonly result: number };

/** Formats of amounts: as they are read, and to the micro-unit. */
export const MONEY = '#,##0.00';
export const MONEY_EXACT = '#,##0.000000';

/** A workbook that is calculated anew when it is opened. */
export function newBook(): ExcelJS.Workbook {
  const book = new ExcelJS.Workbook();
  book.creator = 'Fleetcast';
  book.calcProperties.fullCalcOnLoad = true;
  return book;
}

/** The file of a workbook, with columns as wide as their contents. */
export async function bytesOf(book: ExcelJS.Workbook): Promise<Uint8Array<ArrayBuffer>> {
  for (const sheet of book.worksheets) widen(sheet);
  return new Uint8Array((await book.xlsx.writeBuffer()) as unknown as ArrayBuffer);
}

/** Adds a bold row. */
export function header(sheet: ExcelJS.Worksheet, labels: readonly string[]): void {
  add(sheet, [labels]);
  sheet.getRow(sheet.rowCount).font = { bold: true };
}

/** Adds rows below those there are. */
export function add(sheet: ExcelJS.Worksheet, rows: readonly (readonly Cell[])[]): void {
  for (const row of rows) sheet.addRow([...row]);
}

/** Number formats by column, the first being 1. */
export function format(sheet: ExcelJS.Worksheet, formats: Readonly<Record<number, string>>): void {
  for (const [column, numFmt] of Object.entries(formats)) sheet.getColumn(Number(column)).numFmt = numFmt;
}

/** As wide as the headers and the first rows need; long sentences run over into empty cells. */
function widen(sheet: ExcelJS.Worksheet): void {
  const widths: number[] = [];
  for (let row = 1; row <= Math.min(sheet.rowCount, 40); row++) {
    const values = sheet.getRow(row).values as readonly unknown[];
    const isSentence = values.filter((value) => value !== undefined && value !== null).length === 1;
    values.forEach((value, column) => {
      if (isSentence) return;
      const length = typeof value === 'object' && value !== null ? 16 : String(value ?? '').length;
      widths[column] = Math.max(widths[column] ?? 10, Math.min(48, length + 2));
    });
  }
  widths.forEach((width, column) => {
    if (column > 0) sheet.getColumn(column).width = width;
  });
}
