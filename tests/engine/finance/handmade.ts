import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { PoolSpec, SimulationSpec, SloSpec, WorkloadSpec } from '../../../engine/scenario/spec.ts';
import { SKETCH_BINS, sketchBin } from '../../../engine/statistics/latencySketch.ts';
import type { PaidHours } from '../../../engine/usage/paidHours.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountHours,
  LATENCIES,
  noRejections,
  type Rejection,
  type Latency,
  type LegUsage,
  type PoolTotals,
  type PoolUsage,
  type ReplicationUsage,
  type Usage,
  WORK_COLUMNS,
  type WorkloadUsage,
} from '../../../engine/usage/usage.ts';

/** A usage made by hand, so that every total can be worked out on paper. */

export function poolSpec(id: string, over: Partial<PoolSpec> = {}): PoolSpec {
  return {
    id,
    replicas: 2,
    gpusPerReplica: 4,
    balance: 'random',
    batching: {
      policy: 'continuous',
      chunkedPrefill: true,
      maxSequences: 64,
      maxBatchedTokens: 2048,
      blockTokens: 16,
      kvBlocks: 1000,
    },
    stepTime: {
      kind: 'linear',
      baseSeconds: 0.02,
      perPromptTokenSeconds: 0,
      perSequenceSeconds: 0,
      perContextTokenSeconds: 0,
    },
    ...over,
  };
}

export function workloadSpec(
  id: string,
  pool: number,
  slo?: SloSpec,
  over: Partial<WorkloadSpec> = {},
): WorkloadSpec {
  return {
    id,
    pool,
    arrivals: {
      kind: 'synthetic',
      process: { type: 'poisson' },
      ratePerSecond: 1,
      rate: { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events: [] },
    },
    ...(slo === undefined ? {} : { slo }),
    ...over,
  };
}

export function simulationSpec(
  over: Partial<SimulationSpec> & Pick<SimulationSpec, 'hours'>,
): SimulationSpec {
  return {
    seed: 1,
    startEpochSeconds: Date.UTC(2026, 0, 1) / 1000,
    fidelity: { mode: 'every', daysPerMonth: 2, replications: 1, windows: 'days' },
    workloads: [workloadSpec('chat', 0)],
    pools: [poolSpec('h100')],
    accounts: [{ workload: 0, tenant: 'support' }],
    ...over,
  };
}

/** Columns by hour; what is left out is 0. */
export function accountHours(
  hours: number,
  columns: Partial<Record<keyof AccountHours, readonly number[]>>,
): AccountHours {
  const entries = ACCOUNT_COLUMNS.map((name) => {
    const column = new Float64Array(hours);
    column.set(columns[name] ?? []);
    return [name, column];
  });
  return Object.fromEntries(entries) as AccountHours;
}

/** So many replicas paid in each hour; a part of one for that part of the hour. */
export function paidReplicas(hours: readonly number[]): PaidHours {
  const rows = hours.flatMap((replicas, hour) => {
    const [whole, part] = [Math.floor(replicas), replicas % 1];
    return [
      ...(whole > 0 ? [{ hour, level: whole, seconds: (1 - part) * 3600 }] : []),
      ...(part > 0 ? [{ hour, level: whole + 1, seconds: part * 3600 }] : []),
    ];
  });
  const zeros = new Float64Array(rows.length);
  return {
    hour: Int32Array.from(rows, ({ hour }) => hour),
    kind: new Uint8Array(rows.length),
    level: Int32Array.from(rows, ({ level }) => level),
    seconds: Float64Array.from(rows, ({ seconds }) => seconds),
    rises: zeros,
    shortOfMinute: zeros,
    shortOfHour: zeros,
  };
}

