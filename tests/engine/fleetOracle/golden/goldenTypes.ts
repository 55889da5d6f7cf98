import type {
  HpaBehaviorSpec,
  HpaRulesSpec,
  LossPolicy,
  MetricName,
} from '../../../../engine/scenario/living/livingSpec.ts';
import type { BalancePolicy, BatchingSpec } from '../../../../engine/scenario/spec.ts';

/** What documents of golden fleets write, of the kinds that the oracle knows. */

export interface GoldenMetric {
  readonly metric: MetricName;
  readonly averageValue?: number;
  /** A share of 1. */
  readonly utilization?: number;
  readonly per?: 'pods' | 'pool';
}

export interface GoldenHpa {
  readonly kind: 'hpa';
  readonly min: number;
  readonly max: number;
  readonly start: number;
  readonly metrics: readonly GoldenMetric[];
  readonly syncSeconds: number;
  readonly metricDelaySeconds?: number;
  readonly tolerance?: number;
  readonly behavior?: { readonly [direction in keyof HpaBehaviorSpec]?: Partial<HpaRulesSpec> };
}

export interface GoldenSchedule {
  readonly kind: 'schedule';
  readonly mode: 'exact' | 'minimum';
  readonly schedule: readonly { readonly from: string; readonly replicas: number }[];
}

interface GoldenSpot {
  readonly kind: 'spot';
  readonly interruptions: { readonly trace: string; readonly format: 'counts' | 'add-remove' };
  readonly notice: string;
  readonly price: { readonly discount: number };
  readonly fallback?: 'on-demand';
  readonly returnAfter?: string;
}
export type GoldenCapacity = GoldenSpot | { readonly kind: 'on-demand'; readonly replicas: number };

export interface GoldenPoolDocument {
  readonly id: string;
  readonly gpusPerReplica: number;
  readonly replicas?: number;
  readonly autoscale?: GoldenHpa | GoldenSchedule;
  readonly startUp?: Readonly<Record<string, string>>;
  readonly drainSeconds?: number;
  readonly releaseSeconds?: number;
  readonly queueSeconds?: number;
  readonly onLoss?: LossPolicy;
  readonly failures?: {
    readonly repair: string;
    readonly at: readonly { readonly second: number; readonly replica: number }[];
  };
  readonly capacity?: readonly GoldenCapacity[];
  readonly balance: BalancePolicy;
  readonly batching: BatchingSpec;
  readonly price: { readonly perGpuHour?: number; readonly instance?: string };
  readonly stepTime: { readonly linear: Readonly<Record<string, number>> };
}

export interface GoldenWorkload {
  readonly id: string;
  readonly target: string;
  readonly retry?: { readonly times: number; readonly backoff: string; readonly factor: number };
}

interface GoldenJob {
  readonly id: string;
  readonly target: string;
  readonly items: number;
  readonly at: string;
  readonly everyDays: number;
  readonly deadline: string;
  readonly inFlight: number;
  readonly checkpoint: number;
  readonly costCap?: number;
  readonly fleet?: 'while-running';
  readonly promptTokens: { readonly fixed: number };
  readonly outputTokens: { readonly fixed: number };
}

export interface GoldenDocument {
  readonly horizon: { readonly start: string; readonly hours: number };
  readonly workloads: readonly GoldenWorkload[];
  readonly pools: readonly GoldenPoolDocument[];
  readonly jobs?: readonly GoldenJob[];
  readonly prices?: {
    readonly rows: readonly { readonly instance: string; readonly gpus: number; readonly perHour: number }[];
  };
}
