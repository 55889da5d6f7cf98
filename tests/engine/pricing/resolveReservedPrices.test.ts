import { describe, expect, it } from 'vitest';
import type { PriceOnDemand } from '../../../engine/pricing/priceOnDemand.ts';
import { resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { reservedPricesOf } from '../../../engine/pricing/resolveReservedPrices.ts';
import type { ReservedDocument } from '../../../engine/scenario/living/capacity/capacitySchema.ts';

const GPU_HOUR: PriceOnDemand = { unit: 'GPU-hour', gpusPerUnit: 1, unitPrice: 4, source: 's' };
const INSTANCE: PriceOnDemand = {
  unit: 'instance-hour',
  gpusPerUnit: 8,
  unitPrice: 72,
  listUnitPrice: 80,
  source: 's',
};
const reservation = (price?: ReservedDocument['price']): ReservedDocument => ({
  kind: 'reservation',
  nodes: 2,
  ...(price && { price }),
});
const BLOCK: ReservedDocument = {
  kind: 'capacity-block',
  nodes: 1,
  from: 0,
  until: 86_400,
  price: { perGpuHour: 4.9 },
};

describe('prices of what is reserved', () => {
  it('are of the unit that the pool pays, in the order of those that have one', () => {
    const capacity = [
      reservation(),
      { kind: 'on-demand' } as const,
      BLOCK,
      reservation({ perGpuHour: 3.5 }),
      reservation({ discount: 0.25 }),
    ];
    expect(reservedPricesOf({ capacity }, INSTANCE, 'USD')).toEqual([
      { entry: 1, kind: 'capacity-block', nodes: 1, unitPrice: 39.2, source: 'the scenario' },
      { entry: 2, kind: 'reservation', nodes: 2, unitPrice: 28, source: 'the scenario' },
      // Off the list price: what was negotiated is of machines on demand.
      {
        entry: 3,
        kind: 'reservation',
        nodes: 2,
        unitPrice: 60,
        discount: 0.25,
        source: 'the scenario: off the list price on demand',
      },
    ]);
    expect(reservedPricesOf({}, INSTANCE, 'USD')).toEqual([]);
  });

  it('are told where they are dearer than on demand', () => {
    expect(reservedPricesOf({ capacity: [BLOCK] }, GPU_HOUR, 'USD')).toEqual([
      {
        entry: 0,
        kind: 'capacity-block',
        nodes: 1,
        unitPrice: 4.9,
        source: 'the scenario',
        caution: 'the capacity block at 4.9 an hour is dearer than on demand, 4',
      },
    ]);
  });

  it('at a discount are told as dearer where more was negotiated', () => {
    const [found] = [
      reservedPricesOf({ capacity: [reservation({ discount: 0.05 })] }, INSTANCE, 'USD'),
    ].flat();
    expect(found).toMatchObject({
      unitPrice: 76,
      caution: expect.stringContaining('dearer than on demand, 72'),
    });
  });

  it('are wrong by name: a discount off what is owned, more than can be counted', () => {
    const owned = { price: { owned: {} }, capacity: [reservation(), reservation({ discount: 0.2 })] };
    expect(reservedPricesOf(owned, GPU_HOUR, 'USD')).toEqual({
      path: 'capacity.1.price',
      message: expect.stringMatching(
        /no price on demand to take it off, the GPUs are owned: write \{ perGpuHour/,
      ),
    });
    expect(reservedPricesOf({ capacity: [reservation({ perGpuHour: 1e15 })] }, INSTANCE, 'EUR')).toEqual({
      path: 'capacity.0.price',
      message: 'it comes to 8000000000000000 EUR per instance-hour; a price must be at most 1000000000000000',
    });
  });

  it('are a pool’s, or its problem', () => {
    const resolved = (price: ReservedDocument['price']) =>
      resolvePrices(
        {
          currency: 'USD',
          days: { from: '2026-01-01', until: '2026-02-01' },
          pools: [{ id: 'chat', price: { perGpuHour: 4 }, capacity: [reservation(price)] }],
        },
        {
          accelerators: [],
          models: [],
          sampleModels: [],
          efficiencies: [],
          startUps: [],
          engines: [],
          benchmarks: [],
          instances: [],
        },
      );
    expect(resolved({ perGpuHour: 3 }).prices[0]?.reserved).toEqual([
      { entry: 0, kind: 'reservation', nodes: 2, unitPrice: 3, source: 'the scenario' },
    ]);
    expect(resolved(undefined).prices[0]).not.toHaveProperty('reserved');
    expect(resolved({ perGpuHour: 2e15 }).problems.map(({ path }) => path)).toEqual([
      'pools.chat.capacity.0.price',
    ]);
  });
});
