import { describe, expect, it } from 'vitest';
import { fleetsFollowingLoad, simulatedFleets } from '../../../../engine/planning/commit/plannedFleets.ts';
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
  pools: [],
} as never;

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
    expect(simulatedFleets({ pools }).map((each) => [...each])).toEqual([
      [8, 8, 8, 8],
      [3, 3, 3, 3],
    ]);
    const [first, second] = fleetsFollowingLoad(spec, { pools, accounts }, 4);
    // Work 1,000, 300, 0 and 10: all of 8 replicas, 2.4, one at least, one at least.
    expect([...first]).toEqual([8, 2.4, 1, 1]);
    // Nothing is asked of it: nothing is known, so nothing is taken away.
    expect([...second]).toEqual([3, 3, 3, 3]);
  });

  it('leave a pool out that had no replica in an hour', () => {
    const none = ofReplicas([[0, 4, 4, 4], []]).pools.slice(0, 1);
    expect([...fleetsFollowingLoad(spec, { pools: none, accounts }, 4)[0]][0]).toBe(0);
  });
});
