import {
  FLEET_COLUMNS,
  type FleetColumn,
  type FleetCount,
  GONE_COLUMN,
  RESERVED_USED_COLUMN,
} from './fleetRecorder.ts';
import type { JobUsage } from './jobUsage.ts';
import type { PaidHours } from './paidHours.ts';

/**
 * The waist: what simulation counts, and all that pricing may know of it.
 * A window yields a `WindowUsage`; windows of one replication merge, in a fixed
 * order, into a `ReplicationUsage` that covers every hour of the horizon.
 */

/** The four latencies, in the order of the sketches. */
export const LATENCIES = ['ttft', 'tpot', 'endToEnd', 'queue'] as const;
export type Latency = (typeof LATENCIES)[number];

/** Why a request was refused on arrival (`outcome` is `rejected:REASON`). */
export const REJECTIONS = ['context', 'kv', 'no-replica', 'lost', 'cost-cap'] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** Nobody was rejected. */
export function noRejections(): Record<Rejection, number> {
  return { context: 0, kv: 0, 'no-replica': 0, lost: 0, 'cost-cap': 0 };
}

/** Per account and hour; an hour's row counts the requests that arrived in it. */
export interface AccountHours {
  readonly arrived: Float64Array;
  readonly completed: Float64Array;
  readonly rejected: Float64Array;
  readonly withinSlo: Float64Array;
  readonly promptTokens: Float64Array;
  readonly cachedTokens: Float64Array;
  readonly outputTokens: Float64Array;
  /** Queueing times of completed requests, summed; over 3600 it is the mean number waiting (Little's law). */
  readonly waitingSeconds: Float64Array;
}
export const ACCOUNT_COLUMNS = [
  'arrived',
  'completed',
  'rejected',
  'withinSlo',
  'promptTokens',
  'cachedTokens',
  'outputTokens',
  'waitingSeconds',
] as const satisfies readonly (keyof AccountHours)[];

/** Columns that say nothing of an encoder, which generates nothing and keeps nothing of a prompt. */
export const OF_GENERATION: ReadonlySet<keyof AccountHours> = new Set(['cachedTokens', 'outputTokens']);

/**
 * Work of one account in one pool, per hour in which it was *done* (usage/recordWork): of every request that completed,
 * those that arrived before or after the hours that are counted, too. What was computed anew after a preemption, and
 * requests that were not done when an overloaded run was given up, are not in it.
 */
export interface WorkHours {
  /** Prompt tokens prefilled that no cache had. */
  readonly prefillTokens: Float64Array;
  /** Context those attended to: the sum of their positions in their prompts. */
  readonly attentionTokens: Float64Array;
  readonly outputTokens: Float64Array;
  /** Output tokens but the first of each request, which its prefill emits. */
  readonly decodeTokens: Float64Array;
  /** Context that their decode steps read: the sum of prompt + emitted. */
  readonly contextTokens: Float64Array;
  readonly kvBlockSeconds: Float64Array;
}
export const WORK_COLUMNS = [
  'prefillTokens',
  'attentionTokens',
  'outputTokens',
  'decodeTokens',
  'contextTokens',
  'kvBlockSeconds',
] as const satisfies readonly (keyof WorkHours)[];

/** Floats a row of WORK_COLUMNS takes while a window runs: a cache line, which is 2 % of a request's time. */
export const WORK_STRIDE = 8;

/** Whose work, and where: indices into the spec's accounts and pools, in the order of `legsOf`. */
export interface LegUsage extends WorkHours {
  readonly account: number;
  readonly pool: number;
}

/** Per workload: mergeable histograms (statistics/latencySketch) and exact sums. */
export interface WorkloadUsage {
  /** One histogram a latency, `SKETCH_BINS` long each. */
  readonly sketches: Record<Latency, Float64Array>;
  readonly sums: Record<Latency, number>;
  readonly counts: Record<Latency, number>;
  readonly rejectedBy: Record<Rejection, number>;
}

