import { describe, expect, it } from 'vitest';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type {
  PoolSpec,
  RooflineStepTimeSpec,
  SimulationSpec,
  StepTimeSpec,
} from '../../../engine/scenario/spec.ts';
import { planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { kilowattHours } from '../../../engine/usage/kilowattHours.ts';
import type { PoolUsage } from '../../../engine/usage/usage.ts';
import { syntheticSpec } from '../workload/specs.ts';

const fixed = (value: number) => ({ type: 'fixed' as const, value });
const POWER = { idleWatts: 100, peakWatts: 700, pue: 1.2, gramsCo2PerKwh: 400 };

const ROOFLINE: RooflineStepTimeSpec = {
  kind: 'roofline',
  overheadSeconds: 0.004,
  perSequenceSeconds: 1e-4,
  perCommTokenSeconds: 1e-6,
  perTokenComputeSeconds: 4e-5,
  perLogitComputeSeconds: 1e-5,
  perPrefillAttentionComputeSeconds: 1e-8,
  perDecodeAttentionComputeSeconds: 1e-8,
  denseWeightSeconds: 0.01,
  expertWeightSeconds: 0,
  expertShare: 1,
  perContextMemorySeconds: 1e-6,
  perAttentionMemorySeconds: 1e-9,
};
const LINEAR: StepTimeSpec = {
  kind: 'linear',
  baseSeconds: 0.02,
  perPromptTokenSeconds: 1e-4,
  perSequenceSeconds: 5e-4,
  perContextTokenSeconds: 1e-7,
};

function specOf(stepTime: StepTimeSpec, over: Partial<PoolSpec> = {}, ratePerSecond = 1): SimulationSpec {
  const spec = syntheticSpec({
    process: { type: 'poisson' },
    ratePerSecond,
    hours: 3,
    prompt: { law: { type: 'lognormal', mu: Math.log(300), sigma: 0.8 }, min: 1, max: 2000 },
    output: { law: { type: 'lognormal', mu: Math.log(150), sigma: 0.8 }, min: 1, max: 1000 },
  });
  return {
    ...spec,
    fidelity: { ...spec.fidelity, windows: 'one' },
    pools: [
      {
        id: 'p',
        replicas: 2,
        gpusPerReplica: 1,
        balance: 'least-outstanding',
        batching: {
          policy: 'continuous',
          chunkedPrefill: true,
          maxSequences: 16,
          maxBatchedTokens: 512,
          blockTokens: 16,
          kvBlocks: 600,
        },
        stepTime,
        power: POWER,
        ...over,
      },
    ],
  };
}

async function usageOf(spec: SimulationSpec): Promise<PoolUsage> {
  const [plan] = planWindows(spec);
  const { pools } = await simulateWindow(spec, plan, { openTrace: () => (async function* () {})() });
  return pools[0];
}

const batch = (count: number, prompt: number, output: number) => (spec: SimulationSpec) => ({
  ...spec,
  workloads: spec.workloads.map((workload) => ({
    ...workload,
    arrivals: { kind: 'batch' as const, count, atSeconds: 0, everyDays: 1 },
    promptTokens: { law: fixed(prompt), min: prompt, max: prompt },
    outputTokens: { law: fixed(output), min: output, max: output },
  })),
});
const sum = (column: Float64Array = new Float64Array()): number =>
  column.reduce((total, each) => total + each, 0);

/** Each step by itself: compute and memory of a roofline, the larger of them. */
function largerOf(p: number, attention: number, b: number, c: number): number {
  return Math.max(
    ROOFLINE.perTokenComputeSeconds * (p + b) +
      ROOFLINE.perLogitComputeSeconds * b +
      ROOFLINE.perPrefillAttentionComputeSeconds * attention +
      ROOFLINE.perDecodeAttentionComputeSeconds * c,
    ROOFLINE.denseWeightSeconds +
      ROOFLINE.perContextMemorySeconds * c +
      ROOFLINE.perAttentionMemorySeconds * attention,
  );
}

describe('the working time of steps', () => {
  it('is of each step its time × the larger of compute and bandwidth share, by hand', async () => {
    // Three that come at once, of 400 tokens each: the budget of 512 cuts their prompts.
    const usage = await usageOf(batch(3, 400, 200)(specOf(ROOFLINE, { replicas: 1 })));
    const positions = (from: number, to: number): number => (to * (to + 1) - from * (from + 1)) / 2;
    let working = largerOf(512, positions(0, 400) + positions(0, 112), 0, 0);
    working += largerOf(511, positions(112, 400) + positions(0, 223), 1, 401);
    // The first two decode while the last 177 tokens of the third are prefilled.
    working += largerOf(177, positions(223, 400), 2, 402 + 401);
    let emitted = [3, 2, 1];
    for (let left = [197, 198, 199]; left.some((each) => each > 0); left = left.map((each) => each - 1)) {
      const still = emitted.filter((_, i) => left[i] > 0);
      working += largerOf(
        0,
        0,
        still.length,
        still.reduce((context, each) => context + 400 + each, 0),
      );
      emitted = emitted.map((each) => each + 1);
    }
    expect(sum(usage.workingSeconds)).toBeCloseTo(working, 9);
    expect(sum(usage.workingSeconds)).toBeLessThan(sum(usage.busySeconds));
  });

  it('is all of the step where nothing is added to the roof, preemptions included', async () => {
    const bare = { ...ROOFLINE, overheadSeconds: 0, perSequenceSeconds: 0, perCommTokenSeconds: 0 };
    const usage = await usageOf(specOf(bare, {}, 3));
    expect(usage.totals.preemptions).toBeGreaterThan(0);
    usage.busySeconds.forEach((busy, hour) => expect(usage.workingSeconds?.[hour]).toBeCloseTo(busy, 6));
  });

  it('is no more than the step where matrix products and weights overlap, and speculation verifies', async () => {
    const overlapped = {
      ...ROOFLINE,
      combine: 'overlapped' as const,
      launchSeconds: 1e-3,
      prefillShare: 0.5,
    };
    const speculation = { verifiedTokens: 4, acceptedTokens: 2.5, draftShare: 0.1 };
    for (const stepTime of [overlapped, { ...overlapped, speculation }]) {
      const { workingSeconds, busySeconds } = await usageOf(specOf(stepTime));
      expect(sum(workingSeconds)).toBeGreaterThan(0.4 * sum(busySeconds));
      expect(sum(workingSeconds)).toBeLessThan(sum(busySeconds));
    }
  });

  it('counts linear steps in full, of an encoder and of static batches, too', async () => {
    const encoder = await usageOf(batch(40, 400, 0)(specOf(LINEAR, { isEncoder: true })));
    expect(sum(encoder.workingSeconds)).toBeGreaterThan(0);
    expect(sum(encoder.workingSeconds)).toBeCloseTo(sum(encoder.busySeconds), 9);
    const { pools, ...spec } = specOf(LINEAR);
    const batching = { ...pools[0].batching, policy: 'static' as const };
    const usage = await usageOf({ ...spec, pools: [{ ...pools[0], batching }] });
    expect(sum(usage.workingSeconds)).toBeCloseTo(sum(usage.busySeconds), 6);
  });

  it('ends where a replica is lost in the middle of a step', async () => {
    const living: LivingSpec = {
      startUp: { provision: fixed(0), boot: fixed(10), image: fixed(0), weights: fixed(0), warmUp: fixed(0) },
      drainSeconds: Number.POSITIVE_INFINITY,
      releaseSeconds: 0,
      queueSeconds: Number.POSITIVE_INFINITY,
      onLoss: 'retry',
      failures: {
        repairSeconds: fixed(60),
        at: Array.from({ length: 40 }, (_, i) => ({ second: 97.3 + 251.7 * i, replica: i % 2 })),
      },
    };
    const usage = await usageOf(specOf(LINEAR, { living }));
    expect(usage.fleetCounts?.lostRequests).toBeGreaterThan(10);
    usage.busySeconds.forEach((busy, hour) => expect(usage.workingSeconds?.[hour]).toBeCloseTo(busy, 6));
  });

  it('is not measured, and changes nothing, where power is not written', async () => {
    const spec = specOf(ROOFLINE);
    const { power: _, ...pool } = spec.pools[0];
    const { workingSeconds, ...metered } = await usageOf(spec);
    const plain = await usageOf({ ...spec, pools: [pool] });
    expect(Object.keys(plain)).not.toContain('workingSeconds');
    expect(workingSeconds).toBeDefined();
    expect(metered).toEqual(plain);
  });
});

it('makes energy of paid and working time', () => {
  const [pool] = specOf(LINEAR).pools;
  const usage = {
    // Two replicas for an hour, of which 1,800 s at work.
    paid: {
      hour: Int32Array.of(0),
      kind: Uint8Array.of(0),
      level: Int32Array.of(2),
      seconds: Float64Array.of(3600),
      rises: Float64Array.of(0),
      shortOfMinute: Float64Array.of(0),
      shortOfHour: Float64Array.of(0),
    },
    workingSeconds: Float64Array.of(1800),
  } as unknown as PoolUsage;
  expect(kilowattHours(pool, usage)).toBeCloseTo(((100 * 2 + 600 * 0.5) * 1.2) / 1000, 12);
});
