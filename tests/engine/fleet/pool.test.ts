import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TOKENS } from '../../../engine/scenario/lengths/mostTokens.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { expectEqual, expectEqualRows } from '../expectEqual.ts';
import { expectSameRandomPools } from '../expectSameRandomPools.ts';
import { GENERATIONS } from '../generations.ts';
import { runOracle } from '../oracle.ts';
import { randomPools, randomRequests, randomWindowPools } from '../randomPools.ts';
import { oraclePool, runPool } from '../runPool.ts';

describe('a pool against the step-by-step oracle', () => {
  it('agrees request by request on random pools and arrivals', () => {
    let preemptions = 0;
    let rejected = 0;
    fc.assert(
      fc.property(randomPools, randomRequests, (pool, arrivals) => {
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
      fc.property(randomWindowPools, randomRequests, (pool, arrivals) => {
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
    const { preemptions, unlike } = expectSameRandomPools(generation, 1000, 20261201);
    expect(unlike).toBeGreaterThan(60);
    if (generation.reserved === 1) expect(preemptions).toBe(0);
    else if (generation.reserved === undefined) expect(preemptions).toBeGreaterThan(60);
  });

  it('is done with its prompt where nothing is generated: of some requests, and of all of an encoder', () => {
    let queued = 0;
    fc.assert(
      fc.property(randomPools, randomRequests, fc.constantFrom(1, 3), (pool, arrivals, every) => {
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
      fc.property(
        randomPools,
        randomRequests,
        fc.integer({ min: 1, max: 15 }),
        (pool, arrivals, mostInHand) => {
          const oracle = runOracle({ ...oraclePool(pool), mostInHand }, arrivals);
          if (oracle.rows.at(-1)?.replica === -1 && oracle.rows.at(-1)?.rejected === undefined) givenUp++;
          for (const batchSize of [64, 3])
            expectEqualRows(runPool(pool, arrivals, batchSize, mostInHand), oracle);
        },
      ),
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
