import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type {
  BatchingSpec,
  LinearStepTimeSpec,
  PoolSpec,
  StepTimeSpec,
} from '../../../engine/scenario/spec.ts';
import { fullLoadSeconds } from '../../../engine/serving/sustainableRate.ts';
import { compileStepTime } from '../../../engine/serving/stepTime/stepTime.ts';
import { sharedData } from '../../sharedData.ts';
import { poolSpec } from '../finance/handmade.ts';
import type { OracleRequest } from '../oracle.ts';
import { runPool } from '../runPool.ts';

const LINEAR: LinearStepTimeSpec = {
  kind: 'linear',
  baseSeconds: 0.018,
  perPromptTokenSeconds: 6e-5,
  perSequenceSeconds: 6e-5,
  perContextTokenSeconds: 2.2e-8,
};
const BATCHING: BatchingSpec = {
  policy: 'continuous',
  chunkedPrefill: true,
  maxSequences: 64,
  maxBatchedTokens: 2048,
  blockTokens: 16,
  kvBlocks: 8000,
};

function seconds(
  [prefillTokens, decodeTokens, contextTokens]: readonly [number, number, number],
  over: Partial<BatchingSpec> = {},
  tpotSeconds = Number.POSITIVE_INFINITY,
): number {
  const time = compileStepTime(LINEAR, 256);
  const work = { prefillTokens, attentionTokens: 0, decodeTokens, contextTokens };
  return fullLoadSeconds(time, { ...BATCHING, ...over }, tpotSeconds, work);
}

it('counts the fewest full steps under each limit', () => {
  // 6.4 million tokens decoded 64 at a time, of a hundred tokens each: 100,000 steps of 64 sequences and 6,400 tokens.
  expect(seconds([0, 6_400_000, 640_000_000])).toBeCloseTo(1e5 * (0.018 + 64 * 6e-5 + 6400 * 2.2e-8), 6);
  // A budget of 2,048 tokens: 1,000 steps.
  expect(seconds([2_000_000, 48_000, 0])).toBeCloseTo(1000 * 0.018 + 2_048_000 * 6e-5, 9);
  // KV for 128,000 tokens: 1,000 steps that read all of it.
  expect(seconds([0, 10_000, 128_000_000])).toBeCloseTo(1000 * 0.018 + 10_000 * 6e-5 + 128e6 * 2.2e-8, 9);
  // 20 ms a token leave 2 ms a step beside its 18: work of 8 seconds takes 4,000 steps.
  expect(seconds([100_000, 20_000, 0.8 / 2.2e-8], {}, 0.02)).toBeCloseTo(4000 * 0.02, 9);
  expect(seconds([0, 0, 0])).toBe(0);
});

it('counts of layers with a window what the window reaches', () => {
  const kvGroups = { full: 1, window: 3, windowTokens: 1600 };
  // 10,000 tokens that each read 12,800: 128 million of them, and three times 16 million in windows, 128,000 a step.
  const steps = (128e6 + 3 * 16e6) / 128_000;
  expect(seconds([0, 10_000, 128e6], { kvGroups })).toBeCloseTo(
    steps * 0.018 + 10_000 * 6e-5 + 128e6 * 2.2e-8,
    9,
  );
  // Shorter than the window, and whole batches of prompts, fill all four groups.
  expect(seconds([0, 100_000, 128e6], { kvGroups })).toBeCloseTo(
    4000 * 0.018 + 100_000 * 6e-5 + 128e6 * 2.2e-8,
    9,
  );
  expect(seconds([2_048_000, 0, 0], { kvGroups, policy: 'static' })).toBeCloseTo(
    64 * 0.018 + 2_048_000 * 6e-5,
    9,
  );
});

it('keeps whole prompts apart from decode tokens, and knows no budget in a static batch', () => {
  expect(seconds([2_048_000, 48_000, 0], { chunkedPrefill: false })).toBeCloseTo(18 + 2_096_000 * 6e-5, 9);
  // Only KV says how many prompts go into one batch: 16 batches.
  expect(seconds([2_048_000, 0, 0], { policy: 'static' })).toBeCloseTo(16 * 0.018 + 2_048_000 * 6e-5, 9);
});

it('takes no fewer than one sequence a step for a limit that no step keeps', () => {
  // 18 ms is what a step takes without anything in it.
  expect(seconds([0, 1000, 100_000], {}, 0.018)).toBeCloseTo(1000 * (0.018 + 6e-5) + 1e5 * 2.2e-8, 9);
});

interface Case {
  readonly inputs: Record<
    'promptTokens' | 'decodeTokens' | 'contextTokens' | 'maxSequences' | 'maxBatchedTokens' | 'kvTokens',
    number
  > & { readonly tpotLimitSeconds?: number };
  readonly expected: {
    readonly fullLoadSeconds: number;
    readonly secondsPerUnit: Record<'perPromptToken' | 'perDecodeToken' | 'perContextToken', number>;
  };
}
interface Run {
  readonly promptTokens: number;
  readonly decodeTokens: number;
  readonly contextTokens: number;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly kvBlocks: number;
  readonly fullLoadSeconds: number;
  readonly busyInTwoHours: number;
  readonly lastEnd: number;
}
const path = sharedData('value', 'i-capacity.json');

