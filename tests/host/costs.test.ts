import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CostsDocument } from '../../host/questions/costs/costsDocument.ts';
import { sharedData } from '../sharedData.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

const SCENARIO = `fleetcast: 1
name: With a reservation
horizon: { start: 2026-01-31, days: 2 }
workloads:
  - { id: w, tenant: shop, arrivals: { process: poisson, ratePerSecond: 0.3 }, promptTokens: 200, outputTokens: 20, target: p }
pools:
  - { id: p, replicas: 3, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 2.37 } }
commitments:
  - { id: ri, rule: aws-reserved-instance, units: 4, discount: 33%, term: 1y, payment: partial }
`;

async function costs(file: string, ...flags: string[]) {
  const answer = await runHere(['costs', file, ...flags], desk);
  return {
    ...answer,
    document: answer.stdout.startsWith('{') ? (JSON.parse(answer.stdout) as CostsDocument) : undefined,
  };
}

describe('fleetcast costs', () => {
  it('reads back what simulate wrote, to the micro-unit, and finds no rule of FOCUS broken', async () => {
    const run = await runHere(
      ['simulate', desk.write('scenario.yaml', SCENARIO), '--json', '--out', 'result'],
      desk,
    );
    const forecast = JSON.parse(run.stdout);
    const { document } = await costs('result/focus.csv', '--json', '--check');
    expect(document).toMatchObject({ leftOut: [], notes: [], violations: { rows: 0 } });
    expect(document?.from).toBe('2026-01-31T00:00:00.000Z');
    const [bill] = document?.bills ?? [];
    expect(bill.effective).toBe(forecast.cost.total);
    // Half of a year of four reserved GPUs is paid at once, the other half as it goes.
    expect(bill.billed).toBeCloseTo(4 * 2.37 * 0.67 * (4380 + 24), 4);
    expect(forecast.commitments.cash.map(({ month }: { month: string }) => month)).toEqual([
      '2026-01',
      '2026-02',
    ]);
    const paid = forecast.commitments.cash.reduce((sum: number, { paid: p }: { paid: number }) => sum + p, 0);
    expect(bill.billed).toBeCloseTo(paid, 6);
    const shop = bill.subAccounts.find(({ name }) => name === 'shop');
    expect(shop?.effective).toBe(forecast.cost.byTenant.shop);
    expect(bill.utilisation).toBeCloseTo(0.75, 6);

    const { code, stdout } = await costs('result/focus.csv');
    expect(code).toBe(0);
    expect(stdout).toContain('Coverage 100%, utilisation 75%');
    expect(run.stdout).not.toContain('NaN');
  });

  it('tells rows that are broken and goes on with the others', async () => {
    const file = desk.write(
      'bill.csv',
      'ChargePeriodStart,BilledCost,EffectiveCost,BillingCurrency\n2026-01-01 00:00:00,NULL,2.5,USD\n2026-01-02,x,1,USD\n',
    );
    const { code, stdout } = await costs(file, '--check');
    expect(code).toBe(0);
    expect(stdout).toContain('1 row was left out:\n  line 3: BilledCost “x” is no number');
    expect(stdout).toContain('line 2: BilledCost must be a number, not “NULL”');
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['something else', 'a,b\n1,2\n', 'has no column BilledCost or EffectiveCost'],
    ['a header alone', 'BilledCost,ChargePeriodStart\n', 'has no rows'],
    ['no row that can be read', 'BilledCost,ChargePeriodStart\nx,y\n', 'line 2: BilledCost “x” is no number'],
  ])('refuses a file with %s', async (_what, text, message) => {
    const { code, stdout, stderr } = await costs(desk.write('bill.csv', text), '--json');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('bill.csv');
    expect(stderr).toContain(message);
  });

  it('refuses a file that is not there', async () => {
    const { code, stderr } = await costs('nowhere.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such file');
  });

  const sample = sharedData('focus', 'focus_sample_1.0.csv');
  it.skipIf(sample === undefined)('reads the official 1.0 sample', async () => {
    const { document } = await costs(sample ?? '', '--json');
    expect(document?.rows).toBe(1000);
    expect(document?.leftOut).toEqual([]);
  });
});
