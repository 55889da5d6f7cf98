import type {
  ControllerSpec,
  HpaRulesSpec,
  MetricSpec,
} from '../../../../engine/scenario/living/livingSpec.ts';
import type { PoolSpec } from '../../../../engine/scenario/spec.ts';
import type { RetrySpec } from '../fleetTypes.ts';
import { fixed } from './goldenSeconds.ts';
import { spotSpec } from './goldenSpot.ts';
import type {
  GoldenHpa,
  GoldenMetric,
  GoldenPoolDocument,
  GoldenSchedule,
  GoldenWorkload,
} from './goldenTypes.ts';

/**
 * The pools of a golden fleet's document, as the oracle takes them. Not read by the program's own reader, so that both can be
 * held against the fleet; only what golden fleets of this kind write is known, and defaults are the contract's.
 */

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
