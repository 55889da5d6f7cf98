import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { type PriceInput, resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { hourlySpotPrices, hourlySpread } from '../../../engine/pricing/spotPrice.ts';
import type {
  SpotDocument,
  SpotPriceDocument,
} from '../../../engine/scenario/living/capacity/capacitySchema.ts';
import type { OwnedDocument } from '../../../engine/scenario/poolSchema.ts';
import type { PricesDocument } from '../../../engine/scenario/prices/priceSchema.ts';

const CATALOG: Catalog = {
  accelerators: [],
  models: [],
  sampleModels: [],
  efficiencies: [],
  startUps: [],
  engines: [],
  benchmarks: [],
  instances: [],
};
const BOX = { instance: 'aws/p5.48xlarge/us-east-1', gpus: 8, perHour: 80 };

function resolved(
  price: PriceInput | undefined,
  spot: SpotPriceDocument | undefined,
  prices: PricesDocument = { rows: [BOX] },
  currency = 'USD',
): ReturnType<typeof resolvePrices> {
  const entry: SpotDocument = {
    kind: 'spot',
    interruptions: { meanHours: 12 },
    ...(spot && { price: spot }),
  };
  return resolvePrices(
    {
      currency,
      days: { from: '2026-01-01', until: '2026-02-01' },
      prices,
      pools: [{ id: 'chat', price, capacity: [{ kind: 'on-demand', replicas: 1 }, entry] }],
    },
    CATALOG,
  );
}
const instance = { instance: BOX.instance };
const ofChat = (...args: Parameters<typeof resolved>) => resolved(...args).prices[0]?.spot;

describe('the price of spot', () => {
  it('is what is off the list price, a GPU-hour’s for all GPUs of the unit, or the list’s own', () => {
    // 80 − 62 %; eight GPUs at 1.2.
    expect(ofChat(instance, { discount: 0.62 })?.unitPrice).toBeCloseTo(30.4, 12);
    expect(ofChat(instance, { perGpuHour: 1.2 })?.unitPrice).toBeCloseTo(9.6, 12);
    expect(ofChat({ perGpuHour: 3 }, { discount: 0.5 })?.unitPrice).toBe(1.5);
    expect(ofChat({ perGpuHour: 3 }, { perGpuHour: 1.2 })?.unitPrice).toBe(1.2);
    expect(ofChat(instance, undefined, { rows: [{ ...BOX, spotPerHour: 22 }] })).toEqual({
      unitPrice: 22,
      source: 'the scenario',
    });
  });

  it('is converted as its list is', () => {
    const file = { fleetcastPrices: 1 as const, currency: 'USD', rows: [{ ...BOX, spotPerHour: 22 }] };
    const pools = [
      {
        id: 'chat',
        price: instance,
        capacity: [{ kind: 'spot' as const, interruptions: { meanHours: 12 } }],
      },
    ];
    const exchangeRates = [{ from: 'USD', to: 'EUR', rate: 0.5, date: '2026-01-01' }];
    const { prices } = resolvePrices(
      {
        currency: 'EUR',
        days: { from: '2026-01-01', until: '2026-02-01' },
        prices: { exchangeRates },
        pools,
      },
      CATALOG,
      file,
    );
    expect(prices[0]).toMatchObject({ unitPrice: 40, spot: { unitPrice: 11 } });
  });

  it('knows nothing of what was negotiated, which may make it the dearer one', () => {
    const prices = { rows: [BOX], negotiated: [{ provider: 'aws', discount: 0.5 }] };
    const [paid] = resolved(instance, { discount: 0.4 }, prices).prices;
    expect(paid?.unitPrice).toBe(40);
    expect(paid?.spot).toMatchObject({
      unitPrice: 48,
      caution: 'spot at 48 an hour is dearer than on demand, 40',
    });
    expect(ofChat(instance, { discount: 0.4 })?.caution).toBeUndefined();
    const steps = [
      { second: 0, perGpuHour: 2 },
      { second: 60, perGpuHour: 11 },
    ];
    expect(ofChat(instance, { steps })?.caution).toBe(
      'spot at up to 88 an hour is dearer than on demand, 80',
    );
  });

  it('says what to write where nobody knows it', () => {
    const { prices, problems } = resolved(instance, undefined);
    expect(prices).toEqual([undefined]);
    expect(problems).toEqual([
      {
        path: 'pools.chat.capacity.1.price',
        message:
          'no spot price of aws/p5.48xlarge/us-east-1 is known: write price: { discount: 60% } off the price on demand, { perGpuHour: 1.2 }, ' +
          '{ steps: [{ second: 0, perGpuHour: 1.2 }] } or a { trace: … } of prices, or spotPerHour in a row of prices.rows',
      },
    ]);
    const owned: OwnedDocument = {
      perGpu: 30_000,
      lifeYears: 4,
      residual: 0.1,
      watts: 1000,
      pue: 1.3,
      perKwh: 0.1,
      coloPerKwMonth: 150,
      opsPerGpuMonth: 20,
    };
    expect(resolved({ owned }, { discount: 0.5 }).problems[0].message).toContain('the GPUs are owned');
    expect(resolved({ owned }, { perGpuHour: 1 }).problems).toEqual([]);
    // Of a pool without any price the cost is unknown, as ever.
    expect(resolved(undefined, undefined)).toEqual({ prices: [undefined], problems: [] });
    expect(resolved(instance, { perGpuHour: 1e15 }).problems[0].message).toContain('must be at most');
  });
});

describe('a spot price that changes', () => {
  const steps = [
    { second: 1800, unitPrice: 4 },
    { second: 5400, unitPrice: 8 },
    { second: 5400, unitPrice: 2 },
    { second: 7200, unitPrice: 6 },
  ];

  it('enters as its mean in time over each hour: the first before, the last after', () => {
    // Hour 1: half an hour at 4 and half at 2; from 7,200 s on 6.
    const spot = { unitPrice: 4, steps, source: '' };
    expect([...hourlySpotPrices(spot, 4)]).toEqual([4, 3, 6, 6]);
    expect(hourlySpread(spot, 4)).toEqual({ least: 3, mean: 4.75, most: 6 });
    expect([...hourlySpotPrices({ unitPrice: 5, source: '' }, 2)]).toEqual([5, 5]);
    expect(
      ofChat(instance, { steps: steps.map(({ second, unitPrice }) => ({ second, perGpuHour: unitPrice })) }),
    ).toMatchObject({
      unitPrice: 32,
      steps: steps.map((step) => ({ ...step, unitPrice: 8 * step.unitPrice })),
    });
  });

  it('is the mean of its seconds, whatever the steps', () => {
    const anySteps = fc
      .array(fc.record({ second: fc.nat(3 * 3600), unitPrice: fc.integer({ min: 1, max: 50 }) }), {
        minLength: 1,
        maxLength: 30,
      })
      .map((each) => each.sort((a, b) => a.second - b.second));
    fc.assert(
      fc.property(anySteps, (rows) => {
        const found = hourlySpotPrices({ unitPrice: rows[0].unitPrice, steps: rows, source: '' }, 3);
        for (let h = 0; h < 3; h++) {
          let sum = 0;
          for (let s = h * 3600; s < (h + 1) * 3600; s++)
            sum += (rows.findLast(({ second }) => second <= s) ?? rows[0]).unitPrice;
          expect(found[h]).toBeCloseTo(sum / 3600, 9);
        }
      }),
      { numRuns: 30 },
    );
  });
});
