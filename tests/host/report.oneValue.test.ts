import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percent } from '../../engine/finance/plainText.ts';
import { reportCharts } from '../../host/questions/forecast/charts.ts';
import { explanation } from '../../host/questions/forecast/explain/explanation.ts';
import { figureCards } from '../../host/questions/forecast/figureCards.ts';
import { reportSections } from '../../host/questions/forecast/sections/reportSections.ts';
import type { ReportInput } from '../../host/questions/forecast/reportInput.ts';
import { shareText } from '../../host/report/reportSection.ts';
import { gpuHourPrice } from '../engine/finance/handmade.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

/** The cell of a section's row that begins with a label. */
function cell({ run }: ReportInput, title: string, label: string, column: number): string {
  const rows = reportSections(run).find((section) => section.title === title)?.table.rows ?? [];
  return rows.find(({ cells }) => cells[0] === label)?.cells[column] ?? '';
}

const plain = (text: string): number => Number(text.replace(/[^\d.]/g, ''));

describe('one figure has one value', () => {
  it('a tenant’s cost in the table, the chart’s sentence and the drawer, at any price', () => {
    let adjusted = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), (price) => {
        const input = reportInput(PLAIN, 1, { prices: [gpuHourPrice(PLAIN.pool, price / 1000)] });
        const [tenant, exact] = Object.entries(input.run.cost.byTenant).sort(([, a], [, b]) => b - a)[0];
        const table = plain(cell(input, 'Cost by tenant', tenant, 1));
        const chart = reportCharts(input).find(({ id }) => id === 'tenants')?.summary ?? '';
        const inChart = chart.match(/with USD ([\d,.]+)\.$/)?.[1] ?? '';
        const inDrawer = explanation(input, `cost.byTenant.${tenant}`)?.value ?? '';
        expect(plain(inDrawer)).toBe(plain(inChart));
        // Sentences have fewer decimals from 100 on, and more below 1: never others.
        if (exact >= 1 && exact < 99) expect(plain(inChart)).toBe(table);
        else expect(Math.abs(plain(inChart) - table)).toBeLessThanOrEqual(exact >= 1 ? 0.5 : 1e-3);
        if (Math.abs(table - exact) > 0.00501) adjusted++;
      }),
      { numRuns: 300, seed: 3 },
    );
    // Among them are some that rounding to a sum has moved by a cent.
    expect(adjusted).toBeGreaterThan(0);
  });

  it('a share in a table has the digits that sentences have', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(shareText(share).replace(/\.0+%$/, '%')).toBe(percent(share));
        expect(shareText(share)).toContain('.');
      }),
    );
  });

  it('every card says what the drawer behind it says', () => {
    const input = reportInput(PLAIN, 2);
    for (const { figure, value } of figureCards(input.run)) {
      const told = explanation(input, figure);
      if (told === undefined) throw new Error(`nothing is told of ${figure}`);
      // Of the headroom card the drawer tells the fullest moment, of the rate its unit.
      const shown = figure.endsWith('kvPeakShare') ? percent(1 - plain(told.value) / 100) : told.value;
      expect(plain(shown), figure).toBeCloseTo(plain(value), 9);
    }
    const [pool] = input.run.pools;
    const shares = [pool.usedShare, pool.busyShare].map((share) => percent(share ?? 0));
    expect([3, 4].map((at) => cell(input, 'Pools', pool.id, at).replace(/\.0+%$/, '%'))).toEqual(shares);
  });
});
