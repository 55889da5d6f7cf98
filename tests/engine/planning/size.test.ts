import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forecast } from '../../../engine/forecast.ts';
import { hardwareUse } from '../../../engine/planning/size/hardwareUse.ts';
import { highestRate } from '../../../engine/planning/size/highestRate.ts';
import { onlyPool } from '../../../engine/planning/size/onlyPool.ts';
import { paretoEdge } from '../../../engine/planning/size/paretoEdge.ts';
import { ruledOutKinds } from '../../../engine/planning/size/ruledOut.ts';
import { sizeDemand } from '../../../engine/planning/size/sizeDemand.ts';
import {
  layoutDegrees,
  possibleLayouts,
  SIZE_LAYOUTS,
  type SizeLayout,
} from '../../../engine/planning/size/sizeLayouts.ts';
import { sizeFloor } from '../../../engine/planning/size/sizeFloor.ts';
import type { PoolSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import type { ReplicationUsage, WindowUsage } from '../../../engine/usage/usage.ts';
import { sumColumn } from '../../../engine/usage/usageTotals.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';
import { poolSpec, simulationSpec, workloadSpec } from '../finance/handmade.ts';
import { calibratedPool } from '../serving/calibratedPool.ts';

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

async function simulate(spec: SimulationSpec): Promise<ReplicationUsage> {
  const plans = planWindows(spec);
  const windows: WindowUsage[] = [];
  for (const plan of plans) windows.push(await simulateWindow(spec, plan, { openTrace: noTrace }));
  return collectUsage(spec, plans, (index) => windows[index]).replications[0];
}

const LENGTHS = {
  promptTokens: { law: { type: 'lognormal', mu: 6, sigma: 0.7 }, min: 1, max: 8192 },
  outputTokens: { law: { type: 'exponential', mean: 150 }, min: 1, max: 2000 },
} as const;

const STEP = {
  kind: 'linear',
  baseSeconds: 0.01,
  perPromptTokenSeconds: 0.0001,
  perSequenceSeconds: 0.0002,
  perContextTokenSeconds: 1e-7,
} as const;

describe('how a replica’s GPUs may share a model', () => {
  const { models } = readCatalog();
  const modelOf = (id: string) => models.find((each) => each.id === id);

  it('is as the model divides', () => {
    expect(possibleLayouts(modelOf('llama-3.1-8b'), 1)).toEqual(['tensor']);
    expect(possibleLayouts(modelOf('llama-3.1-8b'), 4)).toEqual(['tensor', 'pipeline']);
    expect(possibleLayouts(modelOf('qwen3-30b-a3b'), 8)).toEqual([
      'tensor',
      'pipeline',
      'experts',
      'attention',
    ]);
    // 61 layers make no two stages, and 8 experts go round 8 GPUs but not 16.
    expect(possibleLayouts(modelOf('deepseek-v3'), 8)).toEqual(['tensor', 'experts', 'attention']);
    expect(possibleLayouts(modelOf('mixtral-8x7b'), 16)).toEqual(['tensor', 'pipeline']);
    expect(possibleLayouts(undefined, 8)).toEqual(['tensor']);
  });

  it('multiplies to the GPUs that there are', () => {
    for (const layout of SIZE_LAYOUTS) {
      const { pipeline, data, expert } = layoutDegrees(layout, 8);
      expect(8 % (pipeline * data)).toBe(0);
      expect(8 % expert).toBe(0);
    }
  });

  it('computes a prompt no sooner in two stages than in one', () => {
    const work = (parallel: object) =>
      calibratedPool({
        model: 'llama-3.1-8b',
        gpusPerReplica: 2,
        parallel: { pipeline: 1, data: 1, expert: 1, ...parallel },
      }).stepTime;
    expect(work({ pipeline: 2 }).perTokenComputeSeconds).toBeGreaterThan(
      1.5 * work({}).perTokenComputeSeconds,
    );
    // KV is spread over both stages.
    expect(work({ pipeline: 2 }).perContextMemorySeconds / work({}).perContextMemorySeconds).toBeCloseTo(
      1,
      1,
    );
  });

  it('is told of what was ruled out only where the usual way is not', () => {
    const out = (gpusPerReplica: number, layout: SizeLayout, reason: string) =>
      ({ accelerator: 'a', precision: 'bf16', gpusPerReplica, layout, reason }) as const;
    const kinds = ruledOutKinds([
      out(2, 'tensor', 'one'),
      out(2, 'pipeline', 'two'),
      out(4, 'pipeline', 'three'),
      out(8, 'pipeline', 'four'),
    ]);
    expect(kinds).toEqual([
      { accelerator: 'a', precision: 'bf16', layout: 'tensor', gpusPerReplica: [2], reason: 'one', count: 1 },
      {
        accelerator: 'a',
        precision: 'bf16',
        layout: 'pipeline',
        gpusPerReplica: [4, 8],
        reason: 'four',
        count: 2,
      },
    ]);
  });
});

describe('the edge of cost against latency', () => {
  it('holds what nothing else beats in both', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const edge = paretoEdge(points, (each) => each);
        const beats = (a: readonly number[], b: readonly number[]) =>
          a[0] <= b[0] && a[1] <= b[1] && (a[0] < b[0] || a[1] < b[1]);
        for (const each of points) {
          const isBeaten = points.some((other) => beats(other, each));
          const isThere = edge.some(([x, y]) => x === each[0] && y === each[1]);
          expect(isThere).toBe(!isBeaten);
        }
      }),
    );
  });
});

