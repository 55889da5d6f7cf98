import { describe, expect, it } from 'vitest';
import { forecast, type ForecastInput, replicationMetrics } from '../../engine/forecast.ts';
import { compareView } from '../../host/questions/compare/compareView.ts';
import { compareWorkbook } from '../../host/questions/compare/compareWorkbook.ts';
import { resultWorkbook } from '../../host/questions/forecast/resultWorkbook.ts';
import { microsOfText, totalMicros } from '../../engine/pricing/money.ts';
import { gpuHourPrice, instancePrice, usageOf } from '../engine/finance/handmade.ts';
import { type OpenedSheet, openedWorkbook } from './openedWorkbook.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

/** What SUM over a column of the sheet gives, as the spreadsheet would work it out. */
function sumOf({ rows }: OpenedSheet, column: number): number {
  return rows.slice(1).reduce((sum, row) => sum + Number(row[column - 1]), 0);
}

describe('the workbook of a result', () => {
  it('has amounts that a cell would round as text, too, and says so', async () => {
    const report = reportInput(PLAIN, 1, { prices: [instancePrice(PLAIN.pool, 123456789012.3456, 8)] });
    const book = await openedWorkbook(await resultWorkbook(report));
    const texts = Object.fromEntries(book['Exact amounts'].rows.slice(1));
    expect(texts).toEqual(report.run.exactAmounts);
    expect(texts['cost.total']).toBe('370370367037.0368');
    // Small lines have no decimal of their own.
    const lines = book.Ledger.rows.slice(1).map((row) => [row[6], row[7] ?? String(row[6])]);
    expect(totalMicros(lines.map(([, text]) => microsOfText(String(text))))).toBe(370370367037036800n);
    for (const [figure, text] of lines) expect(figure).toBe(Number(text));
    expect(JSON.stringify(book.Summary.rows)).toContain('counts to 15 digits');
    expect(await openedWorkbook(await resultWorkbook(reportInput()))).not.toHaveProperty('Exact amounts');
  });

  it('says that a quick estimate is one, and only then', async () => {
    const textOf = async (isApproximate: boolean) => {
      const { Summary } = await openedWorkbook(await resultWorkbook(reportInput(), isApproximate));
      return JSON.stringify(Summary.rows);
    };
    expect(await textOf(true)).toContain('≈ marks a quick estimate');
    expect(await textOf(false)).not.toContain('≈');
  });

  it('has totals as formulas whose stored results are what they work out to', async () => {
    const report = reportInput();
    const book = await openedWorkbook(await resultWorkbook(report));
    expect(Object.keys(book)).toEqual(['Summary', 'Cost by tenant', 'Months', 'Ledger', 'Usage']);
    const { Ledger: ledger, 'Cost by tenant': tenants, Summary: summary } = book;
    expect(sumOf(ledger, 7)).toBeCloseTo(report.run.cost.total ?? 0, 6);

    const last = tenants.rows.length;
    expect(tenants.cell(`A${last}`).value).toBe('Total');
    expect(tenants.cell(`B${last}`)).toMatchObject({
      formula: `SUM(B2:B${last - 1})`,
      formulaResult: report.run.cost.total,
    });
    expect(tenants.cell('B2').formula).toBe(
      `SUMIF(Ledger!$E$2:$E$${ledger.rows.length},A2,Ledger!$G$2:$G$${ledger.rows.length})`,
    );
    // Each line's stored result is what SUMIF finds among the ledger's rows.
    for (let row = 2; row < last; row++) {
      const [name, amount] = tenants.row(row);
      const found = ledger.rows.filter((line) => line[4] === name);
      expect(amount).toBeCloseTo(
        found.reduce((sum, line) => sum + Number(line[6]), 0),
        6,
      );
    }

    const figures = summary.rows.map(([figure]) => figure);
    const total = figures.indexOf('Cost of the horizon') + 1;
    expect(summary.cell(`B${total}`).formula).toBe(`SUM(Ledger!G2:G${ledger.rows.length})`);
    expect(summary.cell(`B${total + 2}`).formula).toBe(`B${total}/B${total + 1}*730`);
    expect(summary.cell(`B${total + 2}`).formulaResult).toBeCloseTo(report.run.costPerMonth ?? 0, 6);
    const words = figures.join('\n');
    expect(words).toContain('Not included: staff');
    expect(words).toContain(report.run.fleetcast.scenarioHash);
  });

  it('shows amounts as money, headers bold and in sight, columns as wide as their contents', async () => {
    const {
      Summary,
      Ledger,
      Months,
      'Cost by tenant': tenants,
    } = await openedWorkbook(await resultWorkbook(reportInput()));
    expect(Summary.cell('A1').style).toMatchObject({ font: { bold: true, size: 14 } });
    expect(tenants.cell('A1').style).toMatchObject({ font: { bold: true } });
    expect(tenants.cell('B2').style).toEqual({ numFmt: '#,##0.00' });
    const last = tenants.rows.length;
    expect(tenants.cell(`B${last}`).style).toMatchObject({ font: { bold: true }, numFmt: '#,##0.00' });
    expect(Ledger.cell('G2').style).toEqual({ numFmt: '#,##0.000000' });
    expect(Ledger).toMatchObject({ freezePane: { rows: 1 }, autoFilter: { range: 'A1:G1' } });
    const longest = Math.max(...Months.rows.map(([month]) => String(month).length));
    expect(Months.columns?.[0].width).toBe(longest + 2);
  });

  it('keeps names that look like formulas or errors as text', async () => {
    const names = { scenario: '=1+1', workload: '=cmd()', tenant: '=HYPERLINK("x")', pool: '#N/A' };
    const {
      'Cost by tenant': tenants,
      Summary,
      Ledger,
    } = await openedWorkbook(await resultWorkbook(reportInput(names)));
    expect(tenants.cell('A2').value).toBe('=HYPERLINK("x")');
    expect(tenants.cell('A2').formula).toBeUndefined();
    expect(Summary.cell('A1')).toMatchObject({ value: '=1+1', type: 'string' });
    expect(Ledger.cell('C2')).toMatchObject({ value: '#N/A', type: 'richText' });
  });
});