/** Latencies in seconds, one a request. */
export function workloadUsage(
  latencies: Partial<Record<Latency, readonly number[]>>,
  rejected: Partial<Record<Rejection, number>> = {},
): WorkloadUsage {
  const perLatency = <T>(value: (seconds: readonly number[]) => T): Record<Latency, T> =>
    Object.fromEntries(LATENCIES.map((name) => [name, value(latencies[name] ?? [])])) as Record<Latency, T>;
  return {
    sketches: perLatency((seconds) => {
      const sketch = new Float64Array(SKETCH_BINS);
      for (const value of seconds) sketch[sketchBin(value)]++;
      return sketch;
    }),
    sums: perLatency((seconds) => seconds.reduce((sum, value) => sum + value, 0)),
    counts: perLatency((seconds) => seconds.length),
    rejectedBy: { ...noRejections(), ...rejected },
  };
}

export function poolTotals(over: Partial<PoolTotals> = {}): PoolTotals {
  return {
    steps: 0,
    preemptions: 0,
    kvPeakBlocks: 0,
    prefillSeconds: 0,
    decodeSeconds: 0,
    computeBoundSeconds: 0,
    blockedBySlotsSeconds: 0,
    blockedByKvSeconds: 0,
    blockedByBudgetSeconds: 0,
    inFlightAtEnd: 0,
    waitingAtEnd: 0,
    drainSeconds: 0,
    ...over,
  };
}

/** A replication whose work is said by what arrived, and its use by its busy time. */
export interface HandmadeUsage extends Omit<ReplicationUsage, 'legs' | 'pools'> {
  readonly legs?: readonly LegUsage[] | undefined;
  readonly pools: readonly HandmadePool[];
}
export type HandmadePool = Omit<PoolUsage, 'fullLoadSeconds' | 'usedSeconds'> &
  Partial<Pick<PoolUsage, 'fullLoadSeconds' | 'usedSeconds'>>;

/**
 * What was left out filled in: a busy replica is full, and an account's work is done in the hour of its arrival, in the
 * pool that `pools` has for it (0).
 */
export function handmade(usage: HandmadeUsage, pools: readonly number[] = []): ReplicationUsage {
  const isWhole = (each: HandmadeUsage): each is ReplicationUsage =>
    each.legs !== undefined && each.pools.every(({ usedSeconds }) => usedSeconds !== undefined);
  if (isWhole(usage)) return usage;
  return {
    ...usage,
    legs: usage.legs ?? usage.accounts.map((account, index) => legUsage(index, pools[index] ?? 0, account)),
    pools: usage.pools.map((pool) => {
      const fullLoadSeconds = pool.fullLoadSeconds ?? pool.busySeconds;
      const usedSeconds = fullLoadSeconds.map((seconds, h) => Math.min(seconds, pool.busySeconds[h]));
      return { fullLoadSeconds, usedSeconds, ...pool };
    }),
  };
}

function legUsage(
  account: number,
  pool: number,
  { promptTokens, cachedTokens, outputTokens }: AccountHours,
): LegUsage {
  const columns = WORK_COLUMNS.map((name) => [name, new Float64Array(promptTokens.length)]);
  return {
    account,
    pool,
    ...(Object.fromEntries(columns) as Omit<LegUsage, 'account' | 'pool'>),
    prefillTokens: promptTokens.map((tokens, h) => tokens - cachedTokens[h]),
    outputTokens,
  };
}

export function usageOf(...replications: readonly HandmadeUsage[]): Usage {
  return {
    hours: replications[0].pools[0].busySeconds.length,
    replications: replications.map((each) => handmade(each)),
    simulatedRequests: 0,
    windows: replications.length,
  };
}

export function gpuHourPrice(pool: string, unitPrice: number): PoolPrice {
  return { pool, unit: 'GPU-hour', gpusPerUnit: 1, unitPrice, source: 'the scenario' };
}

export function instancePrice(pool: string, unitPrice: number, gpusPerUnit: number): PoolPrice {
  return {
    pool,
    unit: 'instance-hour',
    gpusPerUnit,
    unitPrice,
    instance: `cloud-${pool}`,
    source: 'a price list',
    validFrom: '2026-07-30',
    readOn: '2026-07-31',
  };
}
