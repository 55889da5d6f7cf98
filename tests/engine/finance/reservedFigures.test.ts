import { expect, it } from 'vitest';
import type { ReservedSpec, SpotSpec } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import { gpuHourPrice } from './handmade.ts';
import { fleetForecast } from './handmadeFleet.ts';

const RESERVED: ReservedSpec = {
  kind: 'reservation',
  nodes: 2,
  fromSecond: 0,
  untilSecond: 7200,
  hasOwnPrice: true,
};
const priced = (unitPrice: number) => [
  {
    ...gpuHourPrice('h100', 1),
    reserved: [{ entry: 0, kind: 'reservation' as const, nodes: 2, unitPrice, source: 'the scenario' }],
  },
];
/** One replica of four GPUs on demand; two nodes are reserved for two hours of three. */
const made = {
  living: { reserved: [RESERVED] },
  paid: [1, 1, 1],
  reservedPaid: [2, 2, 0],
  reservedUsed: [2, 1, 0],
};

it('says what was paid for what is reserved, and what it would be on demand', () => {
  const { forecast, ledger } = fleetForecast({ ...made, input: { prices: priced(0.75) } });
  expect(ledger.series.map(({ category }) => category)).toEqual(['compute', 'reserved compute']);
  // 12 GPU-hours on demand at 1, and 16 reserved at 0.75: 12 in place of 16.
  expect(forecast.cost).toMatchObject({ total: 24, byCategory: { compute: 12, 'reserved compute': 12 } });
  expect(forecast.pools[0].reserved).toEqual({
    nodes: 2,
    nodeHours: 4,
    usedNodeHours: 3,
    usedShare: 0.75,
    unitHours: 16,
    cost: 12,
    allOnDemand: 16,
    saved: 4,
    savedShare: 0.25,
  });
  expect(forecast.excluded.at(-1)).toBe('other discounts (commitments, spot, negotiated)');
  expect(forecast.pools[0]).toMatchObject({ gpuHoursPaid: 28, peakReplicas: 3, gpuHours: 28 });
  // A fixed fleet on demand is compared with, without what is reserved.
  expect(forecast.pools[0].fleet?.fixedFleet).not.toBeNull();
});

it('what nobody is on is paid for GPUs that no replica uses', () => {
  const columns = { readySeconds: [1, 1, 1], wantedSeconds: [1, 1, 1] };
  const { forecast } = fleetForecast({ ...made, columns, input: { prices: priced(0.75) } });
  // Of 12 GPUs paid in two hours, the replica that is ready has four.
  expect(forecast.pools[0].idleByReason?.unusedGpus).toMatchObject({ gpuSeconds: 16 * 3600 });
});

it('says so where it is the dearer one, and what is known without prices', () => {
  const dear = fleetForecast({ ...made, input: { prices: priced(1.5) } }).forecast;
  expect(dear.pools[0].reserved).toMatchObject({ cost: 24, saved: -8, savedShare: -0.5 });
  const unpriced = fleetForecast({ ...made, input: { prices: [undefined] } }).forecast;
  expect(unpriced.pools[0].reserved).toEqual({
    nodes: 2,
    nodeHours: 4,
    usedNodeHours: 3,
    usedShare: 0.75,
    unitHours: null,
    cost: null,
    allOnDemand: null,
    saved: null,
    savedShare: null,
  });
});

it('is no part of what spot saves', () => {
  const spot: SpotSpec = {
    onDemandReplicas: 1,
    noticeSeconds: 30,
    supply: { kind: 'counts', seconds: [0], nodes: [9] },
  };
  const prices = priced(0.75).map((price) => ({ ...price, spot: { unitPrice: 0.25, source: 's' } }));
  const { forecast } = fleetForecast({
    ...made,
    living: { reserved: [RESERVED], spot },
    spotPaid: [1, 0, 0],
    input: { prices },
  });
  expect(forecast.pools[0].spot).toMatchObject({
    onDemand: { replicaHours: 3, unitHours: 12, cost: 12 },
    spot: { replicaHours: 1, unitHours: 4, cost: 1 },
    allOnDemand: 16,
    saved: 3,
  });
  expect(forecast.pools[0].reserved?.cost).toBe(12);
});

it('tells nothing of money where nothing has a price of its own, and nothing at all of a simulation that was given up', () => {
  const plain = { ...made, reservedPaid: [], living: { reserved: [{ ...RESERVED, hasOwnPrice: false }] } };
  // What is paid as on demand has hours alone.
  expect(fleetForecast(plain).forecast.pools[0].reserved).toEqual({
    nodes: 2,
    nodeHours: 4,
    usedNodeHours: 3,
    usedShare: 0.75,
    unitHours: null,
    cost: null,
    allOnDemand: null,
    saved: null,
    savedShare: null,
  });
  expect(fleetForecast({}).forecast.pools[0]).not.toHaveProperty('reserved');
  const stop = { pool: 0, cause: 'queue', atSeconds: 60, hours: 1, inFlight: 9, waiting: 9 } as const;
  const { forecast } = fleetForecast({ ...made, stop, input: { prices: priced(0.75) } });
  expect(forecast.pools[0].reserved).toBeUndefined();
});