/** The columns of a fleet are replica-seconds of a living pool, per hour. */
export interface PoolUsage extends Readonly<Partial<Record<FleetColumn, Float64Array>>> {
  /** Replica-seconds spent in steps, per hour; at most replicas × 3600. */
  readonly busySeconds: Float64Array;
  /** Replica-seconds that the hour's work takes on replicas that are full (serving/sustainableRate); above those present, it is overload. */
  readonly fullLoadSeconds: Float64Array;
  /** The smaller of the two: capacity in use. Kept, for the mean of replications has another smaller one than each of them. */
  readonly usedSeconds: Float64Array;
  /** Of those in steps, the seconds in which the busier of compute and bandwidth was in use (serving/workMeter); only of pools with `power`. */
  readonly workingSeconds?: Float64Array;
  /** Replicas (or their nodes) paid, by hour, kind and number; `replicaHoursOf` sums them up. */
  readonly paid: PaidHours;
  /** Seconds of each hour in which something was gone; of a pool with failures or spot. */
  readonly goneSeconds?: Float64Array;
  /** Node-seconds of reserved capacity that replicas were on, per hour; of a pool that has some. */
  readonly reservedUsedSeconds?: Float64Array;
  /** Of a living pool: what happened to its replicas. */
  readonly fleetCounts?: Readonly<Record<FleetCount, number>>;
  /** Times that clients asked again; of a living pool whose clients do. */
  readonly retries?: number;
  /** Runs of its jobs; of a mean, those of all replications. Absent where it has none. */
  readonly jobs?: readonly JobUsage[];
  readonly totals: PoolTotals;
  /** Of the window that left most requests waiting at its end; only where windows were merged. */
  readonly worstEnd?: PoolEnd;
}

/** Columns of every pool, and those of a living one alone. */
const POOL_COLUMNS = [
  'busySeconds',
  'fullLoadSeconds',
  'usedSeconds',
  'workingSeconds',
  ...FLEET_COLUMNS,
  GONE_COLUMN,
  RESERVED_USED_COLUMN,
] as const;
type PoolColumn = (typeof POOL_COLUMNS)[number];

/** The hourly columns that a pool's usage has. */
export function poolColumns(pool: Pick<PoolUsage, PoolColumn>): readonly PoolColumn[] {
  return POOL_COLUMNS.filter((name) => pool[name] !== undefined);
}

/** How one window ended; `firstHour` and `hours` are its place in the horizon. */
export interface PoolEnd {
  readonly firstHour: number;
  readonly hours: number;
  readonly inFlightAtEnd: number;
  readonly waitingAtEnd: number;
  readonly drainSeconds: number;
}

/** Sums over replicas; seconds are replica-seconds. */
export interface PoolTotals {
  steps: number;
  preemptions: number;
  /** Largest number of KV blocks in use on one replica. */
  kvPeakBlocks: number;
  /** Seconds in steps that prefilled something / only decoded. */
  prefillSeconds: number;
  decodeSeconds: number;
  /** Seconds in steps whose compute term was the larger (roofline), else 0. */
  computeBoundSeconds: number;
  /** Seconds in steps while a request waited for a batch slot / KV blocks / prefill budget. */
  blockedBySlotsSeconds: number;
  blockedByKvSeconds: number;
  blockedByBudgetSeconds: number;
  /** Requests in hand (waiting or running) and waiting when arrivals stopped. */
  inFlightAtEnd: number;
  waitingAtEnd: number;
  /** From the last instant of arrivals to the last completion. */
  drainSeconds: number;
}

/** Where a simulation was given up, because a pool's queue grew without end. */
export interface OverloadStop {
  /** Index into the spec's pools. */
  readonly pool: number;
  /** `queue`: it had as many requests in hand as a run holds. `drain`: it had not worked them off long after the window's end. */
  readonly cause: 'queue' | 'drain';
  /** Second of the horizon, and how many of its hours had been simulated. */
  readonly atSeconds: number;
  readonly hours: number;
  /** Requests that the pool had in hand then, and those of them that waited for a batch. */
  readonly inFlight: number;
  readonly waiting: number;
  /** Requests a second that came to it and that it served while the queue grew; undefined where no time passed. */
  readonly arrivedPerSecond?: number;
  readonly servedPerSecond?: number;
}

export interface WindowUsage {
  /** First hour of the horizon that the window counts, and how many. */
  readonly firstHour: number;
  readonly hours: number;
  readonly accounts: readonly AccountHours[];
  readonly legs: readonly LegUsage[];
  readonly workloads: readonly WorkloadUsage[];
  readonly pools: readonly PoolUsage[];
  /** Requests taken from the sources, warm-up included (for the rate in the progress bar). */
  readonly simulatedRequests: number;
  /** Where the window was given up; what it counts is then of the time before. */
  readonly stop?: OverloadStop;
}

/** All hours of the horizon; weights already applied. */
export interface ReplicationUsage {
  readonly accounts: readonly AccountHours[];
  readonly legs: readonly LegUsage[];
  readonly workloads: readonly WorkloadUsage[];
  readonly pools: readonly PoolUsage[];
  /** Where the simulation was given up: all it counts is of the time before; replicas are there for the whole horizon. */
  readonly stop?: OverloadStop;
}

export interface Usage {
  readonly hours: number;
  /** One alone where it was given up: the first that was. */
  readonly replications: readonly ReplicationUsage[];
  /** Requests actually simulated, and windows run. */
  readonly simulatedRequests: number;
  readonly windows: number;
  /** Which window of the plan was given up as overloaded and ended the run, if one was. */
  readonly stoppedWindow?: number;
}
