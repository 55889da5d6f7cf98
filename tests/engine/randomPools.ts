import fc from 'fast-check';
import {
  BALANCE_POLICIES,
  DRAWS_LOTS,
  type FrontEndSpec,
  type PoolSpec,
  type StepTimeSpec,
} from '../../engine/scenario/spec.ts';
import type { OracleRequest } from './oracle.ts';

const linear: fc.Arbitrary<StepTimeSpec> = fc.record({
  kind: fc.constant('linear' as const),
  baseSeconds: fc.constantFrom(0.01, 0.001, 0.25),
  perPromptTokenSeconds: fc.constantFrom(0, 1e-4, 2 ** -10),
  perSequenceSeconds: fc.constantFrom(0, 1e-3),
  perContextTokenSeconds: fc.constantFrom(0, 1e-5, 2 ** -16),
});

const roofline: fc.Arbitrary<StepTimeSpec> = fc.constant({
  kind: 'roofline',
  overheadSeconds: 0.002,
  perSequenceSeconds: 1e-5,
  perCommTokenSeconds: 1e-7,
  perTokenComputeSeconds: 4e-4,
  perLogitComputeSeconds: 1e-6,
  perPrefillAttentionComputeSeconds: 3e-6,
  perDecodeAttentionComputeSeconds: 3e-6,
  denseWeightSeconds: 0.004,
  expertWeightSeconds: 0.006,
  expertShare: 0.25,
  perContextMemorySeconds: 2e-6,
  perAttentionMemorySeconds: 1e-8,
});

const table: fc.Arbitrary<StepTimeSpec> = fc.constant({
  kind: 'table',
  prefill: { tokens: [1, 16, 128, 512], seconds: [0.01, 0.012, 0.05, 0.22] },
  decode: {
    sequences: [1, 4, 16],
    contextTokens: [0, 100, 400, 2000],
    seconds: [
      [0.01, 0.011, 0.013, 0.02],
      [0.012, 0.014, 0.015, 0.03],
      [0.013, 0.02, 0.03, 0.05],
    ],
  },
});

/** On a grid of instants, and off it; some keep everybody waiting, some admissions take longer than steps. */
const frontEnds: fc.Arbitrary<FrontEndSpec> = fc.record({
  requestSeconds: fc.constantFrom(0, 0.03, 0.125, 1),
  promptTokenSeconds: fc.constantFrom(0, 1e-5, 2 ** -10),
  latencySeconds: fc.constantFrom(0, 0.017, 0.125),
  admissionSeconds: fc.constantFrom(0, 0.002, 0.125),
});

/** Of all shapes: with little memory and with much, of one replica and of several, whatever their batches. */
export const randomPools: fc.Arbitrary<PoolSpec> = fc
  .record({
    maxSequences: fc.constantFrom(1, 2, 3, 8, 32),
    blockTokens: fc.constantFrom(1, 4, 16),
    kvTokens: fc.constantFrom(60, 150, 400, 5000),
    budget: fc.constantFrom(8, 40, 200, 2048),
    policy: fc.constantFrom('continuous' as const, 'continuous' as const, 'static' as const),
    chunkedPrefill: fc.boolean(),
    replicas: fc.constantFrom(1, 2, 3, 8),
    // What draws lots is not the oracle's to repeat; it is tested by itself.
    balance: fc.constantFrom(...BALANCE_POLICIES.filter((policy) => !DRAWS_LOTS[policy])),
    stepTime: fc.oneof({ weight: 3, arbitrary: linear }, roofline, table),
    maxContextTokens: fc.option(fc.constant(120), { nil: undefined, freq: 4 }),
    frontEnd: fc.option(frontEnds, { nil: undefined, freq: 1 }),
  })
  .map(
    ({
      maxSequences,
      blockTokens,
      kvTokens,
      budget,
      policy,
      chunkedPrefill,
      maxContextTokens,
      frontEnd,
      ...rest
    }) => ({
      id: 'pool',
      gpusPerReplica: 1,
      ...rest,
      ...(maxContextTokens === undefined ? {} : { maxContextTokens }),
      ...(frontEnd === undefined ? {} : { frontEnd }),
      batching: {
        policy,
        chunkedPrefill,
        maxSequences,
        maxBatchedTokens: Math.max(maxSequences, budget),
        blockTokens,
        kvBlocks: Math.ceil(kvTokens / blockTokens),
      },
    }),
  );

/** Of the same pools, with groups of layers whose windows end within, at and beyond the requests. */
export const randomWindowPools: fc.Arbitrary<PoolSpec> = fc
  .record({
    pool: randomPools,
    full: fc.constantFrom(0, 1, 2, 4),
    window: fc.constantFrom(1, 2, 5),
    windowTokens: fc.constantFrom(1, 16, 33, 50, 1000),
    kvTokens: fc.constantFrom(100, 150, 220, 400),
  })
  .map(({ pool, full, window, windowTokens, kvTokens }) => ({
    ...pool,
    batching: {
      ...pool.batching,
      kvBlocks: Math.ceil((kvTokens * (full + window)) / pool.batching.blockTokens),
      kvGroups: { full, window, windowTokens },
    },
  }));

/** Short of memory, with room for several in a step, so that many are preempted; and others. */
export const randomTightPools: fc.Arbitrary<PoolSpec> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({
        pool: randomPools,
        kvTokens: fc.constantFrom(230, 300, 420),
        maxSequences: fc.constantFrom(4, 8, 32),
        replicas: fc.constantFrom(1, 2),
      })
      .map(({ pool: { batching, ...pool }, kvTokens, maxSequences, replicas }) => ({
        ...pool,
        replicas,
        batching: {
          ...batching,
          maxSequences,
          maxBatchedTokens: Math.max(maxSequences, batching.maxBatchedTokens),
          kvBlocks: Math.ceil(kvTokens / batching.blockTokens),
        },
      })),
  },
  randomWindowPools,
);

/** Gaps on a grid make ties and arrivals on step ends; others are continuous. */
export const randomRequests: fc.Arbitrary<OracleRequest[]> = fc
  .record({
    gap: fc.constantFrom(0, 0.001, 0.05, 0.3, 2),
    grid: fc.constantFrom(0, 0.125, 0.25),
    longest: fc.constantFrom(3, 40, 100),
    rows: fc.array(
      fc.record({
        wait: fc.double({ min: 0, max: 4, noNaN: true }),
        prompt: fc.integer({ min: 1, max: 120 }),
        output: fc.integer({ min: 1, max: 100 }),
        cached: fc.option(fc.integer({ min: 0, max: 60 }), { nil: 0, freq: 3 }),
      }),
      { minLength: 1, maxLength: 80 },
    ),
  })
  .map(({ gap, grid, longest, rows }) => {
    let arrival = 0;
    return rows.map(({ wait, prompt, output, cached }) => {
      arrival += grid > 0 ? grid * Math.floor(wait) : gap * wait;
      return { arrival, prompt, output: Math.min(output, longest), cached };
    });
  });
