import { expect, it } from 'vitest';
import { minimumProblems } from '../../../engine/pricing/billedMinimum.ts';
import { resolvePrices } from '../../../engine/pricing/poolPrice.ts';
import { priceRowSchema } from '../../../engine/scenario/prices/priceSchema.ts';
import { gpuHourPrice, instancePrice } from '../finance/handmade.ts';

const EMPTY = {
  accelerators: [],
  models: [],
  sampleModels: [],
  efficiencies: [],
  startUps: [],
  engines: [],
  benchmarks: [],
  instances: [],
};

it('takes the minimum of a row that has one', () => {
  const row = (instance: string, minimum: object) =>
    priceRowSchema.parse({ instance, gpus: 8, perHour: 24, ...minimum });
  const { prices } = resolvePrices(
    {
      currency: 'USD',
      days: { from: '2026-01-01', until: '2026-02-01' },
      prices: { rows: [row('own/a/here', { minimumSeconds: '1h' }), row('own/b/here', {})] },
      pools: ['own/a/here', 'own/b/here'].map((instance) => ({ id: instance, price: { instance } })),
    },
    EMPTY,
  );
  expect(prices.map((price) => price?.minimumSeconds)).toEqual([3600, undefined]);
});

it('refuses a minimum for which nothing is counted by the name of its instance, where replicas come and go', () => {
  const [plain, living] = [{}, { living: {} as never }];
  const odd = { ...instancePrice('p', 1, 8), minimumSeconds: 600 };
  const prices = [odd, odd, { ...odd, minimumSeconds: 3600 }, gpuHourPrice('p', 1), undefined];
  const problems = minimumProblems([plain, living, living, living, living], prices);
  expect(problems).toEqual([
    {
      path: ['pools', 1, 'price', 'instance'],
      message:
        'cloud-p is billed for 600 s at least; replicas that come and go can be paid at minimums of 0, 60 and 3600 s',
      suggestion: 'give prices.rows[].minimumSeconds the nearest of them',
    },
  ]);
});
