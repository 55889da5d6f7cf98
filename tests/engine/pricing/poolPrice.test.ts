import { expect, it } from 'vitest';
import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { resolvePrices } from '../../../engine/pricing/poolPrice.ts';

const catalog: Catalog = {
  accelerators: [],
  models: [],
  sampleModels: [],
  efficiencies: [],
  startUps: [],
  engines: [],
  benchmarks: [],
  instances: [
    {
      id: 'gcp/a3-highgpu-8g/us-central1',
      aliases: [],
      accelerator: 'h100',
      gpus: 8,
      usdPerHour: 88.49,
      validFrom: '2026-07-30',
      source: 's',
      date: '2026-07-31',
    },
    {
      id: 'nebius/h100/eu',
      aliases: ['nebius-h100'],
      accelerator: 'h100',
      gpus: 8,
      usdPerHour: 23.6,
      source: 't',
      date: '2026-11-23',
      caution: 'undated',
    },
  ],
};

const DAYS = { from: '2026-01-01', until: '2026-02-01' };

it('takes a price of the scenario or a row of the catalogue', () => {
  const { prices, problems } = resolvePrices(
    {
      currency: 'USD',
      days: DAYS,
      pools: [
        { id: 'a', price: { perGpuHour: 3.5 } },
        { id: 'b', price: { instance: 'gcp/a3-highgpu-8g/us-central1' } },
        { id: 'c', price: { instance: 'nebius-h100' } },
        { id: 'd' },
      ],
    },
    catalog,
  );
  expect(problems).toEqual([]);
  expect(prices).toEqual([
    { pool: 'a', unit: 'GPU-hour', gpusPerUnit: 1, unitPrice: 3.5, source: 'the scenario' },
    {
      pool: 'b',
      unit: 'instance-hour',
      gpusPerUnit: 8,
      unitPrice: 88.49,
      instance: 'gcp/a3-highgpu-8g/us-central1',
      source: 's',
      readOn: '2026-07-31',
      validFrom: '2026-07-30',
    },
    {
      pool: 'c',
      unit: 'instance-hour',
      gpusPerUnit: 8,
      unitPrice: 23.6,
      instance: 'nebius/h100/eu',
      source: 't',
      readOn: '2026-11-23',
      caution: 'undated',
    },
    undefined,
  ]);
});

it('reports every instance it cannot price, with the place and what would be right', () => {
  const { prices, problems } = resolvePrices(
    {
      currency: 'EUR',
      days: DAYS,
      pools: [
        { id: 'a', price: { instance: 'gcp/a3-highgpu-8g/us-central2' } },
        { id: 'b', price: { instance: 'nebius/h100/eu' } },
        { id: 'c', price: { perGpuHour: 3 } },
        { id: 'd', price: { instance: 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz' } },
      ],
    },
    catalog,
  );
  expect(prices.map((price) => price?.unitPrice)).toEqual([undefined, undefined, 3, undefined]);
  expect(problems.map(({ path }) => path)).toEqual([
    'pools.a.price.instance',
    'pools.b.price.instance',
    'pools.d.price.instance',
  ]);
  expect(problems[0].message).toContain('there is one in: us-central1');
  expect(problems[1].message).toContain('USD');
  expect(problems[1].message).toContain('perGpuHour: … } in EUR');
  expect(problems[2].message).not.toContain('nearest');
});
