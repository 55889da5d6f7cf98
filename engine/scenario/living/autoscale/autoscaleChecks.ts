import type { AutoscaleDocument, ScheduleDocument } from './autoscaleSchema.ts';
import type { MetricDocument } from './hpaSchema.ts';
import { kedaProblems } from './kedaChecks.ts';
import { METRICS, type MetricName } from '../livingSpec.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import type { RayServeDocument } from './rayServeSchema.ts';
import { listed } from '../../reading/listed.ts';

type At = readonly PropertyKey[];
type TargetKey = (typeof METRICS)[MetricName];

const TARGETS: readonly TargetKey[] = ['averageValue', 'utilization', 'value'];
const EXAMPLES: Readonly<Record<TargetKey, string>> = {
  averageValue: 'averageValue: 12, a mean of each replica',
  utilization: 'utilization: 70%, a share',
  value: 'value: 1s, of the pool as a whole',
};
/** Metrics that are as they are at an instant: no window is looked over. */
export const AT_AN_INSTANT: ReadonlySet<string> = new Set<MetricName>([
  'outstanding',
  'waiting',
  'running',
  'kvShare',
]);

/** What the values of an autoscaler, each right by itself, do not allow together. */
export function autoscaleProblems(autoscale: AutoscaleDocument, at: At): PlacedProblem[] {
  if (autoscale.kind === 'schedule') return scheduleProblems(autoscale, [...at, 'schedule']);
  return [...limitProblems(autoscale, at), ...ownProblems(autoscale, at)];
}

/** What a kind has by itself. */
function ownProblems(autoscale: Exclude<AutoscaleDocument, ScheduleDocument>, at: At): PlacedProblem[] {
  switch (autoscale.kind) {
    case 'hpa':
      return autoscale.metrics.flatMap((metric, i) => [
        ...targetProblems(asDivided(metric), [...at, 'metrics', i]),
        ...podProblems(metric, [...at, 'metrics', i]),
      ]);
    case 'keda':
      return [
        ...autoscale.metrics.flatMap((metric, i) => targetProblems(metric, [...at, 'metrics', i])),
        ...kedaProblems(autoscale, at),
      ];
    case 'ray-serve':
      return rayServeProblems(autoscale, at);
    case 'knative':
      return burstProblems(autoscale.targetBurstCapacity, [...at, 'targetBurstCapacity']);
    default:
      return [];
  }
}

/** The most replicas that an autoscaler ever wants. */
export function mostWanted(autoscale: AutoscaleDocument): number {
  return autoscale.kind === 'schedule'
    ? Math.max(...autoscale.schedule.map(({ replicas }) => replicas))
    : autoscale.max;
}

function limitProblems(autoscale: Exclude<AutoscaleDocument, ScheduleDocument>, at: At): PlacedProblem[] {
  const { kind, min, max, start } = autoscale;
  // A pool may begin asleep.
  const least = kind === 'keda' ? Math.min(autoscale.idle ?? min, min) : min;
  const problems: PlacedProblem[] = [];
  if (min === 0 && kind === 'hpa') {
    problems.push({
      path: [...at, 'min'],
      message: 'must be at least 1 with hpa, got 0: its metrics are of replicas, and of none nothing is read',
      suggestion:
        'min: 1; kind: keda goes to 0, and wakes the pool at its first requests; kind: schedule can go to 0 at its hours',
    });
  }
  if (min > max) {
    problems.push({ path: [...at, 'max'], message: `must be at least min (${min}), got ${max}` });
  } else if (start !== undefined && (start < least || start > max)) {
    problems.push({
      path: [...at, 'start'],
      message: `must be from ${least === min ? 'min' : 'idle'} (${least}) to max (${max}), got ${start}`,
      suggestion: `leave it out to start with ${kind === 'knative' && min === 0 ? 1 : 'min'}`,
    });
  }
  return problems;
}

/** The target of a metric is the one that goes with it, and only means over time have a window. */
function targetProblems(metric: Omit<MetricDocument, 'per'>, at: At): PlacedProblem[] {
  const own = METRICS[metric.metric];
  const problems = TARGETS.filter((key) => key !== own && metric[key] !== undefined).map(
    (key): PlacedProblem => ({
      path: [...at, key],
      message: `does not go with ${metric.metric}, whose target is its ${own}`,
      suggestion: `such as ${EXAMPLES[own]}; ${key} is the target of ${listed(metricsWith(key), 'or')}`,
    }),
  );
  if (metric[own] === undefined && problems.length === 0) {
    problems.push({
      path: [...at, own],
      message: `is missing: ${metric.metric} needs a target`,
      suggestion: `such as ${EXAMPLES[own]}`,
    });
  }
  if (metric.windowSeconds !== undefined && AT_AN_INSTANT.has(metric.metric)) {
    problems.push({
      path: [...at, 'windowSeconds'],
      message: `does not go with ${metric.metric}, which is as it is at an instant`,
      suggestion: 'leave it out; rates, busyShare and percentiles are taken over a window',
    });
  }
  return problems;
}

