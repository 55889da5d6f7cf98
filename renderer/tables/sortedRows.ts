import type { ReportTable } from '../../host/api/types.ts';

/** By which column a table is sorted. */
export interface Sorting {
  readonly column: number;
  readonly isDescending: boolean;
}

/** A table's rows in an order; totals stay at the end, cells without a figure come last. */
export function sortedRows(
  { columns, rows }: ReportTable,
  sorting: Sorting | undefined,
): ReportTable['rows'] {
  if (sorting === undefined) return rows;
  const { column, isDescending } = sorting;
  const isNumber = columns[column].isNumber;
  const sorted = rows
    .filter(({ tone }) => tone !== 'total')
    .sort(({ cells: a }, { cells: b }) => {
      if (!isNumber) return a[column].localeCompare(b[column]) * (isDescending ? -1 : 1);
      const [x, y] = [figureOf(a[column]), figureOf(b[column])];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return (x - y) * (isDescending ? -1 : 1);
    });
  return [...sorted, ...rows.filter(({ tone }) => tone === 'total')];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, min: 60, h: 3600 };

/** The number that a cell shows, with a unit of time in seconds; NaN where there is none. */
function figureOf(cell: string): number {
  const match = /^[^\d−-]*([−-]?[\d,]*\.?\d+)\s*(ms|s|min|h)?\b/.exec(cell);
  if (match === null) return Number.NaN;
  return Number(match[1].replaceAll(',', '').replace('−', '-')) * (UNITS[match[2] ?? ''] ?? 1);
}
