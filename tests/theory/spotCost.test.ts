import { describe, it } from 'vitest';
import { paidUnits } from '../../engine/pricing/paidUnits.ts';
import type { PoolPrice } from '../../engine/pricing/poolPrice.ts';
import { SPOT } from '../../engine/usage/paidHours.ts';
import type { PoolUsage } from '../../engine/usage/usage.ts';
import { gpuHourPrice, instancePrice } from '../engine/finance/handmade.ts';
import { idlePool, poolsOf } from './noLoad.ts';
import { expectTheory, expectToMiss } from './replications.ts';

const REPLICATIONS = 16;
/** Left out: replicas of the start are ready at once, and so have no overhead. */
const WARM_HOURS = 24;
/** Dollars a unit-hour of spot. */
const PRICE = 1.2;
const fixed = (value: number) => ({ type: 'fixed', value }) as const;

/** Spot replicas with exponential lives, each from when it is paid; who is taken away is asked for anew at once. */
const onSpot = (replicas: number, hours: number, meanLife: number, boot: number, provision = 0) =>
  idlePool(
    replicas,
    hours,
    {
      startUp: { provision: fixed(provision), boot: fixed(boot) },
      spot: {
        onDemandReplicas: 0,
        noticeSeconds: 0,
        supply: { kind: 'lives', life: { type: 'exponential', mean: meanLife }, together: 0, zones: 1 },
      },
    },
    REPLICATIONS,
  );

/** What is paid an hour in which a replica is ready. */
function costOfUsefulHour({ paid, readySeconds }: PoolUsage, hours: number, price: PoolPrice): number {
  const late = (column: Float64Array): number =>
    column.slice(WARM_HOURS).reduce((sum, each) => sum + each, 0);
  const cost = PRICE * late(paidUnits(paid, hours, 1, price, SPOT));
  return cost / (late(readySeconds ?? new Float64Array()) / 3600);
}

/**
 * Lives and starts renew each other. A life L of mean M is paid from its first second; of it max(0, L − o) is of use, o being what
 * a start takes once it is paid: one that is taken away before it is ready has wasted all of its time. E[max(0, L − o)] =
 * M e^(−o/M), so by the renewal reward theorem an hour of use costs p e^(o/M).
 */
describe('spot with exponential lives', () => {
  it.each([
    { meanLife: 7200, overhead: 600 },
    { meanLife: 1800, overhead: 300 },
    { meanLife: 600, overhead: 600 },
  ])(
    'costs p·e^(o/M) a useful hour: lives of $meanLife s, $overhead s a start',
    async ({ meanLife, overhead }) => {
      const hours = WARM_HOURS + Math.ceil((400 * meanLife) / 3600);
      const theory = PRICE * Math.exp(overhead / meanLife);
      const costs = async (boot: number): Promise<number[]> =>
        (await poolsOf(onSpot(20, hours, meanLife, boot))).map((pool) =>
          costOfUsefulHour(pool, hours, gpuHourPrice('server', 1)),
        );
      expectTheory(await costs(overhead), theory, 0.015);
      // A start that takes longer by a tenth of a life is told.
      expectToMiss(await costs(overhead + meanLife / 10), theory);
    },
  );

  it('pays a minimum for lives that are shorter: E[max(L, m)] = m + M e^(−m/M)', async () => {
    const [meanLife, overhead, minimum] = [1800, 300, 3600];
    // One machine at a time, and a while without between two: each life is a spell of its own.
    const hours = 3000;
    const useful = meanLife * Math.exp(-overhead / meanLife);
    const theory = (PRICE * (minimum + meanLife * Math.exp(-minimum / meanLife))) / useful;
    const pools = await poolsOf(onSpot(1, hours, meanLife, overhead, 30));
    const costs = (minimumSeconds: number): number[] =>
      pools.map((pool) =>
        costOfUsefulHour(pool, hours, { ...instancePrice('server', 1, 1), minimumSeconds }),
      );
    expectTheory(costs(minimum), theory, 0.02);
    expectToMiss(costs(60), theory);
    const byMinute = (PRICE * (60 + meanLife * Math.exp(-60 / meanLife))) / useful;
    expectTheory(costs(60), byMinute, 0.02);
  });
});
