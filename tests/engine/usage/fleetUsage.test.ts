import { expect, it } from 'vitest';
import type { HpaSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { poolSpec, simulationSpec, workloadSpec } from '../finance/handmade.ts';

const fixed = (value: number) => ({ type: 'fixed', value }) as const;
const tokens = (value: number) => ({ law: fixed(value), min: 1, max: value });
const HPA: HpaSpec = {
  kind: 'hpa',
  min: 1,
  max: 3,
  metrics: [{ metric: 'outstanding', target: 5, per: 'pods', windowSeconds: 60 }],
  syncSeconds: 15,
  metricDelaySeconds: 0,
  toleranceUp: 0.1,
  toleranceDown: 0.1,
  downscaleStabilizationSeconds: 60,
};

it('counts replicas that are asked for, and the time for which all are ready that may be', async () => {
  const spec = simulationSpec({
    hours: 2,
    workloads: [
      workloadSpec('chat', 0, undefined, {
        arrivals: {
          kind: 'synthetic',
          process: { type: 'poisson' },
          ratePerSecond: 2.5,
          rate: { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events: [] },
        },
        promptTokens: tokens(100),
        outputTokens: tokens(200),
      }),
    ],
    pools: [
      poolSpec('h100', {
        replicas: 1,
        living: {
          controller: HPA,
          startUp: {
            provision: fixed(20),
            boot: fixed(0),
            image: fixed(0),
            weights: fixed(100),
            warmUp: fixed(0),
          },
          drainSeconds: 600,
          releaseSeconds: 0,
          queueSeconds: Number.POSITIVE_INFINITY,
          onLoss: 'retry',
        },
      }),
    ],
  });
  let asked = 0;
  let since = 0;
  let all = 0;
  let isAll = false;
  const inHorizon = (at: number): number => Math.min(7200, Math.max(0, at));
  const [plan] = planWindows(spec);
  const usage = await simulateWindow(spec, plan, {
    openTrace: () => {
      throw new Error('there is no trace');
    },
    fleetObserver: () => ({
      event: (at, what) => void (asked += what === 'requested' && at > 0 ? 1 : 0),
      look: () => undefined,
      standing: (at, [, , , ready]) => {
        if (isAll) all += inHorizon(at) - inHorizon(since);
        since = at;
        isAll = ready >= 3;
      },
    }),
  });
  if (isAll) all += 7200 - inHorizon(since);
  const [{ fleetCounts, atMostSeconds, readySeconds }] = usage.pools;
  expect(asked).toBeGreaterThan(3);
  expect(fleetCounts?.requestedReplicas).toBe(asked);
  expect(fleetCounts?.scaleUps).toBeGreaterThan(0);
  expect(all).toBeGreaterThan(60);
  expect(all).toBeLessThan(7000);
  const sum = (column: Float64Array | undefined): number =>
    (column ?? new Float64Array()).reduce((total, each) => total + each, 0);
  expect(sum(atMostSeconds)).toBeCloseTo(all, 6);
  expect(sum(readySeconds)).toBeGreaterThan(3 * all);
});
