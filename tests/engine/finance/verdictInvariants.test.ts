import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast, type Forecast } from '../../../engine/forecast.ts';
import type { PoolSpec, SimulationSpec, SloSpec } from '../../../engine/scenario/spec.ts';
import {
  collectUsage,
  planDraft,
  planWindows,
  type RequestRow,
  simulateWindow,
  type WindowPlan,
} from '../../../engine/simulate.ts';
import type { WindowUsage } from '../../../engine/usage/usage.ts';
import { gpuHourPrice, poolSpec, simulationSpec, workloadSpec } from './handmade.ts';

const HOUR = 3600;
const noTrace = () => {
  throw new Error('no trace here');
};

interface Answer {
  readonly forecast: Forecast;
  readonly rows: readonly RequestRow[];
}

async function answer(spec: SimulationSpec, plans: readonly WindowPlan[]): Promise<Answer> {
  const windows: WindowUsage[] = [];
  const rows: RequestRow[] = [];
  let stopped = -1;
  for (const plan of plans) {
    const onRequest = (row: RequestRow): void => void rows.push(row);
    windows.push(await simulateWindow(spec, plan, { openTrace: noTrace, onRequest }));
    if (windows.at(-1)?.stop === undefined) continue;
    stopped = windows.length - 1;
    break;
  }
  const usage = collectUsage(spec, plans, (index) => windows[index], stopped);
  const prices = spec.pools.map(({ id }) => gpuHourPrice(id, 1));
  return { forecast: forecast({ name: 'x', currency: 'USD', spec, usage, prices }), rows };
}

/** Small pools: a replica serves a few requests a second, and its memory holds a few or many of them. */
const pools: fc.Arbitrary<PoolSpec> = fc
  .record({
    replicas: fc.constantFrom(1, 2),
    maxSequences: fc.constantFrom(1, 4, 16, 64),
    kvBlocks: fc.constantFrom(24, 60, 150, 2000),
    policy: fc.constantFrom('continuous' as const, 'continuous' as const, 'static' as const),
    chunkedPrefill: fc.boolean(),
    baseSeconds: fc.constantFrom(0.02, 0.1),
  })
  .map(({ replicas, baseSeconds, ...batching }) =>
    poolSpec('pool', {
      replicas,
      gpusPerReplica: 1,
      balance: 'least-outstanding',
      batching: { ...batching, maxBatchedTokens: 256, blockTokens: 16 },
      stepTime: {
        kind: 'linear',
        baseSeconds,
        perPromptTokenSeconds: 1e-4,
        perSequenceSeconds: 1e-3,
        perContextTokenSeconds: 0,
      },
    }),
  );

const slos: fc.Arbitrary<SloSpec | undefined> = fc.constantFrom(
  undefined,
  { ttftSeconds: 1, percentile: 0.95 },
  { ttftSeconds: 1, tpotSeconds: 0.05, percentile: 0.5 },
);

/** A working day's shape: quiet, four hours of so many times as much, quiet. */
function dayShape(peak: number): readonly number[] {
  return Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 2 && hour % 24 < 6 ? peak : 1));
}

const fleets: fc.Arbitrary<SimulationSpec> = fc
  .record({
    pool: pools,
    slo: slos,
    ratePerSecond: fc.constantFrom(0.02, 0.1, 0.3, 0.8, 1.5),
    peak: fc.constantFrom(1, 4),
    hours: fc.constantFrom(2, 8, 30),
    prompt: fc.constantFrom(40, 150),
    output: fc.constantFrom(1, 20, 60),
    windows: fc.constantFrom('days' as const, 'one' as const),
  })
  .map(({ pool, slo, ratePerSecond, peak, hours, prompt, output, windows }) => {
    const length = (mean: number, max: number) =>
      ({ law: { type: 'exponential', mean }, min: 1, max }) as const;
    return simulationSpec({
      hours,
      fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows },
      pools: [pool],
      workloads: [
        workloadSpec('chat', 0, slo, {
          arrivals: {
            kind: 'synthetic',
            process: { type: 'poisson' },
            ratePerSecond,
            rate: { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events: [], hourOfWeek: dayShape(peak) },
          },
          promptTokens: length(prompt, 160),
          outputTokens: length(output, 120),
        }),
      ],
    });
  });

