import { describe, expect, it } from 'vitest';
import {
  fleetsFollowingLoad,
  type PlannedFleet,
  simulatedFleets,
} from '../../../../engine/planning/commit/plannedFleets.ts';
import type { AccountHours } from '../../../../engine/usage/usage.ts';
import { ofReplicas } from './fleets.ts';

/** An account whose prompts, cached parts and outputs by hour are these. */
function account(prompt: number[], cached: number[], output: number[]): AccountHours {
  return {
    promptTokens: Float64Array.from(prompt),
    cachedTokens: Float64Array.from(cached),
    outputTokens: Float64Array.from(output),
  } as AccountHours;
}

const spec = {
  accounts: [{ workload: 0 }, { workload: 0 }, { workload: 1 }],
  workloads: [{ pool: 0 }, { pool: 1 }],
  pools: [{}, {}],
} as never;

/** Replicas by hour, on average. */
function replicasOf({ hours, paid }: PlannedFleet): number[] {
  const replicas = new Array<number>(hours).fill(0);
  paid.hour.forEach((hour, row) => {
    replicas[hour] += (paid.level[row] * paid.seconds[row]) / 3600;
  });
  return replicas;
}

describe('fleets of a plan', () => {
  const { pools } = ofReplicas([
    [8, 8, 8, 8],
    [3, 3, 3, 3],
  ]);
  const accounts = [
    account([1000, 300, 0, 10], [200, 100, 0, 0], [0, 0, 0, 0]),
    account([0, 0, 0, 0], [0, 0, 0, 0], [50, 25, 0, 0]),
    account([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]),
  ];

  it('are the simulated ones, or follow the work that arrives, never above them and never without a replica', () => {
    expect(simulatedFleets({ pools }).map(replicasOf)).toEqual([
      [8, 8, 8, 8],
      [3, 3, 3, 3],
    ]);
    const [first, second] = fleetsFollowingLoad(spec, { pools, accounts }, 4);
    // Work 1,000, 300, 0 and 10: all of 8 replicas, 2.4, one at least, one at least.
    expect(replicasOf(first)).toEqual([8, 2.4, 1, 1]);
    // Nothing is asked of it: nothing is known, so nothing is taken away.
    expect(replicasOf(second)).toEqual([3, 3, 3, 3]);
  });

  it('leave a pool out that had no replica in an hour', () => {
    const none = ofReplicas([[0, 4, 4, 4], []]).pools.slice(0, 1);
    expect(replicasOf(fleetsFollowingLoad(spec, { pools: none, accounts }, 4)[0])[0]).toBe(0);
  });

  it('stay what they are where replicas come and go: that was simulated', () => {
    const [living, plain] = ofReplicas([
      [8, 2.5],
      [8, 8],
    ]).pools;
    const of = {
      ...(spec as object),
      pools: [{ living: {} }, {}],
      workloads: [{ pool: 0 }, { pool: 1 }],
    } as never;
    const busy = [accounts[0], accounts[0], account([100, 50], [0, 0], [0, 0])];
    const fleets = fleetsFollowingLoad(of, { pools: [living, plain], accounts: busy }, 4);
    expect(fleets.map(replicasOf)).toEqual([
      [8, 2.5],
      [8, 4],
    ]);
  });
});
