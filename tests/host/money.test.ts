import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { heldCommitments } from '../../engine/pricing/commitments/heldCommitment.ts';
import { amountMicros, type Micros, microsOfText, totalMicros } from '../../engine/pricing/money.ts';
import { focusCsv, ledgerCsv } from '../../host/questions/forecast/csvFiles.ts';
import { costByTenant } from '../../host/questions/forecast/sections/costSections.ts';
import { instancePrice } from '../engine/finance/handmade.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

/** A booked amount as a reader of the JSON takes it: the decimal where there is one. */
function booked(run: Forecast, path: string, figure: number | null): Micros {
  const exact = run.exactAmounts?.[path];
  return exact === undefined ? amountMicros(figure ?? Number.NaN, 1) : microsOfText(exact);
}

function sumOfColumn(csv: Iterable<string>, column: string): Micros {
  const { data } = Papa.parse<Record<string, string>>([...csv].join(''), {
    header: true,
    skipEmptyLines: true,
  });
  return totalMicros(data.map((row) => microsOfText(row[column])));
}

/** What a total row of a table says, and what its other rows come to. */
function columnOf(rows: readonly { readonly cells: readonly string[] }[], column: number): readonly bigint[] {
  const values = rows.map(({ cells }) => BigInt(cells[column].replaceAll(/[,.]/g, '')));
  return [values.at(-1) ?? -1n, values.slice(0, -1).reduce((sum, value) => sum + value, 0n)];
}

const VND = `fleetcast: 1
name: A fleet in Hanoi
currency: VND
horizon: { start: 2026-01-31, days: 2 }
workloads:
  - { id: w, tenant: shop, arrivals: { process: poisson, ratePerSecond: 0.03 }, promptTokens: 200, outputTokens: 20, target: p }
  - { id: v, tenant: back, arrivals: { process: poisson, ratePerSecond: 0.01 }, promptTokens: 200, outputTokens: 20, target: p }
pools:
  - { id: p, replicas: 3, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 87654321987.6543 } }
commitments:
  - { id: ri, rule: aws-reserved-instance, units: 2, discount: 33.3%, term: 1y, payment: partial }
commitmentOffers:
  - { id: sp, rule: azure-savings-plan, discount: 45%, term: 1y }
`;

describe('money of any size', () => {
  it('is the same to the micro-unit in the ledger, in the cost file, and in what adds them up', () => {
    const price = fc.tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.constantFrom(100, 3e9, 1e15));
    fc.assert(
      fc.property(price, fc.boolean(), ([share, scale], isCommitted) => {
        const prices = [instancePrice(PLAIN.pool, share * scale, 8)];
        const start = Date.UTC(2026, 0, 31, 22) / 1000;
        const commitments = heldCommitments(
          isCommitted
            ? [
                {
                  id: 'c',
                  rule: 'azure-savings-plan',
                  hourly: scale / 3,
                  discount: 0.2,
                  term: '1y',
                  payment: 'all',
                },
              ]
            : [],
          [{ id: PLAIN.pool }],
          prices,
          start,
        );
        const report = reportInput(PLAIN, 1, { currency: 'IDR', prices, commitments });
        // As a reader gets it.
        const run = JSON.parse(JSON.stringify(report.run)) as typeof report.run;
        const { cost } = run;
        const total = booked(run, 'cost.total', cost.total);
        expect(sumOfColumn(ledgerCsv(report), 'amount')).toBe(total);
        expect(sumOfColumn(focusCsv(report), 'EffectiveCost')).toBe(total);
        const paid = run.commitments?.cash.map((each) =>
          booked(run, `commitments.cash.${each.month}.paid`, each.paid),
        ) ?? [total];
        expect(sumOfColumn(focusCsv(report), 'BilledCost')).toBe(totalMicros(paid));
        const tenants = Object.entries(cost.byTenant).map(([name, figure]) =>
          booked(run, `cost.byTenant.${name}`, figure),
        );
        expect(totalMicros([...tenants, booked(run, 'cost.idle', cost.idle)])).toBe(total);
        const [shownTotal, shownParts] = columnOf(costByTenant(run).table.rows, 1);
        expect(shownParts).toBe(shownTotal);
        // A figure is within its last digit of the amount.
        expect(Math.abs(Number(total) / 1e6 / (cost.total ?? 0) - 1)).toBeLessThan(1e-15);
      }),
    );
  });

  it('comes out of the command line as decimals, and back out of its own cost file', async () => {
    const run = await desk.run(['simulate', desk.write('vnd.yaml', VND), '--json', '--out', 'result']);
    expect(run.stderr).not.toContain('fault');
    const forecast = JSON.parse(run.stdout) as Forecast;
    const total = 48 * 87654321987.6543 * (2 * 0.667 + 1);
    expect(Number(forecast.exactAmounts?.['cost.total'])).toBeCloseTo(total, -3);
    expect(forecast.verdict).toMatch(/^VND \d{3},\d{3},\d{3},\d{3},\d{3} a month/);
    const { stdout } = await runHere([
      'costs',
      join(desk.directory, 'result', 'focus.csv'),
      '--json',
      '--check',
    ]);
    const document = JSON.parse(stdout) as {
      readonly exactAmounts: Readonly<Record<string, string>>;
      readonly violations: { readonly rows: number };
    };
    expect(document.violations.rows).toBe(0);
    expect(document.exactAmounts['bills.VND.effective']).toBe(forecast.exactAmounts?.['cost.total']);
    expect(document.exactAmounts['bills.VND.subAccounts.shop.effective']).toBe(
      forecast.exactAmounts?.['cost.byTenant.shop'],
    );
    const plan = await desk.run(['commit', 'vnd.yaml', '--json']);
    expect(plan.code).toBe(0);
    const { cheapest } = JSON.parse(plan.stdout) as { readonly cheapest: { readonly savings: number } };
    expect(cheapest.savings).toBeGreaterThan(1e12);
  });

  it('of hosted tokens is exact, too', async () => {
    const use = '--model gpt-4.1 --input 123456789 --output 98765432 --requests 1000000000000';
    const { stdout } = await runHere(['prices', 'tokens', ...use.split(' '), '--on', '2026-11-01', '--json']);
    const { lines, exactAmounts } = JSON.parse(stdout) as {
      readonly lines: readonly { readonly what: string }[];
      readonly exactAmounts: Readonly<Record<string, string>>;
    };
    const parts = lines.map(({ what }) => microsOfText(exactAmounts[`lines.${what}.cost`]));
    expect(totalMicros(parts)).toBe(microsOfText(exactAmounts['total']));
  });

  it.each([
    [
      'perGpuHour: 87654321987.6543',
      'perGpuHour: 1e16',
      'pools.p.price.perGpuHour: must be at most 1000000000000000',
    ],
    [
      'perGpuHour: 87654321987.6543',
      'owned: { perGpu: 1e15, lifeYears: 1e-9, watts: 1, perKwh: 0 }',
      'pools.p.price.owned: it comes to',
    ],
    ['units: 2', 'units: 1e10', 'commitments.ri.units: must be at most'],
  ])('is asked back where %s is %s', async (before, after, told) => {
    // Of hardware of one's own no provider takes anything off.
    const base = after.startsWith('owned') ? VND.slice(0, VND.indexOf('commitments:')) : VND;
    const file = join(desk.directory, desk.write('bad.yaml', base.replace(before, after)));
    const answer = await runHere(['validate', file]);
    expect(answer.code).toBe(2);
    expect(answer.stdout + answer.stderr).toContain(told);
  });
});
