import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { forecast, type ForecastInput, replicationMetrics } from '../../engine/forecast.ts';
import { compareView } from '../../host/questions/compare/compareView.ts';
import { compareWorkbook } from '../../host/questions/compare/compareWorkbook.ts';
import { resultWorkbook } from '../../host/questions/forecast/resultWorkbook.ts';
import { microsOfText, totalMicros } from '../../engine/pricing/money.ts';
import { gpuHourPrice, instancePrice, usageOf } from '../engine/finance/handmade.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

async function opened(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
}

/** What SUM over a column of the sheet gives, as the spreadsheet would work it out. */
function sumOf(sheet: ExcelJS.Worksheet, column: number): number {
  let sum = 0;
  sheet.eachRow((row, number) => {
    if (number > 1) sum += Number(row.getCell(column).value);
  });
  return sum;
}

function sheetOf(book: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = book.getWorksheet(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  return sheet;
}

describe('the workbook of a result', () => {
  it('has amounts that a cell would round as text, too, and says so', async () => {
    const report = reportInput(PLAIN, 1, { prices: [instancePrice(PLAIN.pool, 123456789012.3456, 8)] });
    const book = await opened(await resultWorkbook(report));
    const exact = sheetOf(book, 'Exact amounts');
    const texts = new Map(
      exact.getRows(2, exact.rowCount - 1)?.map((row) => [row.getCell(1).text, row.getCell(2).value]),
    );
    expect(Object.fromEntries(texts)).toEqual(report.run.exactAmounts);
    expect(texts.get('cost.total')).toBe('370370367037.0368');
    const ledger = sheetOf(book, 'Ledger');
    const lines = ledger.getRows(2, ledger.rowCount - 1)?.map((row) => [
      row.getCell(7).value,
      // Small lines have no decimal of their own.
      row.getCell(8).value ?? String(row.getCell(7).value),
    ]);
    expect(totalMicros(lines?.map(([, text]) => microsOfText(String(text))) ?? [])).toBe(370370367037036800n);
    for (const [figure, text] of lines ?? []) expect(figure).toBe(Number(text));
    expect(JSON.stringify(sheetOf(book, 'Summary').getSheetValues())).toContain('counts to 15 digits');
    const plain = await opened(await resultWorkbook(reportInput()));
    expect(plain.getWorksheet('Exact amounts')).toBeUndefined();
  });

  it('says that a quick estimate is one, and only then', async () => {
    const textOf = async (isApproximate: boolean) =>
      JSON.stringify(
        sheetOf(await opened(await resultWorkbook(reportInput(), isApproximate)), 'Summary').getSheetValues(),
      );
    expect(await textOf(true)).toContain('≈ marks a quick estimate');
    expect(await textOf(false)).not.toContain('≈');
  });

  it('has totals as formulas whose stored results are what they work out to', async () => {
    const report = reportInput();
    const book = await opened(await resultWorkbook(report));
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Cost by tenant',
      'Months',
      'Ledger',
      'Usage',
    ]);
    const ledger = sheetOf(book, 'Ledger');
    expect(sumOf(ledger, 7)).toBeCloseTo(report.run.cost.total ?? 0, 6);

    const tenants = sheetOf(book, 'Cost by tenant');
    const last = tenants.rowCount;
    expect(tenants.getCell(`A${last}`).value).toBe('Total');
    expect(tenants.getCell(`B${last}`).value).toEqual({
      formula: `SUM(B2:B${last - 1})`,
      result: report.run.cost.total,
    });
    expect(tenants.getCell('B2').formula).toBe(
      `SUMIF(Ledger!$E$2:$E$${ledger.rowCount},A2,Ledger!$G$2:$G$${ledger.rowCount})`,
    );
    // Each line's stored result is what SUMIF finds among the ledger's rows.
    for (let row = 2; row < last; row++) {
      const name = tenants.getCell(`A${row}`).value;
      let sum = 0;
      ledger.eachRow((line) => {
        if (line.getCell(5).value === name) sum += Number(line.getCell(7).value);
      });
      expect(tenants.getCell(`B${row}`).result).toBeCloseTo(sum, 6);
    }

    const summary = sheetOf(book, 'Summary');
    const total = summary.getColumn(1).values.indexOf('Cost of the horizon');
    expect(summary.getCell(`B${total}`).formula).toBe(`SUM(Ledger!G2:G${ledger.rowCount})`);
    expect(summary.getCell(`B${total + 2}`).formula).toBe(`B${total}/B${total + 1}*730`);
    expect(summary.getCell(`B${total + 2}`).result).toBeCloseTo(report.run.costPerMonth ?? 0, 6);
    const words = summary.getColumn(1).values.join('\n');
    expect(words).toContain('Not included: staff');
    expect(words).toContain(report.run.fleetcast.scenarioHash);
  });

  it('keeps names that look like formulas as text', async () => {
    const names = { scenario: '=1+1', workload: '=cmd()', tenant: '=HYPERLINK("x")', pool: '@pool' };
    const book = await opened(await resultWorkbook(reportInput(names)));
    const tenants = sheetOf(book, 'Cost by tenant');
    expect(tenants.getCell('A2').value).toBe('=HYPERLINK("x")');
    expect(tenants.getCell('A2').formula).toBeUndefined();
    expect(sheetOf(book, 'Summary').getCell('A1').formula).toBeUndefined();
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
        resultId: 'r',
        documentId: scenario.label,
        isApproximate: false,
      })),
    );
    const fleetcast = { engine: '0', scenarioHash: 'hash', seed: 1, workers: 1, wallSeconds: 1 };
    const runs = compared.map((scenario) => ({ ...scenario.forecast, fleetcast }));
    const book = await opened(await compareWorkbook(view, runs));
    const sheet = sheetOf(book, 'Comparison');
    expect(sheet.getCell('C5').formula).toBe('B5-B$4');
    expect(sheet.getCell('C5').result).toBeCloseTo(
      Number(sheet.getCell('B5').value) - Number(sheet.getCell('B4').value),
      9,
    );
    const why = sheetOf(book, 'Why different');
    expect(why.getCell('B7').formula).toBe('SUM(B2:B6)');
    expect(why.getCell('B7').result).toBeCloseTo(compared[1].forecast.costPerMonth ?? 0, 5);
    expect(sheetOf(book, 'What differs').getRow(2).values).toEqual([undefined, 'At 3', 'price', '2', '3']);
  });
});
