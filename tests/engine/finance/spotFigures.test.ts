import { expect, it } from 'vitest';
import type { SpotSpec } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import { fleetForecast } from './handmadeFleet.ts';
import { gpuHourPrice } from './handmade.ts';

const SPOT: SpotSpec = {
  onDemandReplicas: 1,
  noticeSeconds: 30,
  supply: { kind: 'counts', seconds: [0], nodes: [9] },
};
const priced = (unitPrice: number) => [
  { ...gpuHourPrice('h100', 1), spot: { unitPrice, source: 'the scenario' } },
];
/** One replica of four GPUs on demand; two, then one, then none on spot. */
const made = {
  isScaled: false,
  living: { spot: SPOT },
  paid: [1, 1, 1],
  spotPaid: [2, 1, 0],
  counts: { interruptions: 3, fallbacks: 1, lostRequests: 5, lossRetries: 4 },
};

it('says what was paid by kind of capacity, and what all of it would be on demand', () => {
  const { forecast, ledger } = fleetForecast({ ...made, input: { prices: priced(0.25) } });
  expect(ledger.series.map(({ category }) => category)).toEqual(['compute', 'spot compute']);
  // 12 GPU-hours on demand at 1, and 12 of spot at 0.25: 15 in place of 24.
  expect(forecast.cost).toMatchObject({ total: 15, byCategory: { compute: 12, 'spot compute': 3 } });
  const savings = { allOnDemand: 24, saved: 9, savedShare: 0.375 };
  expect(forecast.pools[0].spot).toEqual({
    onDemand: { replicaHours: 3, unitHours: 12, cost: 12 },
    spot: { replicaHours: 3, unitHours: 12, cost: 3 },
    alwaysToBeHad: false,
    ...savings,
  });
  expect(forecast.spot).toEqual({
    interruptions: 3,
    fallbacks: 1,
    lostRequests: 5,
    lossRetries: 4,
    cost: 15,
    ...savings,
  });
  // At 730 h of these three.
  expect(forecast.verdict).toContain(
    'spot saves USD 2,190 a month of USD 5,840 on demand (37.5%): 3 interruptions, 4 requests started anew.',
  );
  expect(forecast.excluded.at(-1)).toBe('other discounts (commitments, negotiated)');
  expect(forecast.pools[0]).toMatchObject({ gpuHoursPaid: 24, peakReplicas: 3, gpuHours: 24 });
});

it('says so where spot is the dearer one, and what is known without prices', () => {
  const dear = fleetForecast({ ...made, input: { prices: priced(1.5) } }).forecast;
  expect(dear.spot).toMatchObject({ saved: -6, savedShare: -0.25 });
  expect(dear.verdict).toContain('spot costs USD 1,460 a month more than on demand: 3 interruptions');
  const unpriced = fleetForecast({ ...made, input: { prices: [undefined] } }).forecast;
  expect(unpriced.spot).toMatchObject({ interruptions: 3, cost: null, allOnDemand: null, saved: null });
  expect(unpriced.pools[0].spot?.spot).toEqual({ replicaHours: 3, unitHours: null, cost: null });
  expect(unpriced.verdict).toContain('spot: 3 interruptions, 4 requests started anew');
});

it('tells no more of a price that changes than how far it goes, and nothing of spot where there is none', () => {
  const steps = [
    { second: 0, unitPrice: 0.25 },
    { second: 5400, unitPrice: 0.75 },
  ];
  const [price] = priced(0.25);
  const { forecast } = fleetForecast({
    ...made,
    input: { prices: [{ ...price, spot: { ...price.spot, steps } }] },
  });
  // Eight GPU-hours at 0.25, four at 0.5.
  expect(forecast.cost.byCategory['spot compute']).toBe(4);
  expect(forecast.prices[0].spot).toEqual({
    unitPrice: 0.25,
    byHour: { least: 0.25, mean: 0.5, most: 0.75 },
    source: 'the scenario',
  });
  const none = fleetForecast({ isScaled: false, paid: [1] }).forecast;
  expect([none, none.pools[0], none.prices[0]].map((each) => 'spot' in each)).toEqual([false, false, false]);
});
