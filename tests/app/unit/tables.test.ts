import { describe, expect, it } from 'vitest';
import type { ReportTable } from '../../../host/api/types.ts';
import { sortedRows } from '../../../renderer/tables/sortedRows.ts';
import { tableCsv } from '../../../renderer/tables/tableCsv.ts';

const TABLE: ReportTable = {
  columns: [
    { label: 'Pool', isNumber: false },
    { label: 'Wait', isNumber: true },
  ],
  rows: [
    { cells: ['=cmd()', '1,200.5'] },
    { cells: ['b', '900 ms'] },
    { cells: ['c', '–'] },
    { cells: ['d', '−2 min'] },
    { cells: ['Total', '3'], tone: 'total' },
  ],
};

const first = (table: ReportTable['rows']) => table.map(({ cells }) => cells[0]);

describe('a table', () => {
  it('is sorted by what its figures mean; no figure comes last, the total stays at the end', () => {
    expect(first(sortedRows(TABLE, { column: 1, isDescending: false }))).toEqual([
      'd',
      'b',
      '=cmd()',
      'c',
      'Total',
    ]);
    expect(first(sortedRows(TABLE, { column: 1, isDescending: true }))).toEqual([
      '=cmd()',
      'b',
      'd',
      'c',
      'Total',
    ]);
    expect(sortedRows(TABLE, undefined)).toBe(TABLE.rows);
  });

  it('is kept as CSV that a spreadsheet counts with, and runs nothing of', () => {
    expect(tableCsv(TABLE)).toBe("Pool,Wait\n'=cmd(),1200.5\nb,900 ms\nc,\nd,−2 min\nTotal,3\n");
  });
});
