import { describe, expect, it } from 'vitest';
import type { HpaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import { exact, fixed, livingPool, run } from '../../fleetOracle/handPool.ts';

const requestsAt = (output: number, ...arrivals: readonly number[]) =>
  arrivals.map((arrival) => ({ arrival, prompt: 1, output }));

describe('warm standby by hand', () => {
  it('is kept beside the number wanted, and is in service at once when that rises', () => {
    const controller = exact([0, 2], [60, 3], [120, 1]);
    const { rows, timeline } = run(
      livingPool({ controller, warmStandby: 1 }, 2),
      requestsAt(4, 5, 5, 5, 60, 60, 60),
    );
    expect(timeline).toEqual([
      [0, 2, 0, 3, 0, 3, 0],
      [60, 3, 1, 3, 0, 3, 0],
      [70, 3, 1, 3, 0, 4, 0],
      [78, 3, 0, 4, 0, 4, 0],
      [120, 1, 0, 2, 0, 2, 0],
    ]);
    // The third at 5 waits for one of two.
    expect(rows.map(({ replica, start }) => [replica, start])).toEqual([
      [0, 5],
      [1, 5],
      [0, 9],
      [0, 60],
      [1, 60],
      [2, 60],
    ]);
  });

  it('who goes out of service finishes what it has, and is there when another fails', () => {
    const controller = exact([0, 2], [10, 1]);
    const failures = { repairSeconds: fixed(40), at: [{ second: 16, replica: 0 }] };
    const { rows, timeline } = run(
      livingPool({ controller, failures, warmStandby: 1 }, 2),
      requestsAt(10, 5, 5, 11, 70),
    );
    expect(timeline).toEqual([
      [0, 2, 0, 3, 0, 3, 0],
      [10, 1, 0, 2, 0, 2, 0],
      [16, 1, 1, 1, 0, 1, 0],
      [56, 1, 1, 1, 0, 2, 0],
      [64, 1, 0, 2, 0, 2, 0],
    ]);
    // At 11 replica 1 is done at 15, as 0 is, and takes nothing; at 16 it takes what 0 has lost; from 64 on 0 is before it again.
    expect(rows.map(({ replica, start, end }) => [replica, start, end])).toEqual([
      [0, 5, 15],
      [1, 5, 15],
      [1, 16, 26],
      [0, 70, 80],
    ]);
  });

  it('a pool that sleeps wakes up at once', () => {
    const { rows, timeline } = run(
      livingPool({ controller: exact([0, 0], [30, 1]), warmStandby: 1 }, 0),
      requestsAt(4, 10),
    );
    expect(rows.map(({ replica, start, end }) => [replica, start, end])).toEqual([[0, 30, 34]]);
    expect(timeline).toEqual([
      [0, 0, 0, 1, 0, 1, 0],
      [30, 1, 1, 1, 0, 1, 0],
      [40, 1, 1, 1, 0, 2, 0],
      [48, 1, 0, 2, 0, 2, 0],
    ]);
  });

  it('is not seen by a controller, neither in its number nor in its metrics', () => {
    const controller: HpaSpec = {
      kind: 'hpa',
      min: 1,
      max: 4,
      metrics: [{ metric: 'outstanding', target: 1, per: 'pods', windowSeconds: 60 }],
      syncSeconds: 15,
      metricDelaySeconds: 0,
      toleranceUp: 0.1,
      toleranceDown: 0.1,
      downscaleStabilizationSeconds: 300,
    };
    const { looks } = run(livingPool({ controller, warmStandby: 1 }, 1), requestsAt(30, 5, 5, 5, 5));
    // At 30 one of five stands by: of the four in service two are ready, and two run without a sample yet.
    expect(looks.slice(0, 2)).toEqual([
      { at: 15, current: 1, desired: 4, reason: 'DesiredWithinRange', readings: [[4000, 4]] },
      { at: 30, current: 4, desired: 4, reason: 'DesiredWithinRange', readings: [[2000, 4]] },
    ]);
  });
});
