import type { JobSpec } from '../../../engine/scenario/jobs/jobSpec.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import type { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import type { OracleRequest } from '../oracle.ts';
import type { Times } from '../stepRules.ts';

/** One window of independent pools, asked as the engine is; step times are linear, start-up stages and repairs fixed. */
export interface FleetSpec {
  readonly hours: number;
  /** Second 0, for what goes by the week's clock (UTC). */
  readonly startEpochSeconds: number;
  readonly pools: readonly PoolSpec[];
  readonly jobs?: readonly FleetJob[];
  /** By pool: what those who ask it do about a loss or a wait in vain; nothing, where absent. */
  readonly retries?: readonly (RetrySpec | undefined)[];
  /** Which of the ready replicas, by index, for policies that draw lots; asked where there are at least two. */
  readonly choose?: (pool: number, outstanding: readonly number[]) => number;
}

/** A job and the pool, by its index, that computes its items. */
export interface OracleJob extends JobSpec {
  readonly id: string;
  readonly pool: number;
}

/** A job with the tokens of each of its items. */
export interface FleetJob {
  readonly job: OracleJob;
  readonly items: readonly { readonly prompt: number; readonly output: number }[];
}

/** Again after `backoffSeconds`, and `factor` times as long before each further try. */
export interface RetrySpec {
  readonly times: number;
  readonly backoffSeconds: number;
  readonly factor: number;
}

export type Outcome =
  | 'completed'
  | 'unfinished'
  | 'rejected:context'
  | 'rejected:cost-cap'
  | 'rejected:kv'
  | 'rejected:lost'
  | 'rejected:no-replica';

/** Times of a request that was not completed mean nothing. */
export interface FleetRow extends Times {
  replica: number;
  outcome: Outcome;
}

/** One of the window's requests on its way. */
export interface FleetRequest extends OracleRequest {
  readonly row: FleetRow;
  /** Tokens that it keeps from a replica that was lost. */
  readonly emitted: number;
  /** How often its client has tried again. */
  readonly retried: number;
  /** Where it is an item of a job. */
  readonly item?: { readonly run: JobRun; readonly item: JobItem };
}

export interface JobItem {
  readonly prompt: number;
  readonly output: number;
  /** When it was first handed over, or else listed; -1 before. */
  arrival: number;
  readonly row: FleetRow;
}

/** Once through all items of a job. */
export interface JobRun {
  readonly job: OracleJob;
  readonly startsAt: number;
  readonly items: readonly JobItem[];
  /** `ended`: everything is done or listed; `stopped`: by the cap, and nothing is paid any more. */
  state: 'ahead' | 'running' | 'ended' | 'stopped';
  readonly todo: JobItem[];
  readonly inPool: Set<JobItem>;
  reason: 'cost-cap' | 'unfinished' | undefined;
  endedAt: number;
  /** At its end, minimums included; nothing without a cap. */
  owed: number | undefined;
}

export type EventName = 'requested' | 'paid' | 'ready' | 'draining' | 'failed' | 'gone';
export type PaidKind = (typeof PAID_KINDS)[number];
/** What is requested is told as on demand: its kind is not settled yet then. */
export type FleetEvent = readonly [at: number, what: EventName, replica: number, kind: PaidKind];

/** After everything of its instant; a row whenever one of them changed. What is paid are nodes. */
export type TimelineRow = readonly [
  at: number,
  wanted: number,
  requested: number,
  ready: number,
  draining: number,
  paidOnDemand: number,
  paidSpot: number,
];

/** Of one metric at a look: what was read (thousandths; whole percent of a share) and how many replicas it asks for. */
export type Reading = readonly [value: number | undefined, proposal: number | undefined];
export interface Look {
  readonly at: number;
  readonly current: number;
  readonly desired: number;
  readonly reason: string;
  readonly readings: readonly Reading[];
}

export interface BookedLevel {
  /** At exactly so many paid. */
  seconds: number;
  /** From fewer to at least so many. */
  rises: number;
  /** By which spells at so many or more fell short of a minute, and of an hour. */
  shortOfMinute: number;
  shortOfHour: number;
}

/** Of an hour: by kind, then by level from 1. */
export type BookedHour = Readonly<Record<PaidKind, readonly BookedLevel[]>>;

export const COUNTED = [
  'arrived',
  'completed',
  'rejected',
  'failures',
  'losses',
  'lostRequests',
  'lossRetries',
  // Notices, one for each node that is taken away; replicas that stand in for spot.
  'interruptions',
  'fallbacks',
  'retries',
  // Items that a lost replica had completed and not saved.
  'redone',
] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Record<Counted, number>;

/** Done and listed together are the items. */
export interface FleetJobResult {
  readonly id: string;
  readonly done: number;
  readonly listed: number;
  readonly reason: JobRun['reason'];
  readonly endedAt: number;
  readonly owed: number | undefined;
  readonly items: readonly JobItem[];
}

export interface FleetPoolResult {
  readonly rows: readonly FleetRow[];
  /** Of the jobs that it has, one for each time that they run. Their items are not among the requests that are counted. */
  readonly jobs: readonly FleetJobResult[];
  /** By hour. */
  readonly booked: readonly BookedHour[];
  readonly timeline: readonly TimelineRow[];
  readonly events: readonly FleetEvent[];
  readonly looks: readonly Look[];
  /** The time after the horizon included. */
  readonly counts: Counts;
  /** By hour of their instant; what is after the horizon is in none. */
  readonly countsByHour: readonly Counts[];
  readonly preemptions: number;
  readonly coldStartSeconds: readonly number[];
}
