import type { ReportTable } from './reportSection.ts';

/** A chart, the sentence that says what it shows, and its figures as a table. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly table: ReportTable;
  /** As plotly takes them. Colours of paper, ink and grid come from the page. */
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** More lines than these in one plot cannot be told apart. */
export const MOST_LINES = 8;

/** From here on a chart of hours has a point a day, and before that its table a row a day. */
export const MOST_HOURLY_POINTS = 24 * 92;
export const MOST_ROWS_BY_HOUR = 48;

/** Lines that lie in one plot differ in more than their colour. */
export const DASHES = ['solid', 'dash', 'dashdot', 'longdash', 'longdashdot', 'dot'] as const;
