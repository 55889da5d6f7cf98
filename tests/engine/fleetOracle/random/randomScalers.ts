import fc from 'fast-check';
import type { KnativeSpec } from '../../../../engine/scenario/living/autoscale/knativeSpec.ts';
import type { HpaSpec, KedaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { RayServeSpec } from '../../../../engine/scenario/living/autoscale/rayServeSpec.ts';

/** Random autoscalers of other kinds than HPA; their durations are on the grid of everything else, and short enough to be over. */

const seconds = (...values: number[]): fc.Arbitrary<number> => fc.constantFrom(...values);

/** Around random HPAs: as KEDA makes them, of the pool as a whole. */
export function randomKedas(hpas: fc.Arbitrary<HpaSpec>): fc.Arbitrary<KedaSpec> {
  return fc
    .record({
      hpa: hpas,
      min: fc.constantFrom(0, 0, 0, 1, 2),
      isIdle: fc.boolean(),
      pollingSeconds: seconds(30, 15, 5, 12.5),
      cooldownSeconds: seconds(0, 7.5, 30, 60),
      initialCooldownSeconds: seconds(0, 0, 40),
      activations: fc.array(fc.constantFrom(0, 0, 0.05, 1, 2), { minLength: 3, maxLength: 3 }),
    })
    .map(({ hpa, isIdle, activations, ...keda }) => {
      const least = Math.max(1, keda.min);
      const metrics = hpa.metrics.map((metric) => ({ ...metric, per: 'pool' as const }));
      const max = Math.max(hpa.max, least);
      return {
        kind: 'keda',
        ...keda,
        max,
        ...(isIdle && keda.min > 0 ? { idle: 0 } : {}),
        activations: activations.slice(0, metrics.length),
        hpa: { ...hpa, min: least, max, metrics },
      };
    });
}

export const randomKnatives: fc.Arbitrary<KnativeSpec> = fc
  .record({
    min: fc.constantFrom(0, 0, 0, 1, 2),
    more: fc.constantFrom(1, 2, 6),
    metric: fc.constantFrom('concurrency' as const, 'concurrency' as const, 'rps' as const),
    target: fc.constantFrom(0.25, 1, 2.5, 6),
    utilization: fc.constantFrom(1, 0.5),
    stableWindowSeconds: seconds(60, 15, 8, 6),
    panicWindow: fc.constantFrom(0.125, 0.5, 1),
    panicThreshold: fc.constantFrom(2, 1.25, 10),
    maxScaleUpRate: fc.constantFrom(1000, 2, 1.5),
    maxScaleDownRate: fc.constantFrom(2, 1000, 1.25),
    scaleDownDelaySeconds: seconds(0, 0, 7.5, 30),
    scaleToZeroGraceSeconds: seconds(30, 7.5, 0),
    retentionSeconds: seconds(0, 0, 10, 40),
    activationScale: fc.constantFrom(1, 1, 2, 4),
    targetBurstCapacity: fc.constantFrom(211, 0, -1, 3),
    tickSeconds: seconds(2, 2, 1, 2.5),
  })
  .map(({ more, target, utilization, panicWindow, ...spec }) => ({
    kind: 'knative',
    ...spec,
    max: spec.min + more,
    capacity: target,
    target: target * utilization,
    panicWindowSeconds: Math.max(1, panicWindow * spec.stableWindowSeconds),
  }));

export const randomRayServes: fc.Arbitrary<RayServeSpec> = fc
  .record({
    min: fc.constantFrom(0, 0, 0, 1),
    more: fc.constantFrom(1, 2, 6),
    targetOngoingRequests: fc.constantFrom(0.5, 1, 2, 5),
    metricsIntervalSeconds: seconds(10, 10, 2.5, 1),
    looksBack: fc.constantFrom(1, 3, 2.5, 7),
    upscaleDelaySeconds: seconds(0, 0, 5, 30),
    downscaleDelaySeconds: seconds(0, 7.5, 30, 60),
    downscaleToZeroDelaySeconds: seconds(0, 7.5, 30, 60),
    upscalingFactor: fc.constantFrom(1, 1, 0.5, 2.5),
    downscalingFactor: fc.constantFrom(1, 1, 0.25, 3),
    // Often is dear to a program that computes each look.
    loopSeconds: seconds(2.5, 2.5, 2.5, 1, 0.5, 0.125),
  })
  .map(({ more, looksBack, ...spec }) => ({
    kind: 'ray-serve',
    ...spec,
    // Further down than to where each has its target, and it would go to sleep and wake up for ever over one that waits.
    downscalingFactor: spec.min === 0 ? Math.min(1, spec.downscalingFactor) : spec.downscalingFactor,
    max: spec.min + more,
    lookBackSeconds: looksBack * spec.metricsIntervalSeconds,
  }));
