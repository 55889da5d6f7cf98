import Papa from 'papaparse';
import type { ReportTable } from '../../host/api/types.ts';

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^\s*[=+\-@\t\r]/;

/** A table as CSV: numbers without their separators, so that a spreadsheet can count with them. */
export function tableCsv({ columns, rows }: ReportTable): string {
  const lines = rows.map(({ cells }) =>
    cells.map((cell, column) => {
      if (!columns[column].isNumber) return FORMULA.test(cell) ? `'${cell}` : cell;
      if (cell === '–') return '';
      const plain = cell.replaceAll(',', '').replace('−', '-');
      return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : cell;
    }),
  );
  return `${Papa.unparse([columns.map(({ label }) => label), ...lines], { newline: '\n' })}\n`;
}
