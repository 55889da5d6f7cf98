import type { LengthLawSpec } from '../lengths/lengthLawSpec.ts';
import type { ReservedSpec, SpotSpec, TracedSupply } from './capacity/capacitySpec.ts';
import type { KnativeSpec } from './autoscale/knativeSpec.ts';
import type { RayServeSpec } from './autoscale/rayServeSpec.ts';

/**
 * What makes a pool a living one: its replicas come and go within a window. A pool without it keeps its number and
 * the fast way. Times are seconds of the horizon.
 */
export interface LivingSpec {
  /** Without one the pool wants `PoolSpec.replicas` throughout; with one that many are ready at the horizon's start. */
  readonly controller?: ControllerSpec;
  readonly startUp: StartUpSpec;
  /** A draining replica's requests that are not done after so long are lost; Infinity: it may take its time. */
  readonly drainSeconds: number;
  /** Paid so much longer after a drain that ended empty. */
  readonly releaseSeconds: number;
  /** A request waits for a replica to be ready for so long, then it is rejected as `no-replica`. */
  readonly queueSeconds: number;
  readonly onLoss: LossPolicy;
  /** Where it is not the replica's own GPUs: replicas are placed on nodes, and paid by nodes. */
  readonly gpusPerNode?: number;
  /** Absent: every replica is on demand. */
  readonly spot?: SpotSpec;
  /** Nodes on demand that there are for the pool, its own among them, beside reserved ones. Absent: as many as are asked for. */
  readonly stock?: TracedSupply;
  readonly reserved?: readonly ReservedSpec[];
  readonly failures?: FailuresSpec;
  /** So many more replicas than are wanted are kept, out of sight of controllers and of requests. */
  readonly warmStandby?: number;
  readonly rollout?: RolloutSpec;
}

/** Every replica is replaced, from each of these seconds on, as Kubernetes' Deployments do it. */
export interface RolloutSpec {
  readonly seconds: readonly number[];
  /** More than the number asked for there may be meanwhile, and fewer of them ready. */
  readonly surge: RolloutPart;
  readonly unavailable: RolloutPart;
}

/** So many replicas, or a share of the number asked for. */
export type RolloutPart = { readonly replicas: number } | { readonly share: number };

/** What becomes of a request whose replica is gone: from the start, from its last token, or it is rejected as `lost`. */
export const LOSS_POLICIES = ['retry', 'resume', 'fail'] as const;
export type LossPolicy = (typeof LOSS_POLICIES)[number];

/** Stages in their order; paid from the end of `provision`, ready at the end of the last. */
export const START_UP_STAGES = ['provision', 'boot', 'image', 'weights', 'warmUp'] as const;
export type StartUpStage = (typeof START_UP_STAGES)[number];
/** Of provision, boot and image a replica is Pending; of weights and warm-up it runs and has no sample yet. */
export type StartUpSpec = Readonly<Record<StartUpStage, DurationSpec>>;

/** Seconds, fixed or by a law (whose parameters are then seconds). */
export type DurationSpec = LengthLawSpec;

/**
 * Failures written down and drawn: replica `replica` fails at `second`, and any so long after the last on average
 * (exponential); it starts again, without provision, after the repair. A zone's strike all of its replicas.
 */
export interface FailuresSpec {
  readonly repairSeconds: DurationSpec;
  readonly at: readonly { readonly second: number; readonly replica: number }[];
  readonly meanSeconds?: number;
  /** A replica's zone is its number modulo `zones`. */
  readonly zone?: {
    readonly meanSeconds: number;
    readonly repairSeconds: DurationSpec;
    readonly zones: number;
  };
}

export type ControllerSpec = HpaSpec | KedaSpec | KnativeSpec | RayServeSpec | ScheduleSpec | PredictiveSpec;

/** Kubernetes' horizontal autoscaler, version 2; it looks at multiples of `syncSeconds`, first at `syncSeconds`. */
export interface HpaSpec {
  readonly kind: 'hpa';
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly MetricSpec[];
  readonly syncSeconds: number;
  /** Values are as of so long before a look. */
  readonly metricDelaySeconds: number;
  readonly toleranceUp: number;
  readonly toleranceDown: number;
  /** Recommendations of so long are remembered when the number falls (300). */
  readonly downscaleStabilizationSeconds: number;
  /** Absent: the older path without rules and memory of events. */
  readonly behavior?: HpaBehaviorSpec;
}

/** KEDA: it wakes a pool and lets it sleep; from 1 on the HPA that it makes sets the number. Polls are at multiples of `pollingSeconds`. */
export interface KedaSpec {
  readonly kind: 'keda';
  readonly min: number;
  readonly max: number;
  /** While there is nothing to do, instead of min. */
  readonly idle?: number;
  readonly pollingSeconds: number;
  readonly cooldownSeconds: number;
  /** From second 0 of the horizon. */
  readonly initialCooldownSeconds: number;
  /** By metric of `hpa`, in its own unit: above it, strictly, of the whole pool there is something to do. */
  readonly activations: readonly number[];
  /** From max(1, min) to max; all of its metrics are of the pool as a whole. */
  readonly hpa: HpaSpec;
}

/** Every default filled in. */
export interface HpaBehaviorSpec {
  readonly scaleUp: HpaRulesSpec;
  readonly scaleDown: HpaRulesSpec;
}

export interface HpaRulesSpec {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly {
    readonly type: 'Pods' | 'Percent';
    readonly value: number;
    readonly periodSeconds: number;
  }[];
}

/** What controllers can read, and how it is given: a mean a replica, a share, or one value of the pool. */
export const METRICS = {
  outstanding: 'averageValue',
  waiting: 'averageValue',
  running: 'averageValue',
  requestsPerSecond: 'averageValue',
  outputTokensPerSecond: 'averageValue',
  kvShare: 'utilization',
  busyShare: 'utilization',
  ttftP50: 'value',
  ttftP90: 'value',
  ttftP95: 'value',
  ttftP99: 'value',
  queueP50: 'value',
  queueP90: 'value',
  queueP95: 'value',
  queueP99: 'value',
} as const;
export type MetricName = keyof typeof METRICS;

export interface MetricSpec {
  readonly metric: MetricName;
  /** In the metric's own unit: requests, a second, a share of 1, seconds. */
  readonly target: number;
  /**
   * `pods`: of ready replicas; `pool`: their sum and the pool’s queue, divided among the replicas; `whole`: that sum as it is, of which
   * the ratio to the target is multiplied by the ready replicas. Of counts and rates only, and `pool` of KEDA’s shares.
   */
  readonly per: 'pods' | 'pool' | 'whole';
  /** Rates, busyShare and percentiles are over so long. */
  readonly windowSeconds: number;
}

/** Numbers by the week's clock, at their written instants. */
export interface ScheduleSpec {
  readonly kind: 'schedule';
  /** `minimum` raises to the number and never lowers. */
  readonly mode: 'exact' | 'minimum';
  /** Seconds from Monday 00:00 UTC (the document's offset is in them), ascending. */
  readonly entries: readonly { readonly secondOfWeek: number; readonly replicas: number }[];
}

/** As many as the rate that the workloads' own shape foretells for `lookAheadSeconds` from now asks for. */
export interface PredictiveSpec {
  readonly kind: 'predictive';
  readonly min: number;
  readonly max: number;
  readonly syncSeconds: number;
  readonly lookAheadSeconds: number;
  /** Requests a second that a replica carries. */
  readonly perReplica: number;
  /** 0.2: a fifth more than foretold. */
  readonly margin: number;
  /** Standard deviation of the forecast, relative to it. */
  readonly error: number;
}
