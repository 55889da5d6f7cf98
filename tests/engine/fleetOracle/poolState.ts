import type { ReservedSpec } from '../../../engine/scenario/living/capacity/capacitySpec.ts';
import type { LivingSpec, StartUpStage } from '../../../engine/scenario/living/livingSpec.ts';
import type { LengthLawSpec } from '../../../engine/scenario/lengths/lengthLawSpec.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import { inHand, type StepReplica, type StepRules, type StepTally, type Times } from '../stepRules.ts';
import type {
  Counted,
  EventName,
  FleetEvent,
  FleetRequest,
  FleetRow,
  JobItem,
  JobRun,
  Look,
  PaidKind,
  RetrySpec,
  TimelineRow,
} from './fleetTypes.ts';

/** What is paid: one or more replicas stand on it, or several of them carry one replica. */
export interface FleetNode {
  /** Of request: who is newer. */
  readonly order: number;
  /** `fallback` is on demand while there is no spot; one that waits for either is spot until it stands on what is on demand. */
  kind: 'on-demand' | 'spot' | 'fallback' | 'block';
  /** Whose machine it is. */
  block: ReservedSpec | undefined;
  /** What the stock on demand calls it, where it has names. */
  stockName: number | undefined;
  /** For capacity; nobody knows when it will be paid. */
  isWaiting: boolean;
  /** It has had its notice. */
  isTaken: boolean;
  /** When its own life ends; Infinity where a trace says who is taken. */
  noticeAt: number;
  paidFrom: number;
  isPaid: boolean;
  isInRepair: boolean;
  readonly replicas: Set<LivingReplica>;
}

/** A spot node that may be had. */
export interface SpotSlot {
  /** The trace's name of it, where it has names. */
  readonly name?: number;
  node: FleetNode | undefined;
  /** Since when nobody has it. */
  freeSince: number;
}

export interface LivingReplica {
  readonly number: number;
  /** Of request: who is newer. */
  readonly order: number;
  readonly nodes: readonly FleetNode[];
  state: 'starting' | 'repair' | 'ready' | 'draining' | 'gone';
  /** Of before the last rollout that has begun. */
  isOld: boolean;
  isPaid: boolean;
  paidAt: number;
  /** Instants that are ahead; Infinity where there is none. */
  paidFrom: number;
  pendingUntil: number;
  readyAt: number;
  drainDeadline: number;
  lossAt: number;
  /** The one, a fallback or one that stands elsewhere than on a block, that is let go when this one is ready. */
  replaces: LivingReplica | undefined;
  /** Since when it is ready: what is measured over a time is measured since then. */
  readySince: number;
  steps: StepReplica;
  /** Who is on it, by what its sequences know of them. */
  readonly requests: Map<Times, FleetRequest>;
  /** Items of jobs that it has completed since it last saved. */
  readonly unsaved: Map<JobRun, readonly JobItem[]>;
  readonly busy: { from: number; to: number }[];
  /** Arrivals of an instant come after what is measured at it, what was handed out before. */
  readonly assigned: { readonly at: number; readonly isAfterSamples: boolean }[];
  readonly emitted: { at: number; tokens: number }[];
}

/** Everything of one pool; plain and slow. */
export interface PoolState {
  readonly spec: PoolSpec;
  readonly living: LivingSpec;
  readonly rules: StepRules;
  readonly horizon: number;
  readonly startEpochSeconds: number;
  readonly choose: (outstanding: readonly number[]) => number;
  readonly retry: RetrySpec | undefined;
  readonly rows: FleetRow[];
  now: number;
  wanted: number;
  /** In order of number; those gone are taken out. */
  replicas: LivingReplica[];
  nodes: FleetNode[];
  requestsMade: number;
  /** Whether what is measured at this instant has been. */
  isAfterSamples: boolean;
  lastChosen: number;
  queue: { request: FleetRequest; deadline: number }[];
  /** Requests of the sources that have arrived so far and that some replica could serve. */
  received: number;
  /** Arrivals that a loss or a client made, in the order in which they were made. */
  followUps: { readonly at: number; readonly request: FleetRequest }[];
  readonly runs: readonly JobRun[];
  /** The run whose fleet is or was there last. */
  capped: JobRun | undefined;
  /** What was to be paid now would have taken a job past its cap. */
  isStartRefused: boolean;
  /** When a job ended whose replicas are to be let go; Infinity once they are. */
  fleetEndsAt: number;
  nodesMade: number;
  /** Spot nodes that there are, in the order in which they came; not those that have had their notice. */
  slots: SpotSlot[];
  /** Up to when the market has been heard. */
  marketSeen: number;
  /** Up to when rollouts have begun. */
  rolloutsSeen: number;
  /** When somebody left a node free that others may wait for; Infinity once that is seen to. */
  slotLeftAt: number;
  /** Nodes that are paid as such; what is reserved is paid anyway. */
  readonly paidNodes: Record<PaidKind, number>;
  /** Instants at which a node that nobody is on is paid no longer. */
  releases: { readonly at: number; readonly kind: PaidKind }[];
  readonly paidChanges: Readonly<Record<PaidKind, { at: number; level: number }[]>>;
  readonly coldStarts: { from: number; to: number }[];
  readonly counted: { at: number; what: Counted }[];
  readonly events: FleetEvent[];
  readonly timeline: TimelineRow[];
  readonly looks: Look[];
  readonly ended: { at: number; ttft: number; queue: number }[];
  readonly tally: StepTally;
}