describe('the workbook of a comparison', () => {
  it('has live differences and a bridge that sums to the other’s cost', async () => {
    const report = reportInput();
    const input = (price: number): ForecastInput => ({
      name: `At ${price}`,
      currency: 'USD',
      spec: report.spec,
      usage: usageOf(report.usage),
      prices: [gpuHourPrice('h100', price)],
    });
    const compared = [2, 3].map((price) => ({
      label: `At ${price}`,
      document: { price },
      forecast: forecast(input(price)),
      metrics: replicationMetrics(input(price)),
      seed: 1,
    }));
    const view = compareView(
      compared.map((scenario) => ({
        compared: scenario,
        pools: [],
        resultId: 'r',
        documentId: scenario.label,
        isApproximate: false,
      })),
    );
    const fleetcast = { engine: '0', scenarioHash: 'hash', seed: 1, workers: 1, wallSeconds: 1 };
    const runs = compared.map((scenario) => ({ ...scenario.forecast, fleetcast }));
    const { Comparison, ...others } = await openedWorkbook(await compareWorkbook(view, runs));
    expect(Comparison.row(3).slice(0, 4)).toEqual([
      'Place',
      'Scenario',
      'USD a month',
      'Difference from the baseline',
    ]);
    expect(Comparison.row(4)[1]).toBe('At 2 (baseline)');
    expect(Comparison.cell('D5').formula).toBe('C5-C$4');
    expect(Comparison.cell('D5').formulaResult).toBeCloseTo(
      Number(Comparison.cell('C5').value) - Number(Comparison.cell('C4').value),
      9,
    );
    const why = others['Why different'];
    // The price alone differs.
    expect(why.cell('B4').formula).toBe('SUM(B2:B3)');
    expect(why.cell('B4').formulaResult).toBeCloseTo(compared[1].forecast.costPerMonth ?? 0, 5);
    expect(others['What differs'].row(2)).toEqual(['At 3', 'Scenario: price', '2', '3']);
  });
});
