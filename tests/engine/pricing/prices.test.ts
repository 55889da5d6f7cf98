import { describe, expect, it } from 'vitest';
import { ownedPrice } from '../../../engine/pricing/ownedPrice.ts';
import { type PricedDocument, resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { periodProblems } from '../../../engine/scenario/prices/pricePeriods.ts';
import type { PriceFile } from '../../../engine/scenario/prices/priceSchema.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const INSTANCE = 'gcp/a3-highgpu-8g/us-central1';

function priced(prices: PricedDocument['prices'], over: Partial<PricedDocument> = {}, file?: PriceFile) {
  const { prices: found, problems } = resolvePrices(
    {
      currency: 'USD',
      pools: [{ id: 'p', price: { instance: INSTANCE } }],
      days: { from: '2026-03-01', until: '2026-04-01' },
      prices,
      ...over,
    },
    readCatalog(),
    file,
  );
  return { price: found[0], problems: problems.map(({ message }) => message) };
}

const row = (perHour: number, over: object = {}) => ({ instance: INSTANCE, gpus: 8, perHour, ...over });

describe('prices beside the catalogue’s', () => {
  it('are the scenario’s first, then its file’s, then the catalogue’s', () => {
    const file: PriceFile = { fleetcastPrices: 1, currency: 'USD', rows: [row(70)] };
    expect(priced(undefined).price?.unitPrice).toBe(88.49);
    expect(priced(undefined, {}, file).price).toMatchObject({ unitPrice: 70, source: 'the price file' });
    expect(priced({ rows: [row(60, { source: 'a quote' })] }, {}, file).price).toMatchObject({
      unitPrice: 60,
      source: 'a quote (yours)',
    });
  });

  it('are those that hold on the first day of the horizon; others are told', () => {
    const rows = [
      row(80, { validTo: '2026-02-01' }),
      row(75, { validFrom: '2026-02-01', validTo: '2026-03-20' }),
      row(50, { validFrom: '2026-03-20' }),
    ];
    const { price } = priced({ rows });
    expect(price).toMatchObject({ unitPrice: 75, validFrom: '2026-02-01', validTo: '2026-03-20' });
    expect(price?.caution).toBe('from 2026-03-20 it is 50 USD, which is not reckoned with');
    expect(priced({ rows: [rows[2]] }).price?.caution).toBe(
      'no price holds on 2026-03-01: this is the nearest',
    );
    expect(priced({ rows: [rows[0]] }).price?.caution).toMatch(/^no price holds/);
  });

  it('are converted at the last rate before the horizon, either way round, and say so', () => {
    const exchangeRates = [
      { from: 'USD', to: 'EUR', rate: 0.9, date: '2026-01-15' },
      { from: 'EUR', to: 'USD', rate: 1.25, date: '2026-02-15', source: 'the bank' },
      { from: 'USD', to: 'EUR', rate: 0.7, date: '2026-05-01' },
    ];
    const { price } = priced({ exchangeRates }, { currency: 'EUR' });
    expect(price?.unitPrice).toBeCloseTo(88.49 * 0.8, 10);
    expect(price?.source).toContain('converted at 0.8 EUR a USD of 2026-02-15 (the bank)');
    expect(price?.committed?.['1y']).toBeCloseTo(61.383672 * 0.8, 10);
    const [message] = priced(undefined, { currency: 'EUR' }).problems;
    expect(message).toContain('is priced in USD and the scenario in EUR');
    expect(message).toContain('exchangeRates');
  });

  it('are less what was negotiated with the provider, the largest that holds', () => {
    const negotiated = [
      { provider: 'gcp', discount: 0.1 },
      { provider: 'gcp', discount: 0.2, instances: [INSTANCE], validFrom: '2026-02-01' },
      { provider: 'gcp', discount: 0.5, validFrom: '2026-06-01' },
      { provider: 'aws', discount: 0.6 },
    ];
    expect(priced({ negotiated }).price).toMatchObject({ listUnitPrice: 88.49, negotiated: 0.2 });
    expect(priced({ negotiated }).price?.unitPrice).toBeCloseTo(88.49 * 0.8, 10);
    expect(priced({ negotiated: negotiated.slice(2) }).price).not.toHaveProperty('negotiated');
  });

  it('name the regions of a type where the region is unknown, and what is near where the type is', () => {
    const of = (instance: string) =>
      priced(undefined, { pools: [{ id: 'p', price: { instance } }] }).problems[0];
    expect(of('gcp/a3-highgpu-8g/mars-north1')).toMatch(
      /^no price of gcp\/a3-highgpu-8g in the region 'mars-north1' is known; there is one in: us-central1, us-east5, europe-west4$/,
    );
    expect(of('gcp/a3-highgpu-9g/us-central1')).toContain('nearest: gcp/a3-highgpu-1g/us-central1');
    expect(of('gcp/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz/us-central1')).toMatch(
      /in us-central1 of gcp it has: |enter what/,
    );
  });

  it('of owned hardware are depreciation, power, colocation and operations', () => {
    const owned = {
      perGpu: 35_040,
      lifeYears: 4,
      residual: 0.1,
      watts: 1000,
      pue: 1.3,
      perKwh: 0.1,
      coloPerKwMonth: 146,
      opsPerGpuMonth: 73,
    };
    // 31,536 over 35,040 h; 1 kW · 1.3 · 0.1; 146 ÷ 730; 73 ÷ 730.
    const found = ownedPrice(owned);
    expect(found.depreciation).toBeCloseTo(0.9, 12);
    expect(found.power).toBeCloseTo(0.13, 12);
    expect(found.colocation).toBeCloseTo(0.2, 12);
    expect(found.operations).toBeCloseTo(0.1, 12);
    expect(found.perGpuHour).toBeCloseTo(1.33, 12);
    const { price } = priced(undefined, { pools: [{ id: 'p', price: { owned } }] });
    expect(price).toMatchObject({ unit: 'GPU-hour', gpusPerUnit: 1 });
    expect(price?.source).toContain('depreciation 0.9 + power 0.13 + colocation 0.2 + operations 0.1');
  });
});

describe('periods of prices', () => {
  it('must not overlap for one instance, nor end before they begin', () => {
    const messages = (rows: Parameters<typeof periodProblems>[0]) =>
      periodProblems(rows, ['prices', 'rows']).map(({ path, message }) => `${path.join('.')} ${message}`);
    expect(messages([row(1, { validTo: '2026-02-01' }), row(2, { validFrom: '2026-02-01' })])).toEqual([]);
    expect(messages([row(1), { ...row(2), instance: 'other' }])).toEqual([]);
    expect(messages([row(1, { validTo: '2026-03-01' }), row(2, { validFrom: '2026-02-01' })])).toEqual([
      `prices.rows.1 is a second price of ${INSTANCE} from 2026-02-01 to 2026-03-01; the first is rows.0`,
    ]);
    expect(messages([row(1), row(2)])[0]).toContain('from ever on');
    expect(messages([row(1, { validFrom: '2026-02-01', validTo: '2026-02-01' })])[0]).toContain(
      'must come after validFrom, 2026-02-01',
    );
  });
});
