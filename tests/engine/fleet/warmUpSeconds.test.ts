import { expect, it } from 'vitest';
import { warmUpSeconds } from '../../../engine/fleet/living/warmUpSeconds.ts';
import type { KnativeSpec } from '../../../engine/scenario/living/autoscale/knativeSpec.ts';
import type { RayServeSpec } from '../../../engine/scenario/living/autoscale/rayServeSpec.ts';
import type { ControllerSpec, HpaSpec, LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { poolSpec } from '../finance/handmade.ts';

const fixed = (value: number) => ({ type: 'fixed' as const, value });

const HPA: HpaSpec = {
  kind: 'hpa',
  min: 1,
  max: 4,
  metrics: [
    { metric: 'outstanding', target: 1, per: 'pods', windowSeconds: 60 },
    { metric: 'busyShare', target: 0.5, per: 'pods', windowSeconds: 60 },
  ],
  syncSeconds: 15,
  metricDelaySeconds: 0,
  toleranceUp: 0.1,
  toleranceDown: 0.1,
  downscaleStabilizationSeconds: 300,
};

function warmUp(controller: ControllerSpec, more: Partial<LivingSpec> = {}, least = 0): number {
  const startUp = {
    provision: fixed(30),
    boot: fixed(40),
    image: fixed(0),
    weights: fixed(20),
    warmUp: fixed(10),
  };
  const living: LivingSpec = {
    controller,
    startUp,
    drainSeconds: 200,
    releaseSeconds: 0,
    queueSeconds: Number.POSITIVE_INFINITY,
    onLoss: 'retry',
    ...more,
  };
  return warmUpSeconds({ pools: [poolSpec('p', { living })] }, least);
}

it('covers a start-up, what the controller remembers, a repair and a drain, one after the other', () => {
  const failures = { repairSeconds: fixed(900), at: [] };
  expect(warmUp(HPA, { failures })).toBe(100 + 60 + 300 + 900 + 200);
  expect(warmUp(HPA, { drainSeconds: Number.POSITIVE_INFINITY }, 3600)).toBe(3600);
});

it('covers the window and the delay of what the controller reads, which its memory is of', () => {
  const [outstanding, busy] = HPA.metrics;
  const metrics = [outstanding, { ...busy, windowSeconds: 7200 }];
  expect(warmUp({ ...HPA, metrics, metricDelaySeconds: 30 })).toBe(100 + 7230 + 300 + 200);
});

it('covers the longest time in which a schedule has nobody there, as far as requests wait for so long', () => {
  const hours = (count: number): number => count * 3600;
  const schedule = (...entries: [hour: number, replicas: number][]): ControllerSpec => ({
    kind: 'schedule',
    mode: 'exact',
    entries: entries.map(([hour, replicas]) => ({ secondOfWeek: hours(hour), replicas })),
  });
  const weekend = schedule([7, 2], [20, 0], [30, 3], [114, 0], [115, 0]);
  expect(warmUp(weekend, {}, 3600)).toBe(3600 + hours(168 + 7 - 114));
  expect(warmUp(weekend, { queueSeconds: 600 }, 3600)).toBe(3600 + 600);
  expect(warmUp(schedule([7, 2], [20, 1]), {}, 3600)).toBe(3600);
});

it('covers what KEDA, Knative and Ray Serve remember', () => {
  const keda = { kind: 'keda', min: 0, max: 4, pollingSeconds: 30, cooldownSeconds: 600 } as const;
  const own = { initialCooldownSeconds: 0, activations: [0, 0], hpa: HPA };
  expect(warmUp({ ...keda, ...own })).toBe(100 + 360 + 30 + 600 + 200);
  const knative: KnativeSpec = {
    kind: 'knative',
    min: 0,
    max: 4,
    metric: 'rps',
    target: 1,
    capacity: 1,
    stableWindowSeconds: 90,
    panicWindowSeconds: 9,
    panicThreshold: 2,
    maxScaleUpRate: 1000,
    maxScaleDownRate: 2,
    scaleDownDelaySeconds: 300,
    scaleToZeroGraceSeconds: 30,
    retentionSeconds: 40,
    activationScale: 1,
    targetBurstCapacity: 211,
    tickSeconds: 2,
  };
  expect(warmUp(knative)).toBe(100 + 2 * 90 + 300 + 40 + 200);
  const rayServe: RayServeSpec = {
    kind: 'ray-serve',
    min: 1,
    max: 4,
    targetOngoingRequests: 2,
    lookBackSeconds: 30,
    metricsIntervalSeconds: 10,
    upscaleDelaySeconds: 30,
    downscaleDelaySeconds: 600,
    downscaleToZeroDelaySeconds: 900,
    upscalingFactor: 1,
    downscalingFactor: 1,
    loopSeconds: 0.1,
  };
  expect(warmUp(rayServe)).toBe(100 + 40 + 600 + 200);
  expect(warmUp({ ...rayServe, min: 0 })).toBe(100 + 40 + 1500 + 200);
});
