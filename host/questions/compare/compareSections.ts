import type { CompareView } from './compareResult.ts';
import { NO_DATA, number, type ReportRow, type ReportSection, text } from '../../report/reportSection.ts';

/** The tables of a comparison: what differs, then how it came out. */
export function compareSections({ lines, scenarios, rows }: CompareView): readonly ReportSection[] {
  const [baseline] = lines;
  const others = lines.slice(1);
  return [
    ...scenarios.map(
      ({ label, differs }): ReportSection => ({
        title: `What differs: ${label}`,
        table: {
          columns: [text('Assumption'), text(baseline.label), text(label)],
          rows: differs.map((difference) => ({
            cells: [difference.path, difference.baseline ?? NO_DATA, difference.other ?? NO_DATA],
          })),
        },
        notes: differs.length === 0 ? ['The two scenarios are the same.'] : [],
      }),
    ),
    ...others.map(
      ({ label }, index): ReportSection => ({
        title: `Outcomes: ${label}`,
        table: {
          columns: [
            text('Figure'),
            number(baseline.label),
            number(label),
            number('Difference'),
            number('in %'),
            number('Interval'),
            text('Judgement'),
          ],
          rows: rows.map(({ label: figure, values, differences }): ReportRow => {
            const { difference, relative, interval, verdict } = differences[index];
            return {
              cells: [figure, values[0], values[index + 1], difference, relative, interval, verdict],
            };
          }),
        },
        notes: [],
      }),
    ),
  ];
}
