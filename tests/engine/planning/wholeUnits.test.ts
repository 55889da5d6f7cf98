import { describe, expect, it } from 'vitest';
import { isMissedByRejections, type SloFigures } from '../../../engine/finance/serviceLevel.ts';
import { growthOfPaid } from '../../../engine/planning/promiseRoom.ts';
import type { Forecast } from '../../../engine/forecast.ts';

type Pools = Pick<Forecast, 'pools' | 'prices'>;

/** Two replicas of four GPUs each for an hour, paid in units of so many. */
function paidIn(gpusPerUnit: number): Pools {
  return {
    pools: [{ id: 'p', gpuHours: 8, replicaHours: 2 }],
    prices: [{ pool: 'p', gpusPerUnit }],
  } as unknown as Pools;
}

describe('what more replicas cost', () => {
  it('doubles with the ninth GPU where instances of eight are paid whole, and not where GPUs are', () => {
    expect(growthOfPaid(paidIn(8), 'p', 2, 3)).toBe(2);
    expect(growthOfPaid(paidIn(8), 'p', 2, 4)).toBe(2);
    expect(growthOfPaid(paidIn(8), 'p', 2, 5)).toBe(3);
    expect(growthOfPaid(paidIn(1), 'p', 2, 3)).toBe(1.5);
    expect(growthOfPaid({ ...paidIn(8), prices: [] }, 'p', 2, 3)).toBe(1.5);
  });
});

describe('a service level that is missed', () => {
  const missed = (attained: number, ...within: readonly number[]): SloFigures => ({
    workload: 'w',
    attained,
    percentile: 0.95,
    met: false,
    limits: within.map((share, index) => ({
      latency: index === 0 ? 'ttft' : 'tpot',
      seconds: 1,
      within: share,
    })),
  });

  it('is so by what is turned away only where what is served keeps all limits together', () => {
    expect(isMissedByRejections(missed(0.93, 1))).toBe(true);
    expect(isMissedByRejections(missed(0.93, 0.98, 0.98))).toBe(true);
    // Three in a hundred break the one and others the other: together that is too many.
    expect(isMissedByRejections(missed(0.94, 0.97, 0.97))).toBe(false);
    expect(isMissedByRejections(missed(0.5, 0.5))).toBe(false);
  });
});
