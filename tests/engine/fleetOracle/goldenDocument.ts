import type { JobCapSpec } from '../../../engine/scenario/jobs/jobSpec.ts';
import type { LengthLawSpec } from '../../../engine/scenario/lengths/lengthLawSpec.ts';
import type { SpotSpec, SpotSupply } from '../../../engine/scenario/living/capacitySpec.ts';
import type {
  ControllerSpec,
  HpaBehaviorSpec,
  HpaRulesSpec,
  LossPolicy,
  MetricName,
  MetricSpec,
} from '../../../engine/scenario/living/livingSpec.ts';
import type { FleetJob, RetrySpec } from './fleetTypes.ts';
import type { BalancePolicy, BatchingSpec, PoolSpec } from '../../../engine/scenario/spec.ts';

/**
 * The pools of a golden fleet's document, as the oracle takes them. Not read by the program's own reader, so that both can be
 * held against the fleet; only what golden fleets of this kind write is known, and defaults are the contract's.
 */

interface GoldenMetric {
  readonly metric: MetricName;
  readonly averageValue?: number;
  /** A share of 1. */
  readonly utilization?: number;
  readonly per?: 'pods' | 'pool';
}

interface GoldenHpa {
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

interface GoldenSchedule {
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
type GoldenCapacity = GoldenSpot | { readonly kind: 'on-demand'; readonly replicas: number };

interface GoldenPoolDocument {
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

interface GoldenWorkload {
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

/** "90s"; a stage that is not written takes no time. */
function fixed(text = '0s'): LengthLawSpec & { readonly type: 'fixed' } {
  const value = Number(/^([\d.]+)s$/.exec(text)?.[1]);
  if (Number.isNaN(value)) throw new Error(`not a number of seconds: ${text}`);
  return { type: 'fixed', value };
}

/** "2026-01-01, 00:01:33, 1": the first row is second 0. */
function countsSupply(rows: readonly string[]): SpotSupply {
  const cells = rows.map((row) => row.split(', '));
  const at = cells.map(([day, clock]) => Date.parse(`${day}T${clock}Z`) / 1000);
  return {
    kind: 'counts',
    seconds: at.map((second) => second - at[0]),
    nodes: cells.map(([, , nodes]) => Number(nodes)),
  };
}

/** "60000,add,node6": milliseconds. */
function nodesSupply(rows: readonly string[]): SpotSupply {
  const cells = rows.map((row) => row.split(','));
  const names = [...new Set(cells.map(([, , name]) => name))];
  return {
    kind: 'nodes',
    seconds: cells.map(([milliseconds]) => Number(milliseconds) / 1000),
    node: cells.map(([, , name]) => names.indexOf(name)),
    isThere: cells.map(([, what]) => what === 'add'),
  };
}

function spotSpec(
  capacity: readonly GoldenCapacity[] = [],
  readTrace: (path: string) => string,
): SpotSpec | undefined {
  const spot = capacity.find((one) => one.kind === 'spot');
  if (spot === undefined) return undefined;
  const { trace, format } = spot.interruptions;
  const rows = readTrace(trace).trim().split('\n');
  return {
    onDemandReplicas: capacity.reduce((sum, one) => sum + (one.kind === 'on-demand' ? one.replicas : 0), 0),
    noticeSeconds: fixed(spot.notice).value,
    supply: format === 'counts' ? countsSupply(rows) : nodesSupply(rows),
    ...(spot.fallback === undefined ? {} : { returnAfterSeconds: fixed(spot.returnAfter).value }),
  };
}

export function goldenRetry(workload: GoldenWorkload | undefined): RetrySpec | undefined {
  if (workload?.retry === undefined) return undefined;
  const { times, backoff, factor } = workload.retry;
  return { times, backoffSeconds: fixed(backoff).value, factor };
}

function metricSpec({ metric, averageValue, utilization, per = 'pods' }: GoldenMetric): MetricSpec {
  const target = averageValue ?? utilization;
  if (target === undefined) throw new Error(`no target of ${metric}`);
  return { metric, target, per, windowSeconds: 60 };
}

const SCALE_UP: HpaRulesSpec = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN: HpaRulesSpec = {
  stabilizationWindowSeconds: 300,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Thu 00:01" */
function secondOfWeek(text: string): number {
  const [day, clock] = text.split(' ');
  const [hour, minute] = clock.split(':').map(Number);
  return (DAYS.indexOf(day) * 24 + hour) * 3600 + minute * 60;
}

/** Golden horizons begin on a Thursday. */
const START = secondOfWeek('Thu 00:00');

function controllerSpec(autoscale: GoldenHpa | GoldenSchedule): ControllerSpec {
  if (autoscale.kind === 'schedule') {
    const { kind, mode, schedule } = autoscale;
    const entries = schedule.map(({ from, replicas }) => ({ secondOfWeek: secondOfWeek(from), replicas }));
    return { kind, mode, entries };
  }
  const {
    kind,
    min,
    max,
    metrics,
    syncSeconds,
    metricDelaySeconds = 0,
    tolerance = 0.1,
    behavior,
  } = autoscale;
  return {
    kind,
    min,
    max,
    metrics: metrics.map(metricSpec),
    syncSeconds,
    metricDelaySeconds,
    toleranceUp: tolerance,
    toleranceDown: tolerance,
    downscaleStabilizationSeconds: 300,
    ...(behavior === undefined
      ? {}
      : {
          behavior: {
            scaleUp: { ...SCALE_UP, ...behavior.scaleUp },
            scaleDown: { ...SCALE_DOWN, ...behavior.scaleDown },
          },
        }),
  };
}

/** As many as a schedule names at second 0, as its controller's `start`, or as there always are. */
function startOf({ autoscale, replicas = 0 }: GoldenPoolDocument): number {
  if (autoscale === undefined) return replicas;
  if (autoscale.kind === 'hpa') return autoscale.start;
  const { schedule } = autoscale;
  const before = schedule.filter(({ from }) => secondOfWeek(from) <= START);
  return (before.at(-1) ?? schedule[schedule.length - 1]).replicas;
}

export function goldenPoolSpec(pool: GoldenPoolDocument, readTrace: (path: string) => string): PoolSpec {
  const { id, gpusPerReplica, balance, batching, autoscale, startUp = {}, failures } = pool;
  const { baseMs, perPromptTokenMs, perSequenceMs, perContextTokenMs } = pool.stepTime.linear;
  const spot = spotSpec(pool.capacity, readTrace);
  return {
    id,
    replicas: startOf(pool),
    gpusPerReplica,
    balance,
    batching,
    stepTime: {
      kind: 'linear',
      baseSeconds: baseMs / 1000,
      perPromptTokenSeconds: perPromptTokenMs / 1000,
      perSequenceSeconds: perSequenceMs / 1000,
      perContextTokenSeconds: perContextTokenMs / 1000,
    },
    living: {
      ...(autoscale === undefined ? {} : { controller: controllerSpec(autoscale) }),
      startUp: {
        provision: fixed(startUp.provision),
        boot: fixed(startUp.boot),
        image: fixed(startUp.image),
        weights: fixed(startUp.weights),
        warmUp: fixed(startUp.warmUp),
      },
      drainSeconds: pool.drainSeconds ?? Number.POSITIVE_INFINITY,
      releaseSeconds: pool.releaseSeconds ?? 0,
      queueSeconds: pool.queueSeconds ?? Number.POSITIVE_INFINITY,
      onLoss: pool.onLoss ?? 'retry',
      ...(spot === undefined ? {} : { spot }),
      ...(failures === undefined
        ? {}
        : { failures: { repairSeconds: fixed(failures.repair), at: failures.at } }),
    },
  };
}

/** Whole instances have a minimum of a minute; no golden GPU that is paid by itself is paid for so short a time that it would matter. */
function capSpec(amount: number, pool: GoldenPoolDocument, { prices }: GoldenDocument): JobCapSpec {
  const row = prices?.rows.find(({ instance }) => instance === pool.price.instance);
  const perHour = row?.perHour ?? pool.price.perGpuHour ?? 0;
  const spot = pool.capacity?.find((one) => one.kind === 'spot');
  const unit = { gpusPerUnit: row?.gpus ?? 1, minimumSeconds: 60 };
  return {
    amount,
    byKind: [0, spot?.price.discount ?? 0].map((discount) => ({
      ...unit,
      pricePerUnitSecond: (perHour * (1 - discount)) / 3600,
    })),
  };
}

/** "00:01": golden horizons begin at midnight. */
export function goldenJobs(document: GoldenDocument): FleetJob[] {
  return (document.jobs ?? []).map((job): FleetJob => {
    const pool = document.pools.findIndex(({ id }) => id === job.target);
    const [hour, minute] = job.at.split(':').map(Number);
    const item = { prompt: job.promptTokens.fixed, output: job.outputTokens.fixed };
    return {
      job: {
        id: job.id,
        pool,
        items: job.items,
        firstSecond: 3600 * hour + 60 * minute,
        everySeconds: 86_400 * job.everyDays,
        deadlineSeconds: 3600 * Number.parseFloat(job.deadline),
        inFlight: job.inFlight,
        checkpoint: job.checkpoint,
        ...(job.fleet === undefined ? {} : { fleet: job.fleet }),
        ...(job.costCap === undefined ? {} : { cap: capSpec(job.costCap, document.pools[pool], document) }),
      },
      items: Array.from({ length: job.items }, () => item),
    };
  });
}
