import type { Forecast } from '../../engine/forecast.ts';
import { type Amount, grouped, percent } from '../../engine/finance/plainText.ts';

/** A part of a report as data: the text and the HTML report lay the same sections out. */
export interface ReportSection {
  readonly title: string;
  readonly table: ReportTable;
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

export interface ReportTable {
  /** Units stand in the headers. */
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
}

export interface ReportColumn {
  readonly label: string;
  /** Numbers are set flush right. */
  readonly isNumber: boolean;
  /** On a screen it follows below its row in words, as all columns have no room beside each other there. */
  readonly isDetail?: boolean;
}

export interface ReportRow {
  readonly cells: readonly string[];
  /** Of each cell that shows a figure, its path in the forecast, as “from what?” takes it. */
  readonly figures?: readonly (string | undefined)[];
  /** `total` rows stand out; `miss` rows tell of something that is not as asked. */
  readonly tone?: 'total' | 'miss';
}

/** Where there is no figure. */
export const NO_DATA = '–';

export function text(label: string): ReportColumn {
  return { label, isNumber: false };
}

export function number(label: string): ReportColumn {
  return { label, isNumber: true };
}

/** A number with so many decimals, or a dash. */
export function figure(value: Amount | null, decimals = 0): string {
  return value === null ? NO_DATA : grouped(value, decimals);
}

/** Enough decimals for three digits that say something, at least `least`. */
export function decimalsFor(value: number | null, least = 0): number {
  if (value === null || value === 0) return least;
  return Math.min(9, Math.max(least, 2 - Math.floor(Math.log10(Math.abs(value)))));
}

/** A count; a mean of replications may have a fraction, which says nothing where the count is large. */
export function count(value: number): string {
  return grouped(value, Number.isInteger(value) || value >= 1000 ? 0 : 1);
}

/** A share in a column of shares: at least one decimal, and else as sentences have it, so that both say the same. */
export function shareText(share: number): string {
  const exact = percent(share);
  return exact.includes('.') ? exact : `${grouped(share * 100, 1)}%`;
}

/** Half the width of a figure's interval, from the point upwards; undefined with one replication. */
export function plusMinus(forecast: Forecast, path: string, value: number | null): number | undefined {
  const interval = forecast.intervals[path];
  return typeof interval === 'object' && interval !== null && value !== null
    ? interval[1] - value
    : undefined;
}

/** A column that follows below its row on a screen. */
export function detail(column: ReportColumn): ReportColumn {
  return { ...column, isDetail: true };
}
