import type { Forecast } from '../../engine/forecast.ts';

/** A scenario of a story, under the name of its column. */
export interface Told {
  readonly name: string;
  readonly forecast: Forecast;
}

/** A row of a story's table: what it is, and how it reads of each scenario. */
export type StoryRow = readonly [string, (forecast: Forecast) => string];

/** Scenarios side by side, and what is to be learnt of them. */
export function storySummary(
  title: string,
  told: readonly Told[],
  rows: readonly StoryRow[],
  story: readonly string[],
): string {
  return [
    `# ${title}`,
    '',
    `| | ${told.map(({ name }) => name).join(' | ')} |`,
    `|---|${told.map(() => '---:|').join('')}`,
    ...rows.map(
      ([label, value]) => `| ${label} | ${told.map(({ forecast }) => value(forecast)).join(' | ')} |`,
    ),
    '',
    ...story,
    '',
    'Checked by `npm test`, as the other summaries are.',
    '',
  ].join('\n');
}

/** What a forecast must have for its story. */
export function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a figure of the story is missing');
  return value;
}