/** A pool that keeps its number is one that lives without anything happening to it. */
export const STILL: LivingSpec = {
  startUp: {
    provision: { type: 'fixed', value: 0 },
    boot: { type: 'fixed', value: 0 },
    image: { type: 'fixed', value: 0 },
    weights: { type: 'fixed', value: 0 },
    warmUp: { type: 'fixed', value: 0 },
  },
  drainSeconds: Number.POSITIVE_INFINITY,
  releaseSeconds: 0,
  queueSeconds: Number.POSITIVE_INFINITY,
  onLoss: 'retry',
};

export function fixedSeconds(law: LengthLawSpec): number {
  if (law.type !== 'fixed') throw new Error(`the oracle draws nothing: ${law.type}`);
  return law.value;
}

export function stageSeconds(pool: PoolState, ...stages: StartUpStage[]): number {
  return stages.reduce((sum, stage) => sum + fixedSeconds(pool.living.startUp[stage]), 0);
}

function stepRules({ batching, stepTime, frontEnd }: PoolSpec): StepRules {
  if (stepTime.kind !== 'linear') throw new Error(`the oracle's step times are linear, not ${stepTime.kind}`);
  const { baseSeconds, perPromptTokenSeconds, perSequenceSeconds, perContextTokenSeconds } = stepTime;
  return {
    ...batching,
    ...(frontEnd === undefined ? {} : { frontEnd }),
    step: (p, _attention, b, c) =>
      baseSeconds + perPromptTokenSeconds * p + perSequenceSeconds * b + perContextTokenSeconds * c,
  };
}

/** Whether there are replicas only while a job runs. */
function isFleetOfJobs(runs: readonly JobRun[]): boolean {
  return runs.some(({ job }) => job.fleet !== undefined);
}

export function createPoolState(
  spec: PoolSpec,
  horizon: number,
  startEpochSeconds: number,
  requests: number,
  choose: (outstanding: readonly number[]) => number,
  retry?: RetrySpec,
  runs: readonly JobRun[] = [],
): PoolState {
  if (isFleetOfJobs(runs) && spec.living?.controller !== undefined) {
    throw new Error('the oracle does not know who decides: a job or a controller');
  }
  if (isFleetOfJobs(runs) && spec.living?.warmStandby !== undefined) {
    throw new Error('nobody stands by where there are replicas only while a job runs');
  }
  if (runs.some(({ job }) => job.cap !== undefined) && spec.living?.reserved !== undefined) {
    throw new Error('a cap stops nothing that is paid anyway');
  }
  return {
    spec,
    living: spec.living ?? STILL,
    rules: stepRules(spec),
    horizon,
    startEpochSeconds,
    choose,
    retry,
    rows: Array.from({ length: requests }, () => ({
      replica: -1,
      start: -1,
      firstToken: -1,
      end: -1,
      outcome: 'unfinished',
    })),
    now: 0,
    wanted: isFleetOfJobs(runs) ? 0 : spec.replicas,
    replicas: [],
    nodes: [],
    requestsMade: 0,
    isAfterSamples: false,
    lastChosen: -1,
    queue: [],
    received: 0,
    followUps: [],
    runs,
    capped: undefined,
    isStartRefused: false,
    fleetEndsAt: Number.POSITIVE_INFINITY,
    nodesMade: 0,
    slots: [],
    marketSeen: Number.NEGATIVE_INFINITY,
    rolloutsSeen: Number.NEGATIVE_INFINITY,
    slotLeftAt: Number.POSITIVE_INFINITY,
    paidNodes: { 'committed-or-on-demand': 0, spot: 0, reserved: 0 },
    releases: [],
    paidChanges: { 'committed-or-on-demand': [], spot: [], reserved: [] },
    coldStarts: [],
    counted: [],
    events: [],
    timeline: [],
    looks: [],
    ended: [],
    tally: { preemptions: 0, steps: 0, busySeconds: 0, kvPeakBlocks: 0 },
  };
}

export function outstandingOf({ steps }: LivingReplica): number {
  return inHand(steps);
}

export function readyReplicas(pool: PoolState): LivingReplica[] {
  return pool.replicas.filter(({ state }) => state === 'ready');
}

/**
 * Those that count towards the number that is asked for: pending, starting, ready and in repair, never draining. A fallback and the spot
 * replica that is to replace it are one, which is the fallback.
 */
export function keptReplicas(pool: PoolState): LivingReplica[] {
  return pool.replicas.filter(({ state, replaces }) => state !== 'draining' && replaces === undefined);
}

export function paidKind({ kind }: FleetNode): PaidKind {
  if (kind === 'block') return 'reserved';
  return kind === 'spot' ? 'spot' : 'committed-or-on-demand';
}

export function tellEvent(pool: PoolState, what: EventName, replica: LivingReplica): void {
  const kind = what === 'requested' ? PAID_KINDS[0] : paidKind(replica.nodes[0]);
  pool.events.push([pool.now, what, replica.number, kind]);
}

export function count(pool: PoolState, what: Counted): void {
  pool.counted.push({ at: pool.now, what });
}
