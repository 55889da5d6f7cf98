import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forecast } from '../../../engine/forecast.ts';
import type { ControllerSpec, HpaSpec, LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { gpuHourPrice } from '../finance/handmade.ts';
import { syntheticSpec } from '../workload/specs.ts';

const fixed = (value: number) => ({ type: 'fixed' as const, value });

const HPA: HpaSpec = {
  kind: 'hpa',
  min: 1,
  max: 8,
  metrics: [{ metric: 'outstanding', target: 3, per: 'pods', windowSeconds: 60 }],
  syncSeconds: 20,
  metricDelaySeconds: 0,
  toleranceUp: 0.1,
  toleranceDown: 0,
  downscaleStabilizationSeconds: 0,
};

/** Policies from a number that never changes to those that sleep, and wake at once. */
const POLICIES: readonly (ControllerSpec | undefined)[] = [
  undefined,
  HPA,
  {
    kind: 'keda',
    min: 0,
    max: 8,
    pollingSeconds: 15,
    cooldownSeconds: 15,
    initialCooldownSeconds: 0,
    activations: [0],
    hpa: { ...HPA, metrics: [{ metric: 'outstanding', target: 4, per: 'pool', windowSeconds: 60 }] },
  },
  {
    kind: 'ray-serve',
    min: 0,
    max: 8,
    targetOngoingRequests: 4,
    metricsIntervalSeconds: 15,
    lookBackSeconds: 15,
    upscaleDelaySeconds: 0,
    downscaleDelaySeconds: 0,
    downscaleToZeroDelaySeconds: 0,
    upscalingFactor: 1,
    downscalingFactor: 1,
    loopSeconds: 15,
  },
];

interface Day {
  readonly seed: number;
  readonly ratePerSecond: number;
  readonly shape: readonly number[];
  readonly outputTokens: number;
  readonly startSeconds: number;
  /** A limit on the time per output token, which only replicas that are not full keep. */
  readonly tpotSeconds: number | undefined;
}

/** A few hundred requests a day on replicas that four of them fill; a step of 1 s, so that a handful of replicas is at work. */
const days: fc.Arbitrary<Day> = fc.record({
  seed: fc.nat(1e6),
  ratePerSecond: fc.constantFrom(0.003, 0.01, 0.02),
  shape: fc.array(fc.constantFrom(0, 0.2, 1, 1, 3), { minLength: 24, maxLength: 24 }),
  outputTokens: fc.constantFrom(2, 20, 60),
  startSeconds: fc.constantFrom(0, 0, 20, 200),
  tpotSeconds: fc.constantFrom(undefined, undefined, 1.25),
});

interface Outcome {
  readonly ideal: number;
  readonly paid: number;
  readonly above: number;
  /** All was served, and as much of it within its limit as the service level asks for. */
  readonly isKept: boolean;
  readonly costs: readonly number[];
}

async function outcomeOf(day: Day, controller: ControllerSpec | undefined): Promise<Outcome> {
  const spec = fleetOf(day, controller);
  const plans = planWindows(spec);
  const windows = await Promise.all(plans.map((plan) => simulateWindow(spec, plan, { openTrace: noTrace })));
  const usage = collectUsage(spec, plans, (index) => windows[index]);
  const found = forecast({ name: 'x', currency: 'USD', spec, usage, prices: [gpuHourPrice('p', 1)] });
  const [{ fleet, replicaHours }] = found.pools;
  if (fleet === undefined) throw new Error('a living pool has an ideal');
  const { ideal } = fleet;
  return {
    ideal: ideal.replicaHours,
    paid: replicaHours,
    above: ideal.paidAbove.replicaHours,
    isKept: fleet.rejectedNoReplica + fleet.unfinished === 0 && found.slo.every(({ met }) => met === true),
    costs: [ideal.cost ?? Number.NaN, ideal.paidAbove.cost ?? Number.NaN, found.cost.total ?? Number.NaN],
  };
}

function fleetOf(day: Day, controller: ControllerSpec | undefined): SimulationSpec {
  const { seed, ratePerSecond, outputTokens, startSeconds, tpotSeconds } = day;
  const spec = syntheticSpec({
    process: { type: 'poisson' },
    ratePerSecond,
    rate: { hourOfWeek: Array.from({ length: 168 }, (_, hour) => day.shape[hour % 24]) },
    prompt: { law: { type: 'uniform', low: 1, high: 200 }, min: 1, max: 200 },
    output: { law: { type: 'uniform', low: 1, high: 2 * outputTokens }, min: 1, max: 2 * outputTokens },
  });
  const living: LivingSpec = {
    ...(controller && { controller }),
    startUp: {
      provision: fixed(startSeconds),
      boot: fixed(startSeconds),
      image: fixed(0),
      weights: fixed(0),
      warmUp: fixed(0),
    },
    drainSeconds: Number.POSITIVE_INFINITY,
    releaseSeconds: 0,
    queueSeconds: Number.POSITIVE_INFINITY,
    onLoss: 'retry',
  };
  const slo = tpotSeconds === undefined ? undefined : { percentile: 0.95, tpotSeconds };
  return {
    ...spec,
    seed,
    workloads: spec.workloads.map((workload) => ({ ...workload, ...(slo && { slo }) })),
    pools: [
      {
        id: 'p',
        replicas: controller === undefined ? 3 : 1,
        gpusPerReplica: 1,
        balance: 'least-outstanding',
        batching: {
          policy: 'continuous',
          chunkedPrefill: true,
          maxSequences: 4,
          maxBatchedTokens: 256,
          blockTokens: 16,
          kvBlocks: 400,
        },
        stepTime: {
          kind: 'linear',
          baseSeconds: 1,
          perPromptTokenSeconds: 0.005,
          perSequenceSeconds: 0.1,
          perContextTokenSeconds: 1e-4,
        },
        living,
      },
    ],
  };
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

it('is never more than any policy tried pays, on 500 random days', { timeout: 600_000 }, async () => {
  let closest = 0;
  let pairs = 0;
  await fc.assert(
    fc.asyncProperty(days, async (day) => {
      const outcomes = await Promise.all(POLICIES.map((policy) => outcomeOf(day, policy)));
      for (const { ideal, paid, above, costs } of outcomes) {
        // By construction: of what the policy itself did.
        expect(ideal).toBeLessThanOrEqual(paid);
        expect(ideal + above).toBeCloseTo(paid, 6);
        expect(Math.round((costs[0] + costs[1]) * 1e6)).toBe(Math.round(costs[2] * 1e6));
      }
      // Of the same requests: the ideal told beside one is not beaten by any other that keeps the service level.
      const kept = outcomes.filter(({ isKept }) => isKept);
      for (const { ideal } of kept) {
        for (const { paid } of kept) {
          expect(ideal).toBeLessThanOrEqual(paid);
          pairs++;
          if (paid > 0) closest = Math.max(closest, ideal / paid);
        }
      }
    }),
    { numRuns: 500 },
  );
  // The bound is one that policies come near, and not nothing.
  expect(pairs).toBeGreaterThan(1000);
  expect(closest).toBeGreaterThan(0.5);
});
