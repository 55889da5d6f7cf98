import { expect } from 'vitest';
import type { LengthLawSpec } from '../../engine/scenario/lengths/lengthLawSpec.ts';
import type { BatchingSpec, FrontEndSpec, SimulationSpec, StepTimeSpec } from '../../engine/scenario/spec.ts';
import { planWindows, simulateWindow } from '../../engine/simulate.ts';
import { halfWidth } from '../../engine/statistics/interval.ts';
import type { WindowUsage } from '../../engine/usage/usage.ts';

/** A queue, spelt as the product's own scenario: one pool, one workload. */
export interface Queue {
  readonly ratePerSecond: number;
  readonly prompt: LengthLawSpec;
  /** An encoder, which gives nothing, where left out. */
  readonly output?: LengthLawSpec;
  readonly maxSequences: number;
  readonly stepTime: Partial<Extract<StepTimeSpec, { kind: 'linear' }>>;
  /** None, where left out. */
  readonly frontEnd?: FrontEndSpec;
}

const batching: BatchingSpec = {
  policy: 'continuous',
  chunkedPrefill: true,
  maxSequences: 1,
  maxBatchedTokens: 2 ** 30,
  blockTokens: 16,
  kvBlocks: 2 ** 30,
};

export function queueSpec(queue: Queue, replications: number): SimulationSpec {
  const length = (law: LengthLawSpec) => ({ law, min: 1, max: 2 ** 30 });
  return {
    seed: 11,
    startEpochSeconds: Date.UTC(2026, 0, 1) / 1000,
    hours: 72,
    fidelity: { mode: 'every', daysPerMonth: 1, replications, windows: 'days' },
    workloads: [
      {
        id: 'jobs',
        pool: 0,
        arrivals: {
          kind: 'synthetic',
          process: { type: 'poisson' },
          ratePerSecond: queue.ratePerSecond,
          rate: { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events: [] },
        },
        promptTokens: length(queue.prompt),
        ...(queue.output && { outputTokens: length(queue.output) }),
      },
    ],
    pools: [
      {
        id: 'server',
        replicas: 1,
        gpusPerReplica: 1,
        balance: 'round-robin',
        batching: { ...batching, maxSequences: queue.maxSequences },
        ...(queue.frontEnd && { frontEnd: queue.frontEnd }),
        stepTime: {
          kind: 'linear',
          baseSeconds: 0,
          perPromptTokenSeconds: 0,
          perSequenceSeconds: 0,
          perContextTokenSeconds: 0,
          ...queue.stepTime,
        },
        ...(queue.output === undefined && { isEncoder: true }),
      },
    ],
    accounts: [{ workload: 0, tenant: 'all' }],
  };
}

/** The second day of a queue, with its warm-up and its company at the end, once a replication. */
export async function secondDays(queue: Queue, replications: number): Promise<WindowUsage[]> {
  const spec = queueSpec(queue, replications);
  const days = planWindows(spec).filter(({ firstHour }) => firstHour === 24);
  const windows: WindowUsage[] = [];
  for (const day of days) windows.push(await simulateWindow(spec, day, { openTrace: noTrace }));
  return windows;
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

export const meanEndToEnd = ({ workloads: [w] }: WindowUsage): number => w.sums.endToEnd / w.counts.endToEnd;
export const meanQueue = ({ workloads: [w] }: WindowUsage): number => w.sums.queue / w.counts.queue;

/** 99.9 %: of the forty or so intervals in these tests none should miss by chance. */
const LEVEL = 0.999;

function interval(values: readonly number[], level: number): { low: number; high: number; mean: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const half = halfWidth(values, level) ?? Number.NaN;
  return { mean, low: mean - half, high: mean + half };
}

/** The interval over replications must hold the theory's value, and be narrow enough to tell 3 %. */
export function expectTheory(
  values: readonly number[],
  theory: number,
  precision = 0.03,
  level = LEVEL,
): void {
  const { low, high, mean } = interval(values, level);
  expect(theory, `theory ${theory}, engine ${mean} (${low} to ${high})`).toBeGreaterThanOrEqual(low);
  expect(theory, `theory ${theory}, engine ${mean} (${low} to ${high})`).toBeLessThanOrEqual(high);
  expect((high - low) / 2 / theory, 'half width of the interval over theory').toBeLessThan(precision);
}

/** The power check: an engine that is off must be told from theory. */
export function expectToMiss(values: readonly number[], theory: number, level = LEVEL): void {
  const { low, high } = interval(values, level);
  expect(theory < low || theory > high, `${theory} should lie outside ${low} to ${high}`).toBe(true);
}