/** A count or rate whose total is not divided, as one that is: what else is wrong with it is the same. */
function asDivided({ value, ...metric }: MetricDocument): Omit<MetricDocument, 'per'> {
  if (value === undefined) return metric;
  const isWhole = METRICS[metric.metric] === 'averageValue' && metric.averageValue === undefined;
  return isWhole ? { ...metric, averageValue: value } : { ...metric, value };
}

/** What an HPA that looks at pods can be told of a metric. */
function podProblems(metric: MetricDocument, at: At): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  if (metric.utilization !== undefined && !isWholePercent(metric.utilization)) {
    problems.push({
      path: [...at, 'utilization'],
      message: `must be a whole percent, as Kubernetes has it, got ${metric.utilization}`,
      suggestion: EXAMPLES.utilization,
    });
  }
  if (metric.per !== undefined && metric.value !== undefined && METRICS[metric.metric] === 'averageValue') {
    problems.push({
      path: [...at, 'per'],
      message: 'does not go with value: what is not divided is of the pool as a whole',
      suggestion: 'leave it out; or give averageValue in the place of value',
    });
  }
  if (metric.per !== undefined && METRICS[metric.metric] !== 'averageValue') {
    problems.push({
      path: [...at, 'per'],
      message: `does not go with ${metric.metric}: only means are taken over replicas or over the pool`,
      suggestion: 'leave it out',
    });
  }
  return problems;
}

/** What Ray Serve looks back on holds a count, and a delay is of something. */
function rayServeProblems(document: RayServeDocument, at: At): PlacedProblem[] {
  const { min, lookBackSeconds, metricsIntervalSeconds, downscaleToZeroDelaySeconds } = document;
  const problems: PlacedProblem[] = [];
  if (lookBackSeconds < metricsIntervalSeconds) {
    problems.push({
      path: [...at, 'lookBackSeconds'],
      message: `must be at least metricsIntervalSeconds (${metricsIntervalSeconds} s), got ${lookBackSeconds} s: now and then nothing would have been counted in it`,
      suggestion: 'such as lookBackSeconds: 30s with metricsIntervalSeconds: 10s',
    });
  }
  if (downscaleToZeroDelaySeconds !== undefined && min > 0) {
    problems.push({
      path: [...at, 'downscaleToZeroDelaySeconds'],
      message: `does not go with min ${min}: the last replica never goes`,
      suggestion: 'min: 0, or leave it out',
    });
  }
  return problems;
}

/** Knative takes a capacity, none, or −1 for one without bound. */
function burstProblems(capacity: number, at: At): PlacedProblem[] {
  if (capacity >= 0 || capacity === -1) return [];
  return [
    {
      path: at,
      message: `must be -1, 0 or more, got ${capacity}`,
      suggestion: '-1: requests always go by way of the activator; 0: never while awake',
    },
  ];
}

/** As near as a share that was written as a fraction can be. */
function isWholePercent(share: number): boolean {
  const percent = 100 * share;
  const whole = Math.round(percent);
  return whole > 0 && Math.abs(percent - whole) < 1e-9;
}

function metricsWith(key: TargetKey): string[] {
  return Object.entries(METRICS).flatMap(([metric, target]) => (target === key ? [metric] : []));
}

function scheduleProblems({ schedule }: ScheduleDocument, at: At): PlacedProblem[] {
  const seen = new Set<number>();
  const problems: PlacedProblem[] = schedule.flatMap(({ from }, i) => {
    if (!seen.has(from)) {
      seen.add(from);
      return [];
    }
    return [
      {
        path: [...at, i, 'from'],
        message: 'is the instant of an earlier entry',
        suggestion: 'one number holds at a time: leave one of the two out',
      },
    ];
  });
  if (schedule.every(({ replicas }) => replicas === 0)) {
    problems.push({
      path: at,
      message: 'no entry has a replica: nothing is ever served',
      suggestion: 'give at least one entry replicas above 0',
    });
  }
  return problems;
}
