import { steadyPaid } from '../../engine/usage/paidHours.ts';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { ledgerCsv, usageCsv } from '../../host/questions/forecast/csvFiles.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

function read(chunks: Iterable<string>): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>([...chunks].join(''), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data;
}

describe('usage.csv', () => {
  it('has a row an hour for each pool and account', () => {
    const rows = read(usageCsv(reportInput()));
    expect(rows).toHaveLength(3 * (1 + 2));
    expect(rows[0]).toMatchObject({
      hour: '0',
      start: '2026-01-31T22:00Z',
      row: 'pool',
      pool: 'h100',
      replicaHours: '1',
      busyReplicaSeconds: '3600',
      usedReplicaSeconds: '3240',
      fullLoadReplicaSeconds: '3240',
      arrived: '',
    });
    expect(rows[8]).toMatchObject({
      hour: '2',
      start: '2026-02-01T00:00Z',
      row: 'account',
      pool: 'h100',
      workload: 'bulk',
      tenant: 'research',
      arrived: '2',
      rejected: '1',
      promptTokens: '10000',
    });
    expect(rows.reduce((sum, { arrived }) => sum + Number(arrived), 0)).toBe(1512);
  });
});

describe('ledger.csv', () => {
  it('adds up to the total, tenant by tenant', () => {
    const input = reportInput();
    const rows = read(ledgerCsv(input));
    const micros = (from: typeof rows): number =>
      from.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 1e6), 0);
    expect(micros(rows)).toBe(265_470_000);
    expect(micros(rows.filter(({ bookedTo }) => bookedTo === 'idle'))).toBe(
      Math.round((input.run.cost.idle ?? 0) * 1e6),
    );
    for (const [tenant, amount] of Object.entries(input.run.cost.byTenant)) {
      expect(micros(rows.filter((row) => row['tenant'] === tenant))).toBe(Math.round(amount * 1e6));
    }
    expect(rows.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBeCloseTo(3, 9);
    expect(rows[0]).toMatchObject({
      category: 'compute',
      unit: 'instance-hour',
      unitPrice: '88.49',
      currency: 'USD',
      bookedTo: 'tenant',
    });
  });
});

describe('names', () => {
  it('that a spreadsheet would run are made text', () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\n=1', ' =1', '=a\nb']) {
      const rows = read(usageCsv(reportInput({ ...PLAIN, tenant: name })));
      expect(rows[1]['tenant']).toBe(`'${name}`);
    }
  });

  it('with commas, quotes and lines come back as they were', () => {
    const name = 'a,"b"\nc\r\nd;é';
    expect(read(ledgerCsv(reportInput({ ...PLAIN, tenant: name })))[0]['tenant']).toBe(name);
  });
});

it('writes long files in chunks', () => {
  const input = reportInput();
  const hours = 3000;
  const spec = { ...input.spec, hours, accounts: [], workloads: [] };
  const long = new Float64Array(hours).fill(1);
  const chunks = [
    ...usageCsv({
      ...input,
      spec,
      usage: {
        ...input.usage,
        pools: [{ ...input.usage.pools[0], busySeconds: long, paid: steadyPaid(1, 0, hours) }],
      },
    }),
  ];
  expect(chunks.length).toBe(2);
  expect(chunks.join('').trimEnd().split('\n')).toHaveLength(hours + 1);
});
