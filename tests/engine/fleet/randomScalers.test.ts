import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectSameRandomFleets } from '../expectSameRandomFleets.ts';
import { drawLots } from '../fleetOracle/random/drawLots.ts';
import { oracleFleet } from '../fleetOracle/oracleFleet.ts';
import { randomFleets } from '../fleetOracle/random/randomFleet.ts';

it('fleets by KEDA, Knative and Ray Serve are the same in the engine and in the oracle', {
  timeout: 300_000,
}, async () => {
  await expectSameRandomFleets({ scalers: true, nearTies: true }, 400);
});

it('of which many of each kind go to sleep, and wake up', { timeout: 300_000 }, () => {
  const wakes: Record<string, number> = {};
  const sleeps: Record<string, number> = {};
  fc.assert(
    fc.property(randomFleets({ scalers: true }), ({ spec, requests }) => {
      oracleFleet({ ...spec, choose: drawLots(spec) }, requests).forEach(({ timeline }, i) => {
        const kind = spec.pools[i].living?.controller?.kind ?? 'none';
        timeline.forEach(([, wanted], row) => {
          const before = timeline[row - 1]?.[1];
          if (before === 0 && wanted > 0) wakes[kind] = (wakes[kind] ?? 0) + 1;
          if (before !== undefined && before > 0 && wanted === 0) sleeps[kind] = (sleeps[kind] ?? 0) + 1;
        });
      });
    }),
    { numRuns: 100, seed: 1 },
  );
  for (const kind of ['keda', 'knative', 'ray-serve']) {
    expect(wakes[kind], kind).toBeGreaterThan(10);
    expect(sleeps[kind], kind).toBeGreaterThan(10);
  }
});