describe('the bounds before anything is simulated', () => {
  it('never ask for more replicas than are busy', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          maxSequences: fc.constantFrom(4, 16, 64),
          maxBatchedTokens: fc.constantFrom(256, 2048),
          kvBlocks: fc.constantFrom(600, 4000),
          chunkedPrefill: fc.boolean(),
          rate: fc.double({ min: 0.2, max: 4, noNaN: true }),
        }),
        async ({ rate, ...batching }) => {
          const pool: PoolSpec = poolSpec('p', {
            replicas: 40,
            balance: 'least-outstanding',
            batching: { policy: 'continuous', blockTokens: 16, ...batching },
            stepTime: STEP,
          });
          const workload = workloadSpec('chat', 0, undefined, LENGTHS);
          const spec = simulationSpec({
            hours: 2,
            pools: [pool],
            workloads: [{ ...workload, arrivals: { ...workload.arrivals, ratePerSecond: rate } as never }],
          });
          const { leastReplicas } = sizeFloor(pool, sizeDemand(spec));
          const usage = await simulate(spec);
          // Spread thin over 40 replicas, each step serves few: the least work there can be is less.
          const busyReplicas = sumColumn(usage.pools[0].busySeconds) / 7200;
          expect(leastReplicas).toBeLessThanOrEqual(Math.max(1, Math.ceil(busyReplicas)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('never ask for more than are busy, on calibrated step times, with speculation and without', async () => {
    for (const speculative of [undefined, { draftTokens: 4, acceptanceLength: 3, draftShare: 0.1 }]) {
      for (const model of ['llama-3.1-8b', 'qwen3-30b-a3b']) {
        const physics = calibratedPool({ model, speculative });
        const base = poolSpec('p');
        const pool = {
          ...base,
          replicas: 3,
          gpusPerReplica: 1,
          balance: 'least-outstanding' as const,
          batching: { ...base.batching, kvBlocks: physics.kvBlocks },
          stepTime: physics.stepTime,
        };
        const workload = workloadSpec('chat', 0, undefined, LENGTHS);
        const spec = simulationSpec({
          hours: 1,
          pools: [pool],
          workloads: [{ ...workload, arrivals: { ...workload.arrivals, ratePerSecond: 12 } as never }],
        });
        const { leastReplicas } = sizeFloor(pool, sizeDemand(spec));
        const { busySeconds, totals } = (await simulate(spec)).pools[0];
        const busyReplicas = (sumColumn(busySeconds) + totals.drainSeconds * 3) / 3600;
        expect(leastReplicas).toBeLessThanOrEqual(Math.max(1, Math.ceil(busyReplicas)));
      }
    }
  });

  it('ask for as many as a full pool needs, but for a tenth', async () => {
    // 8 sequences at a time: the batches are full, and the bound is near.
    const pool = poolSpec('p', {
      replicas: 20,
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 8,
        maxBatchedTokens: 2048,
        blockTokens: 16,
        kvBlocks: 4000,
      },
      stepTime: STEP,
    });
    const workload = workloadSpec('chat', 0, undefined, LENGTHS);
    const spec = (ratePerSecond: number) =>
      simulationSpec({
        hours: 1,
        pools: [pool],
        workloads: [{ ...workload, arrivals: { ...workload.arrivals, ratePerSecond } as never }],
      });
    const { leastReplicas } = sizeFloor(pool, sizeDemand(spec(100)));
    const usage = await simulate(spec(100));
    // Overloaded: all 20 are busy with full batches, so what they get done is the most there is.
    const arrived = sumColumn(usage.accounts[0].arrived);
    const { inFlightAtEnd } = usage.pools[0].totals;
    expect(inFlightAtEnd).toBeGreaterThan(0.1 * arrived);
    const needed = (20 * arrived) / (arrived - inFlightAtEnd);
    expect(leastReplicas).toBeGreaterThan(0.8 * needed);
    expect(leastReplicas).toBeLessThanOrEqual(Math.ceil(needed));
  });

  it('rule out what is too slow for a prompt alone, and only that', () => {
    const fixed = { law: { type: 'fixed', value: 1000 }, min: 1, max: 8192 } as const;
    const reason = (ttftSeconds: number) => {
      const workload = workloadSpec(
        'chat',
        0,
        { ttftSeconds, percentile: 0.95 },
        { ...LENGTHS, promptTokens: fixed },
      );
      const pool = poolSpec('p', { stepTime: STEP });
      return sizeFloor(pool, sizeDemand(simulationSpec({ hours: 1, pools: [pool], workloads: [workload] })))
        .reason;
    };
    // 10 ms + 1000 · 0.1 ms.
    expect(reason(0.1099)).toContain('1000 prompt tokens alone take 110 ms');
    expect(reason(0.1101)).toBeUndefined();
  });
});

describe('the highest rate', () => {
  const upTo = (truth: number, tried: number[] = []) => {
    return (factor: number) => {
      tried.push(factor);
      return Promise.resolve({
        overloaded: factor > truth,
        slo: [],
        requests: { arrived: 7200 * factor, rejected: 0 },
        horizon: { start: '', hours: 2 },
      } as unknown as Forecast);
    };
  };

  it.each([0.013, 0.5, 1, 3.7, 40])('is found to 2 %%, never too high: %s', async (truth) => {
    const found = await highestRate(5, upTo(truth));
    expect(found?.factor).toBeLessThanOrEqual(truth);
    expect(found?.factor).toBeGreaterThan(truth / 1.021);
    expect(found?.requestsPerSecond).toBeCloseTo(5 * (found?.factor ?? Number.NaN), 9);
  });

  it.each([1.01, 1.1, 1.3, 1.7, 2.6, 3.9])(
    'is found to 5 %% or to a fifth of its room, whichever is more: %s',
    async (truth) => {
      for (const first of [1.05, 2]) {
        const found = await highestRate(1, upTo(truth), { precision: 0.05, ofRoom: 0.2, first, most: 4 });
        const { factor = Number.NaN, firstMissed = Number.NaN } = found ?? {};
        expect(factor).toBeLessThanOrEqual(truth);
        expect(firstMissed).toBeGreaterThan(truth);
        expect(firstMissed - factor).toBeLessThanOrEqual(Math.max(0.05 * factor, 0.2 * (factor - 1)) + 1e-12);
      }
    },
  );

  it('is seen at once to leave hardly any room, where that is tried first', async () => {
    const tried: number[] = [];
    await highestRate(1, upTo(1.01, tried), { precision: 0.05, ofRoom: 0.2, first: 1.05, most: 4 });
    expect(tried).toEqual([1, 1.05]);
  });

  it('is not looked for beyond the most', async () => {
    const tried: number[] = [];
    const found = await highestRate(1, upTo(9, tried), {
      precision: 0.05,
      ofRoom: 0.2,
      first: 1.05,
      most: 4,
    });
    expect(found).toEqual({ factor: 4, firstMissed: undefined, requestsPerSecond: 4 });
    expect(Math.max(...tried)).toBe(4);
  });
});

describe('a pool by itself', () => {
  it('does what it does beside others', async () => {
    const spec = simulationSpec({
      hours: 2,
      pools: [poolSpec('a'), poolSpec('b', { stepTime: STEP })],
      workloads: [
        workloadSpec('x', 0, undefined, LENGTHS),
        workloadSpec('y', 1, undefined, LENGTHS),
        workloadSpec('z', 1, undefined, LENGTHS),
      ],
      accounts: [
        { workload: 2, tenant: 't' },
        { workload: 0, tenant: 't' },
        { workload: 1, tenant: 't' },
      ],
    });
    const all = await simulate(spec);
    const alone = await simulate(onlyPool(spec, 1));
    expect(alone.pools[0]).toEqual(all.pools[1]);
    expect(alone.accounts).toEqual([all.accounts[0], all.accounts[2]]);
    expect(alone.workloads).toEqual([all.workloads[1], all.workloads[2]]);
  });
});

describe('MFU and MBU', () => {
  it('see no further than the window in layers that have one', () => {
    const { models, accelerators } = readCatalog();
    const found = models.find(({ id }) => id === 'gpt-oss-20b');
    const accelerator = accelerators.find(({ id }) => id === 'h100-sxm-80gb');
    if (found?.slidingWindow === undefined || accelerator === undefined)
      throw new Error('not in the catalogue');
    const window = { ...found, slidingWindow: { ...found.slidingWindow, tokens: 128 } };
    const { slidingWindow: _none, ...full } = found;
    const use = (model: typeof found, prompt: number) => {
      const work = { gpuSeconds: 1, steps: 1, requests: 1, promptTokens: prompt, outputTokens: 1 };
      const hardware = { model, accelerator, precision: 'mxfp4', kvPrecision: 'bf16' } as const;
      const { mfu, mbu } = hardwareUse(hardware, work) ?? { mfu: Number.NaN, mbu: Number.NaN };
      return {
        operations: mfu * (accelerator.denseTflops.bf16 ?? 0) * 1e12,
        bytes: mbu * accelerator.memoryBandwidthGBs * 1e9,
      };
    };
    const [all, some] = [use(full, 4000), use(window, 4000)];
    const { layers } = found.slidingWindow;
    // 2 · 8 heads of 64 values in 16 bits a layer: at most 128 of 4,000.5 tokens are read.
    const readLess = layers * 2 * 8 * 64 * 2 * (4000.5 - 128);
    expect((all.bytes - some.bytes) / readLess).toBeCloseTo(1, 6);
    // 64 heads of 64: 4 FLOPs a pair; token i of the prompt sees min(i, 128).
    const pairs = (4000 * 4000) / 2 - (128 * 4000 - (128 * 128) / 2) + (4000.5 - 128);
    expect((all.operations - some.operations) / (layers * 4 * 64 * 64 * pairs)).toBeCloseTo(1, 6);
    // Shorter prompts are seen whole.
    expect(use(window, 100)).toEqual(use(full, 100));
  });

  it('are those worked out by hand', () => {
    const { models, accelerators } = readCatalog();
    const model = models.find(({ id }) => id === 'llama-2-7b');
    const accelerator = accelerators.find(({ id }) => id === 'a100-sxm-80gb');
    if (model === undefined || accelerator === undefined) throw new Error('not in the catalogue');
    // One request of 100 + 100 tokens, decoded alone: 101 steps in 2 seconds.
    const use = hardwareUse(
      { model, accelerator, precision: 'bf16', kvPrecision: 'bf16' },
      { gpuSeconds: 2, steps: 101, requests: 1, promptTokens: 100, outputTokens: 100 },
    );
    // 6.476e9 parameters without the head · 2 · 200 + head 1.31e8 · 2 · 100, attention 4 · 32 · 4096 a pair.
    const pairs = 100 * 50 + 100 * 150;
    const operations = 2 * 6.476e9 * 200 + 2 * 1.31072e8 * 100 + 4 * 32 * 4096 * pairs;
    expect(use?.mfu).toBeCloseTo(operations / (2 * 312e12), 5);
    // 13.2 GB of weights without the input embedding, 512 kB of KV a token.
    const bytes = 101 * 13.214e9 + 524_288 * 100 * 150;
    expect((use?.mbu ?? 0) / (bytes / (2 * 2039e9))).toBeCloseTo(1, 2);
  });
});
