import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TOKENS } from '../../../engine/scenario/lengths/mostTokens.ts';
import {
  BALANCE_POLICIES,
  DRAWS_LOTS,
  type FrontEndSpec,
  type PoolSpec,
  type StepTimeSpec,
} from '../../../engine/scenario/spec.ts';
import { GENERATIONS, ofGeneration } from '../generations.ts';
import { type OracleRequest, type OracleResult, runOracle } from '../oracle.ts';
import { oraclePool, runPool } from '../runPool.ts';

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

const pools: fc.Arbitrary<PoolSpec> = fc
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
const windowPools: fc.Arbitrary<PoolSpec> = fc
  .record({
    pool: pools,
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
const tightPools: fc.Arbitrary<PoolSpec> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({
        pool: pools,
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
  windowPools,
);

/** Gaps on a grid make ties and arrivals on step ends; others are continuous. */
const requests: fc.Arbitrary<OracleRequest[]> = fc
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

function expectEqualRows(engine: OracleResult, oracle: OracleResult): void {
  oracle.rows.forEach((expected, i) => {
    const row = engine.rows[i];
    expect({ i, replica: row.replica, rejected: row.rejected }).toEqual({
      i,
      replica: expected.replica,
      rejected: expected.rejected,
    });
    for (const key of ['start', 'firstToken', 'end'] as const) {
      expect(Math.abs(row[key] - expected[key]) / Math.max(1, Math.abs(expected[key]))).toBeLessThan(1e-9);
    }
  });
}

function expectEqual(engine: OracleResult, oracle: OracleResult): void {
  expectEqualRows(engine, oracle);
  expect(engine.preemptions).toBe(oracle.preemptions);
  expect(engine.steps).toBe(oracle.steps);
  expect(engine.kvPeakBlocks).toBe(oracle.kvPeakBlocks);
  expect(Math.abs(engine.busySeconds - oracle.busySeconds)).toBeLessThanOrEqual(1e-9 * oracle.busySeconds);
}

describe('a pool against the step-by-step oracle', () => {
  it('agrees request by request on random pools and arrivals', () => {
    let preemptions = 0;
    let rejected = 0;
    fc.assert(
      fc.property(pools, requests, (pool, arrivals) => {
        const oracle = runOracle(oraclePool(pool), arrivals);
        preemptions += oracle.preemptions;
        rejected += oracle.rows.filter((row) => row.rejected !== undefined).length;
        expectEqual(runPool(pool, arrivals), oracle);
      }),
      { numRuns: 1500, seed: 20261123 },
    );
    // The cases that are hard are among those drawn.
    expect(preemptions).toBeGreaterThan(200);
    expect(rejected).toBeGreaterThan(200);
  });

  it('agrees where layers with a window have blocks of their own', () => {
    let preemptions = 0;
    let rejected = 0;
    let outOfWindow = 0;
    fc.assert(
      fc.property(windowPools, requests, (pool, arrivals) => {
        const oracle = runOracle(oraclePool(pool), arrivals);
        preemptions += oracle.preemptions;
        rejected += oracle.rows.filter((row) => row.rejected !== undefined).length;
        const { full, window } = pool.batching.kvGroups ?? { full: 1, window: 0 };
        const alike = { full: full + window, window: 0, windowTokens: 1 };
        const inFull = runOracle(
          oraclePool({ ...pool, batching: { ...pool.batching, kvGroups: alike } }),
          arrivals,
        );
        if (inFull.kvPeakBlocks !== oracle.kvPeakBlocks) outOfWindow++;
        expectEqual(runPool(pool, arrivals), oracle);
      }),
      { numRuns: 1500, seed: 20261201 },
    );
    expect(preemptions).toBeGreaterThan(150);
    expect(rejected).toBeGreaterThan(200);
    // Blocks are given back in many of them.
    expect(outOfWindow).toBeGreaterThan(200);
  });

  it.each(Object.entries(GENERATIONS))('agrees where an engine %s', (_, generation) => {
    let preemptions = 0;
    let unlike = 0;
    fc.assert(
      fc.property(tightPools, requests, (pool, arrivals) => {
        const ours = ofGeneration(pool, generation);
        const oracle = runOracle(oraclePool(ours), arrivals);
        expectEqual(runPool(ours, arrivals), oracle);
        preemptions += oracle.preemptions;
        // The same prompts, cut or whole, by what is simulated where nothing is said.
        const { mixes: _mixes, reserved: _reserved, keepsPreempted: _keeps, ...said } = ours.batching;
        const untold = runOracle(oraclePool({ ...ours, batching: said }), arrivals);
        if (untold.busySeconds !== oracle.busySeconds) unlike++;
      }),
      { numRuns: 250, seed: 20261201 },
    );
    expect(unlike).toBeGreaterThan(15);
    if (generation.reserved === 1) expect(preemptions).toBe(0);
    else if (generation.reserved === undefined) expect(preemptions).toBeGreaterThan(15);
  });

  it('is done with its prompt where nothing is generated: of some requests, and of all of an encoder', () => {
    let queued = 0;
    fc.assert(
      fc.property(pools, requests, fc.constantFrom(1, 3), (pool, arrivals, every) => {
        const some = arrivals.map((each, i) => (i % every === 0 ? { ...each, output: 0 } : each));
        const oracle = runOracle(oraclePool(pool), some);
        const engine = runPool(pool, some);
        expectEqual(engine, oracle);
        engine.rows.forEach((row, i) => {
          if (some[i].output > 0 || row.rejected !== undefined) return;
          if (pool.batching.policy === 'continuous') expect(row.end).toBe(row.firstToken);
          if (row.start > some[i].arrival) queued++;
        });
      }),
      { numRuns: 600, seed: 20261130 },
    );
    expect(queued).toBeGreaterThan(200);
  });

  it('is given up at the same request, with the same ones done, where it may hold only so many', () => {
    let givenUp = 0;
    fc.assert(
      fc.property(pools, requests, fc.integer({ min: 1, max: 15 }), (pool, arrivals, mostInHand) => {
        const oracle = runOracle({ ...oraclePool(pool), mostInHand }, arrivals);
        if (oracle.rows.at(-1)?.replica === -1 && oracle.rows.at(-1)?.rejected === undefined) givenUp++;
        for (const batchSize of [64, 3])
          expectEqualRows(runPool(pool, arrivals, batchSize, mostInHand), oracle);
      }),
      { numRuns: 400, seed: 20261130 },
    );
    expect(givenUp).toBeGreaterThan(100);
  });

  it('notices a step time that is wrong by a part in a million', () => {
    const pool: PoolSpec = {
      id: 'pool',
      replicas: 2,
      gpusPerReplica: 1,
      balance: 'least-outstanding',
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 8,
        maxBatchedTokens: 64,
        blockTokens: 4,
        kvBlocks: 60,
      },
      stepTime: {
        kind: 'linear',
        baseSeconds: 0.01,
        perPromptTokenSeconds: 1e-4,
        perSequenceSeconds: 1e-3,
        perContextTokenSeconds: 1e-5,
      },
    };
    const arrivals = Array.from({ length: 40 }, (_, i) => ({
      arrival: i * 0.05,
      prompt: 30 + i,
      output: 20,
    }));
    const oracle = oraclePool(pool);
    const wrong = runOracle(
      { ...oracle, step: (p, a, b, c) => oracle.step(p, a, b, c) * (1 + 1e-6) },
      arrivals,
    );
    expect(() => expectEqual(runPool(pool, arrivals), wrong)).toThrow();
  });

  it('keeps exact over many steps without a pause, past the rebasing of the step counter', () => {
    const pool: PoolSpec = {
      id: 'pool',
      replicas: 1,
      gpusPerReplica: 1,
      balance: 'round-robin',
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 4,
        maxBatchedTokens: 64,
        blockTokens: 16,
        kvBlocks: 2 ** 27,
      },
      stepTime: {
        kind: 'linear',
        baseSeconds: 1e-3,
        perPromptTokenSeconds: 0,
        perSequenceSeconds: 0,
        perContextTokenSeconds: 0,
      },
    };
    // Each lasts 1.5e8 steps and overlaps the next, so the counter passes 2^26 while one runs.
    const output = 150_000_000;
    const arrivals = [0, 1, 2, 3].map((i) => ({ arrival: i * 140_000, prompt: 10, output }));
    const { rows } = runPool(pool, arrivals);
    rows.forEach((row, i) => expect(row.end).toBeCloseTo(i * 140_000 + output * 1e-3, 3));
    // The longest there may be, joining when the counter is about to be rebased.
    const longest = [0, 67_000].map((arrival) => ({ arrival, prompt: 10, output: MOST_TOKENS }));
    runPool(pool, longest).rows.forEach(({ end }, i) =>
      expect(end).toBeCloseTo(i * 67_000 + MOST_TOKENS * 1e-3, 3),
    );
  });
});