it.skipIf(path === undefined)('agrees with figures worked out elsewhere, and with six runs', () => {
  const { cases, observed } = JSON.parse(readFileSync(path as string, 'utf8')) as {
    readonly cases: readonly Case[];
    readonly observed: readonly Run[];
  };
  for (const { inputs, expected } of cases) {
    const { promptTokens, decodeTokens, contextTokens, kvTokens, tpotLimitSeconds, ...batching } = inputs;
    const over = { ...batching, kvBlocks: kvTokens / 16 };
    const of = (p: number, d: number, x: number): number => seconds([p, d, x], over, tpotLimitSeconds);
    const found = of(promptTokens, decodeTokens, contextTokens);
    expect(Math.abs(found / expected.fullLoadSeconds - 1)).toBeLessThan(1e-9);
    // Of degree 1: the gradient times the work is all of it.
    const { perPromptToken, perDecodeToken, perContextToken } = expected.secondsPerUnit;
    const parts =
      perPromptToken * promptTokens + perDecodeToken * decodeTokens + perContextToken * contextTokens;
    expect(Math.abs(found / parts - 1)).toBeLessThan(1e-9);
  }
  expect(observed).toHaveLength(6);
  for (const run of observed) {
    const found = seconds([run.promptTokens, run.decodeTokens, run.contextTokens], run);
    expect(Math.abs(found / run.fullLoadSeconds - 1)).toBeLessThan(1e-8);
    // An overloaded one works without a pause until its last end.
    expect(found).toBeLessThanOrEqual(Math.max(run.busyInTwoHours, run.lastEnd));
  }
});

/** Convex ones: linear, and a dense model under the roofline. */
const stepTimes: fc.Arbitrary<StepTimeSpec> = fc.oneof(
  fc.record({
    kind: fc.constant('linear' as const),
    baseSeconds: fc.constantFrom(0, 0.01, 0.001, 0.25),
    perPromptTokenSeconds: fc.constantFrom(0, 1e-4, 1e-3),
    perSequenceSeconds: fc.constantFrom(0, 1e-3),
    perContextTokenSeconds: fc.constantFrom(0, 1e-5, 1e-4),
  }),
  fc
    .record({
      kind: fc.constant('roofline' as const),
      prefillShare: fc.constantFrom(0.3, 1),
      overheadSeconds: fc.constantFrom(0, 0.004),
      launchSeconds: fc.constantFrom(0, 0.003),
      perSequenceSeconds: fc.constantFrom(0, 1e-4),
      perCommTokenSeconds: fc.constantFrom(0, 2e-5),
      perTokenComputeSeconds: fc.constantFrom(1e-4, 1e-3),
      perLogitComputeSeconds: fc.constantFrom(0, 1e-5),
      perPrefillAttentionComputeSeconds: fc.constantFrom(0, 1e-7, 1e-5),
      perDecodeAttentionComputeSeconds: fc.constantFrom(0, 1e-7),
      denseWeightSeconds: fc.constantFrom(0.002, 0.02),
      expertWeightSeconds: fc.constant(0),
      expertShare: fc.constant(1),
      perContextMemorySeconds: fc.constantFrom(1e-6, 1e-5),
      perAttentionMemorySeconds: fc.constantFrom(0, 1e-8),
    })
    .chain((roofline) => fc.constantFrom(roofline, { ...roofline, combine: 'overlapped' as const })),
);

const pools: fc.Arbitrary<PoolSpec> = fc
  .record({
    stepTime: stepTimes,
    replicas: fc.constantFrom(1, 2, 5),
    maxSequences: fc.constantFrom(1, 3, 16, 64),
    blockTokens: fc.constantFrom(1, 16),
    kvTokens: fc.constantFrom(256, 600, 5000),
    budget: fc.constantFrom(128, 512),
    policy: fc.constantFrom('continuous' as const, 'continuous' as const, 'static' as const),
    chunkedPrefill: fc.boolean(),
    balance: fc.constantFrom('round-robin' as const, 'least-outstanding' as const, 'random' as const),
  })
  .map(({ stepTime, replicas, balance, kvTokens, budget, blockTokens, ...batching }) =>
    poolSpec('p', {
      stepTime,
      replicas,
      balance,
      batching: {
        ...batching,
        maxBatchedTokens: budget,
        blockTokens,
        kvBlocks: Math.ceil(kvTokens / blockTokens),
      },
    }),
  );

/** Prompts within the budget: one that is above it, and not cut, is a step of its own. */
const requests: fc.Arbitrary<OracleRequest[]> = fc
  .tuple(
    fc.constantFrom(0, 0.002, 0.05, 1),
    fc.array(
      fc.record({
        wait: fc.double({ min: 0, max: 2, noNaN: true }),
        prompt: fc.integer({ min: 1, max: 128 }),
        output: fc.integer({ min: 0, max: 100 }),
        cached: fc.constantFrom(0, 0, 40),
      }),
      { minLength: 1, maxLength: 100 },
    ),
  )
  .map(([gap, rows]) => {
    let arrival = 0;
    return rows.map(({ wait, ...row }) => ({ ...row, arrival: (arrival += gap * wait) }));
  });

it('never counts more than any run of the same work took, whatever the pool', () => {
  let full = 0;
  fc.assert(
    fc.property(pools, requests, (pool, arrivals) => {
      const { busySeconds, fullLoadSeconds: found, preemptions } = runPool(pool, arrivals);
      // What is computed anew emits a token without a decode step: dearer than that wherever models are real, not here.
      fc.pre(preemptions === 0);
      // A nanosecond: steps that take nothing are booked as picoseconds, on a clock that has hardly any.
      expect(found).toBeLessThanOrEqual(busySeconds * (1 + 1e-9) + 1e-9);
      if (found > 0.9 * busySeconds) full++;
    }),
    { numRuns: 1000 },
  );
  // Not for want of trying: some of them were all but full.
  expect(full).toBeGreaterThan(10);
});