/** What must hold of every answer: a bottleneck and its figures say the same. */
function checkSentences({ verdict, bottleneck, overloaded, pools: [pool], slo }: Forecast): void {
  const isTight = (pool.preemptions ?? 0) > 0 || (pool.kvPeakShare ?? 0) >= 0.99;
  const isLate = slo.some(({ met }) => met === false);
  if (isTight || overloaded || isLate) {
    expect(bottleneck.kind).not.toBe('none');
    expect(bottleneck.pool).toBe('pool');
    expect(bottleneck.sentence).not.toContain('Nothing binds');
  }
  if (isTight) expect(bottleneck.sentence).toMatch(/KV cache/);
  if ((pool.preemptions ?? 0) > 0) expect(bottleneck.sentence).toMatch(/preemption/);
  expect(verdict.startsWith('Overloaded')).toBe(overloaded);
  if (bottleneck.sentence.startsWith('Nothing binds')) {
    expect(bottleneck.sentence).not.toMatch(/100% full/);
    expect(verdict).not.toMatch(/misses its service level/);
  }
}

/** Requests that arrived in each hour: how long they waited on average; of what was begun. */
function waitsByHour(rows: readonly RequestRow[], hours: number): readonly number[] {
  const sums = new Float64Array(hours);
  const counts = new Float64Array(hours);
  for (const { arrivalSeconds, startSeconds } of rows) {
    if (startSeconds < 0) continue;
    const hour = Math.min(hours - 1, Math.floor(arrivalSeconds / HOUR));
    sums[hour] += startSeconds - arrivalSeconds;
    counts[hour]++;
  }
  return [...sums].map((sum, hour) => (counts[hour] === 0 ? 0 : sum / counts[hour]));
}

describe('a verdict agrees with its figures', () => {
  it('whatever the fleet, in full and as a draft', async () => {
    let tight = 0;
    let overloadedOnes = 0;
    await fc.assert(
      fc.asyncProperty(fleets, async (spec) => {
        const full = await answer(spec, planWindows(spec));
        checkSentences(full.forecast);
        tight += full.forecast.bottleneck.kind === 'kv' ? 1 : 0;
        overloadedOnes += full.forecast.overloaded ? 1 : 0;
        const draft = planDraft(spec, 2000);
        if (draft !== undefined) checkSentences((await answer(draft.spec, draft.plans)).forecast);
      }),
      { numRuns: 40, seed: 20260105 },
    );
    // Neither kind is a rarity among them, so that the property says something.
    expect(tight).toBeGreaterThan(5);
    expect(overloadedOnes).toBeGreaterThan(5);
  }, 120_000);

  it('a queue that grows from hour to hour and breaks its promise is an overload, worked off later or not', async () => {
    let grown = 0;
    await fc.assert(
      fc.asyncProperty(fleets, async (spec) => {
        const { forecast: full, rows } = await answer(spec, planWindows(spec));
        if (full.slo.some(({ met }) => met === true) || full.givenUp !== undefined) return;
        const waits = waitsByHour(rows, spec.hours);
        const service = full.latencySeconds.endToEnd.mean ?? 0;
        const queue = full.latencySeconds.queue.mean ?? 0;
        const least = Math.max(120, 12 * (service - queue));
        const isGrown = waits.some(
          (wait, hour) => hour > 1 && wait >= least && waits[hour - 1] > 0 && wait > waits[hour - 1] + 60,
        );
        if (!isGrown) return;
        grown++;
        expect(full.overloaded).toBe(true);
        expect(full.bottleneck.kind).not.toBe('none');
        expect(full.bottleneck.sentence).toContain('overloaded');
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(grown).toBeGreaterThan(3);
  }, 120_000);

  it('what a draft calls overloaded by far is still called so by the full run', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fleets, async (spec) => {
        const draft = planDraft(spec, 2000);
        if (draft?.isApproximate !== true) return;
        const drafted = (await answer(draft.spec, draft.plans)).forecast;
        const late = (drafted.latencySeconds.queue.mean ?? Number.POSITIVE_INFINITY) > 300;
        if (!drafted.overloaded || !late || drafted.slo.some(({ met }) => met === true)) return;
        compared++;
        expect((await answer(spec, planWindows(spec))).forecast.overloaded).toBe(true);
      }),
      { numRuns: 40, seed: 11 },
    );
    expect(compared).toBeGreaterThan(3);
  }, 120_000);
});
