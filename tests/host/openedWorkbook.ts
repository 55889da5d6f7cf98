import { type Cell, type CellValue, parseCellRef, readXlsx, type Sheet } from 'hucre/xlsx';

/** A sheet of a workbook's file, read back; rows and cells by the names that spreadsheets give them. */
export interface OpenedSheet extends Omit<Sheet, 'cells'> {
  /** What a spreadsheet shows of a row, the first being 1. */
  row(number: number): readonly CellValue[];
  /** By its place, such as B2; empty where nothing stands. */
  cell(place: string): Partial<Cell>;
}

/** Reads a workbook's file: its sheets by their names. */
export async function openedWorkbook(bytes: Uint8Array): Promise<Readonly<Record<string, OpenedSheet>>> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return Object.fromEntries(
    sheets.map(({ cells, ...sheet }) => [
      sheet.name,
      {
        ...sheet,
        row: (number) => sheet.rows[number - 1] ?? [],
        cell: (place) => {
          const { row, col } = parseCellRef(place);
          return cells?.get(`${row},${col}`) ?? { value: sheet.rows[row]?.[col] ?? null };
        },
      } satisfies OpenedSheet,
    ]),
  );
}
