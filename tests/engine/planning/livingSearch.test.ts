import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Forecast, forecast } from '../../../engine/forecast.ts';
import {
  choicesOf,
  type LivingChoice,
  rangedController,
  withChoice,
} from '../../../engine/planning/size/livingChoice.ts';
import { leastLivingCost, livingSearch } from '../../../engine/planning/size/livingSearch.ts';
import { keepsPromises } from '../../../engine/planning/size/sizeVerdict.ts';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { PoolSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { gpuHourPrice } from '../finance/handmade.ts';
import { syntheticSpec } from '../workload/specs.ts';

const fixed = (value: number) => ({ type: 'fixed' as const, value });
const PRICE = { ...gpuHourPrice('p', 2), spot: { unitPrice: 0.7, source: 'test' } };

interface Case {
  readonly seed: number;
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly target: readonly number[];
  readonly onDemand: readonly number[];
  readonly isSpot: boolean;
  readonly kind: 'hpa' | 'keda';
  readonly ttftSeconds: number;
}
const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(1e6),
  min: fc.constantFrom([1, 2], [1, 3], [2, 4]),
  max: fc.constantFrom([2, 3], [3, 6], [1, 5]),
  target: fc.constantFrom([1, 4], [2, 6], [3]),
  onDemand: fc.constantFrom([0, 2], [1, 3]),
  isSpot: fc.boolean(),
  kind: fc.constantFrom('hpa' as const, 'keda' as const),
  ttftSeconds: fc.constantFrom(3, 8, 30),
});

function scenario({ seed, isSpot, kind, ttftSeconds }: Case): SimulationSpec {
  const spec = syntheticSpec({
    process: { type: 'poisson' },
    ratePerSecond: 0.04,
    hours: 6,
    rate: { hourOfWeek: Array.from({ length: 168 }, (_, hour) => (hour % 6 < 3 ? 0.3 : 1.7)) },
    prompt: { law: fixed(100), min: 100, max: 100 },
    output: { law: { type: 'uniform', low: 5, high: 60 }, min: 5, max: 60 },
  });
  const hpa = {
    kind: 'hpa' as const,
    min: 1,
    max: 3,
    metrics: [{ metric: 'outstanding' as const, target: 2, per: 'pods' as const, windowSeconds: 60 }],
    syncSeconds: 30,
    metricDelaySeconds: 0,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    downscaleStabilizationSeconds: 300,
  };
  const ofPool = { ...hpa, metrics: hpa.metrics.map((metric) => ({ ...metric, per: 'pool' as const })) };
  const living: LivingSpec = {
    controller:
      kind === 'hpa'
        ? hpa
        : {
            kind: 'keda',
            min: 1,
            max: 3,
            pollingSeconds: 30,
            cooldownSeconds: 300,
            initialCooldownSeconds: 0,
            activations: [0],
            hpa: ofPool,
          },
    startUp: { provision: fixed(30), boot: fixed(60), image: fixed(0), weights: fixed(0), warmUp: fixed(0) },
    drainSeconds: Number.POSITIVE_INFINITY,
    releaseSeconds: 0,
    queueSeconds: Number.POSITIVE_INFINITY,
    onLoss: 'retry',
    ...(isSpot && {
      spot: {
        onDemandReplicas: 1,
        noticeSeconds: 30,
        returnAfterSeconds: 600,
        supply: { kind: 'counts', seconds: [0, 7200, 14_400], nodes: [3, 0, 2] },
      },
    }),
  };
  const pool: PoolSpec = {
    id: 'p',
    replicas: 1,
    gpusPerReplica: 1,
    balance: 'least-outstanding',
    batching: {
      policy: 'continuous',
      chunkedPrefill: true,
      maxSequences: 4,
      maxBatchedTokens: 256,
      blockTokens: 16,
      kvBlocks: 100,
    },
    stepTime: {
      kind: 'linear',
      baseSeconds: 1,
      perPromptTokenSeconds: 0.005,
      perSequenceSeconds: 0.1,
      perContextTokenSeconds: 0,
    },
    living,
  };
  return {
    ...spec,
    seed,
    fidelity: { ...spec.fidelity, windows: 'one' },
    workloads: spec.workloads.map((workload) => ({ ...workload, slo: { ttftSeconds, percentile: 0.9 } })),
    pools: [pool],
  };
}

it('finds what trying every setting finds, on 30 small grids', { timeout: 300_000 }, async () => {
  let skipped = 0;
  let found = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const spec = scenario(given);
      const [pool] = spec.pools;
      const controller = rangedController(pool);
      if (controller === undefined) throw new Error('it has a range');
      const known = new Map<string, Forecast>();
      const simulate = async (choice: LivingChoice): Promise<Forecast> => {
        const key = JSON.stringify(choice);
        const before = known.get(key);
        if (before !== undefined) return before;
        const set = { ...spec, pools: [withChoice(pool, controller, choice)] };
        const plans = planWindows(set);
        const window = await simulateWindow(set, plans[0], { openTrace: () => (async function* () {})() });
        const usage = collectUsage(set, plans, () => window);
        const answer = forecast({ name: 'x', currency: 'USD', spec: set, usage, prices: [PRICE] });
        known.set(key, answer);
        return answer;
      };
      const choices = choicesOf({ ...given, onDemand: given.isSpot ? given.onDemand : [] });
      const search = await livingSearch({
        choices,
        leastCost: (choice) => leastLivingCost(pool, PRICE, choice),
        simulate,
      });
      // Every setting, one after the other.
      let best: { choice: LivingChoice; cost: number; p95: number } | undefined;
      for (const choice of choices) {
        const answer = await simulate(choice);
        if (!keepsPromises(answer)) continue;
        const one = {
          choice,
          cost: answer.costPerMonth ?? Number.NaN,
          p95: answer.latencySeconds.ttft.p95 ?? 0,
        };
        if (best === undefined || one.cost < best.cost || (one.cost === best.cost && one.p95 < best.p95))
          best = one;
      }
      expect(search.best?.choice).toEqual(best?.choice);
      expect(search.best?.costPerMonth).toBe(best?.cost);
      expect(search.trials.length + search.skipped).toBe(choices.length);
      skipped += search.skipped;
      if (best !== undefined) found++;
    }),
    { numRuns: 30 },
  );
  expect(found).toBeGreaterThan(5);
  expect(skipped).toBeGreaterThan(0);
});
