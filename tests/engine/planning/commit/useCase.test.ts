import { describe, expect, it } from 'vitest';
import { hourlyFleet } from '../../../../engine/planning/commit/plannedFleets.ts';
import { type GrowthCase, projectUse } from '../../../../engine/planning/commit/useCase.ts';
import { COMMITTED_OR_ON_DEMAND, SPOT } from '../../../../engine/usage/paidHours.ts';
import { closePaid, createPaidRecorder, setPaid } from '../../../../engine/usage/paidRecorder.ts';
import type { NodedPool } from '../../../../engine/scenario/living/capacity/paidNode.ts';
import { idlePool } from '../../../theory/noLoad.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';

const price: PoolPrice = { pool: 'p', unit: 'instance-hour', gpusPerUnit: 8, unitPrice: 10, source: 'test' };
const base: GrowthCase = { name: 'base', growthPerMonth: 0, probability: 1 };

function project(
  replications: readonly (readonly number[])[],
  growth: readonly GrowthCase[],
  hours: number,
  monthStarts: readonly number[] = [0],
) {
  return projectUse({
    pools: [{ gpusPerReplica: 4 }],
    prices: [price],
    fleets: replications.map((replicas) => [hourlyFleet(Float64Array.from(replicas))]),
    growth,
    monthStarts,
    hours,
  });
}

describe('projectUse', () => {
  it('repeats whole weeks, and pays whole instances', () => {
    const week = Array.from({ length: 168 }, (_, hour) => hour % 7);
    const [{ units }] = project([[...week, 9, 9]], [base], 400);
    // Two replicas of four GPUs fill an instance of eight.
    expect([...units[0].subarray(0, 7)]).toEqual([0, 1, 1, 2, 2, 3, 3]);
    expect([...units[0].subarray(168, 170)]).toEqual([5, 5]);
    // Hour 336 is hour 0 of a week, however many hours were simulated beyond the first one.
    expect([...units[0].subarray(336, 340)]).toEqual([0, 1, 1, 2]);
  });

  it('repeats days, or hours, where no week was simulated', () => {
    const day = Array.from({ length: 24 }, (_, hour) => hour);
    const [{ units }] = project([day], [base], 48);
    expect(units[0][24 + 6]).toBe(3);
    expect([...project([[2, 4]], [base], 5)[0].units[0]]).toEqual([1, 2, 1, 2, 1]);
  });

  it('grows by whole replicas from month to month', () => {
    const [{ units }] = project([[10]], [{ ...base, growthPerMonth: 0.1 }], 6, [0, 2, 4]);
    // 10, 11 and 12.1 replicas, the last ones 13.
    expect([...units[0]]).toEqual([5, 5, 6, 6, 7, 7]);
  });

  it('knows nothing of spot, beside which no more are on demand as demand grows', () => {
    const recorder = createPaidRecorder(0, 2);
    setPaid(recorder, COMMITTED_OR_ON_DEMAND, 0, 2);
    setPaid(recorder, SPOT, 0, 20);
    const fleet = { hours: 2, paid: closePaid(recorder, 7200) };
    const [pool] = idlePool(2, 2, {
      spot: {
        onDemandReplicas: 2,
        noticeSeconds: 0,
        supply: { kind: 'counts', seconds: [0], nodes: [20] },
      },
    }).pools;
    const units = (own: NodedPool): number[] => {
      const growth = [{ ...base, growthPerMonth: 1 }];
      const [found] = projectUse({
        pools: [{ ...own, gpusPerReplica: 4 }],
        prices: [price],
        fleets: [[fleet]],
        growth,
        monthStarts: [0, 1],
        hours: 2,
      });
      return [...found.units[0]];
    };
    expect(units(pool)).toEqual([1, 1]);
    expect(units({ gpusPerReplica: 4 })).toEqual([1, 2]);
  });

  it('weighs growth and replications, equal fleets once', () => {
    const growth = [
      { name: 'low', growthPerMonth: -0.1, probability: 1 },
      { name: 'high', growthPerMonth: 0.1, probability: 3 },
    ];
    const cases = project([[2], [2], [4], [2]], growth, 1);
    expect(cases.map(({ name, probability }) => [name, probability])).toEqual([
      ['low', 0.1875],
      ['low', 0.0625],
      ['high', 0.5625],
      ['high', 0.1875],
    ]);
  });
});
