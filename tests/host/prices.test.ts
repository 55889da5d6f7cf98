import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

const TABLE = 'provider,instance_type,region,gpu,gpu_count,on_demand_usd_per_hour,price_date\n';
const SCENARIO = `fleetcast: 1
name: With prices of its own
currency: EUR
horizon: { start: 2026-03-01, hours: 2 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 0.5 }, promptTokens: 200, outputTokens: 20, target: p }
pools:
  - { id: p, replicas: 2, batching: { kvBlocks: 4000 }, stepTime: { linear: { baseMs: 20 } }, price: { instance: neo/h100/fi } }
prices:
  file: ./prices.yaml
  exchangeRates: [{ from: USD, to: EUR, rate: 0.5, date: 2026-02-01 }]
  negotiated: [{ provider: neo, discount: 25% }]
`;

describe('fleetcast prices', () => {
  it('imports a table, keeps what held before, and a scenario is priced by the file', async () => {
    const first = desk.write(
      'one.csv',
      `${TABLE}neo,h100,fi,H100,2,16,2026-01-01\nneo,l4,fi,L4,1,1,2026-01-01\n`,
    );
    const made = await runHere(['prices', 'import', first, '--to', 'prices.yaml', '--json'], desk);
    expect(made.code).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({
      written: true,
      rows: 2,
      diff: { added: ['neo/h100/fi', 'neo/l4/fi'] },
    });
    const second = desk.write('two.csv', `${TABLE}neo,h100,fi,H100,2,12,2026-06-01\n`);
    const before = readFileSync(join(desk.directory, 'prices.yaml'), 'utf8');
    const dry = await runHere(['prices', 'import', second, '--to', 'prices.yaml', '--dry-run'], desk);
    expect(dry.stdout).toContain('Nothing was written.');
    expect(readFileSync(join(desk.directory, 'prices.yaml'), 'utf8')).toBe(before);
    const { stdout } = await runHere(['prices', 'import', second, '--to', 'prices.yaml'], desk);
    expect(stdout).toMatch(/neo\/h100\/fi\s+16\.0000\s+12\.0000\s+-25%\s+2026-06-01/);
    expect(stdout).toContain('1 of the same providers not in the');
    const listed = await runHere(
      ['prices', 'list', '--file', 'prices.yaml', '--gpu', 'h100', '--json'],
      desk,
    );
    expect(JSON.parse(listed.stdout).prices).toMatchObject([
      { perHour: 16, validFrom: '2026-01-01', validTo: '2026-06-01' },
      { perHour: 12, validFrom: '2026-06-01' },
    ]);

    // Two GPUs at 16 USD of March, 0.5 EUR each, a quarter off, for two hours.
    const run = await runHere(['simulate', desk.write('s.yaml', SCENARIO), '--json', '--out', 'out'], desk);
    const { cost, prices } = JSON.parse(run.stdout);
    expect(cost.total).toBe(12);
    expect(prices[0]).toMatchObject({ listUnitPrice: 8, unitPrice: 6, negotiated: 0.25 });
    const bill = JSON.parse((await runHere(['costs', 'out/focus.csv', '--json', '--check'], desk)).stdout);
    expect(bill.violations.rows).toBe(0);
    expect(bill.bills[0]).toMatchObject({ currency: 'EUR', list: 16, contracted: 12, effective: 12 });
    expect(bill.bills[0].savings.negotiated).toBe(4);
  });

  it('lists the catalogue by provider, region and GPU', async () => {
    const { stdout } = await runHere(
      ['prices', 'list', '--provider', 'aws', '--region', 'us-east-1', '--gpu', 'a10g', '--json'],
      desk,
    );
    const { prices } = JSON.parse(stdout);
    expect(prices.length).toBeGreaterThan(1);
    for (const { instance } of prices) expect(instance).toMatch(/^aws\/g5\.\w+\/us-east-1$/);
    expect((await runHere(['prices', 'list'], desk)).stdout).toContain('gcp/a3-highgpu-8g/us-central1');
  });

  it('writes nothing that it could not read again: rows that no price file may have are left out', async () => {
    const table = desk.write(
      'odd.csv',
      `${TABLE}neo,a,fi,"H100\nor like it",2,12,2026-06-01\nneo,"b\nc",fi,H100,2,12,2026-06-01\nneo,d,fi,H100,2,12,2026-99-99\n`,
    );
    const { code, stdout } = await runHere(['prices', 'import', table, '--to', 'odd.yaml', '--json'], desk);
    expect([code, JSON.parse(stdout).rows]).toEqual([0, 1]);
    expect(JSON.parse(stdout).leftOut).toMatchObject([
      { line: 4, reason: expect.stringContaining('instance must be on one line') },
      { line: 6, reason: expect.stringContaining('validFrom must be a day such as') },
    ]);
    const listed = await runHere(['prices', 'list', '--file', 'odd.yaml', '--json'], desk);
    expect(JSON.parse(listed.stdout).prices).toMatchObject([{ gpu: 'H100\nor like it', perHour: 12 }]);
  });

  it('prices tokens of a hosted model', async () => {
    const flags = [
      '--model',
      'gpt-4.1',
      '--input',
      '1000',
      '--cached',
      '200',
      '--output',
      '200',
      '--requests',
      '60',
    ];
    const { stdout } = await runHere(['prices', 'tokens', ...flags, '--json'], desk);
    // 60 · (800 · 2 + 200 · 0.5 + 200 · 8) ÷ 10⁶.
    expect(JSON.parse(stdout).total).toBe(0.198);
    expect((await runHere(['prices', 'tokens', ...flags], desk)).stdout).toContain('0.198000');
    expect((await runHere(['prices', 'tokens'], desk)).stdout).toContain('claude-sonnet-5');
  });

  it.each([
    [
      'a table without prices',
      ['import', 'bad.csv', '--to', 'p.yaml'],
      'a,b\n1,2\n',
      'is no table of prices',
    ],
    [
      'a table with nothing usable',
      ['import', 'bad.csv', '--to', 'p.yaml'],
      `${TABLE}a,b,c,T4,1,700,\n`,
      'line 2',
    ],
    ['a table that is not there', ['import', 'none.csv', '--to', 'p.yaml'], '', 'there is no such file'],
    ['an import over its own table', ['import', 'bad.csv', '--to', 'bad.csv'], TABLE, '--to'],
    ['a model nobody knows', ['tokens', '--model', 'gpt-4.11'], '', 'did you mean'],
    ['a day that is none', ['tokens', '--model', 'gpt-4.1', '--on', '2026-02-30'], '', 'a day such as'],
    ['more cached than asked', ['tokens', '--model', 'gpt-4.1', '--cached', '5'], '', 'part of the prompt'],
  ])('refuses %s', async (_what, args, text, message) => {
    desk.write('bad.csv', text);
    const { code, stdout, stderr } = await runHere(['prices', ...args], desk);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(desk.files()).not.toContain('p.yaml');
  });

  it.each([
    [
      'overlapping prices in a file',
      'is a second price of neo/h100/fi from 2026-01-01 on',
      'validFrom: 2026-01-01',
    ],
    [
      'a price that ends before it begins',
      'must come after validFrom',
      'validFrom: 2026-01-01, validTo: 2025-01-01',
    ],
    ['a field that is none', '“price” is not a key here', 'price: 3'],
  ])('a scenario refuses %s', async (_what, message, more) => {
    desk.write(
      'prices.yaml',
      `fleetcastPrices: 1\nrows:\n  - { instance: neo/h100/fi, gpus: 2, perHour: 16 }\n  - { instance: neo/h100/fi, gpus: 2, perHour: 12, ${more} }\n`,
    );
    const { code, stderr } = await runHere(['validate', desk.write('s.yaml', SCENARIO)], desk);
    expect(code).toBe(2);
    expect(stderr).toContain('prices.file');
    expect(stderr).toContain(message);
  });
});
