import { describe, expect, it } from 'vitest';
import { explanation } from '../../host/questions/forecast/explanation.ts';
import { NO_DATA } from '../../host/report/reportSection.ts';
import { reportSections } from '../../host/questions/forecast/reportSections.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

/** The first number in a text, times 1,000 where it is in milliseconds, so that units do not matter. */
function numberIn(text: string): number {
  const match = /-?[\d,]*\.?\d+/.exec(text);
  const value = Number(match?.[0].replaceAll(',', ''));
  return / ms\b/.test(text) ? value / 1000 : value;
}

describe('figures of report sections', () => {
  for (const [name, input] of [
    ['two workloads', reportInput()],
    ['ids with dots', reportInput({ ...PLAIN, workload: 'chat.v2', tenant: 'a.b', pool: 'pool.1' })],
  ] as const) {
    const rows = reportSections(input.run).flatMap(({ title, table }) =>
      table.rows.map((row) => ({ title, ...row })),
    );
    const asked = rows.flatMap(({ title, cells, figures = [] }) =>
      figures.flatMap((figure, i) => (figure === undefined ? [] : [{ title, figure, cell: cells[i] }])),
    );

    it(`can all be asked about, and the answer shows what the cell shows: ${name}`, () => {
      expect(asked.length).toBeGreaterThan(40);
      for (const { title, figure, cell } of asked) {
        const told = explanation(input, figure);
        expect(told, `${title}: ${figure}`).toBeDefined();
        if (cell === NO_DATA) continue;
        const [shown, explained] = [numberIn(cell), numberIn(told?.value ?? '')];
        // Rounded to different places: within half a percent, or one in the last place of a small figure.
        expect(
          Math.abs(shown - explained),
          `${title}: ${figure}: ${cell} and ${told?.value}`,
        ).toBeLessThanOrEqual(Math.max(0.006 * Math.abs(explained), 0.0006));
      }
    });
  }

  it('never more paths than cells', () => {
    for (const { table } of reportSections(reportInput(PLAIN, 2).run)) {
      for (const { cells, figures = [] } of table.rows) {
        expect(figures.length).toBeLessThanOrEqual(cells.length);
      }
    }
  });
});
