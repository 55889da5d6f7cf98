import { expect } from 'vitest';
import { groupPod, type HpaPod } from '../../../../engine/fleet/controllers/hpaGrouping.ts';
import { proposeReplicas } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import {
  eachCase,
  metricOf,
  NOW_SECONDS,
  versionOf,
  type Target,
  type UpstreamCase,
} from './upstreamCases.ts';
import { readPods, readSamples, type UpstreamPod } from './upstreamPods.ts';

interface CalculatorCase extends UpstreamCase {
  readonly kind: string;
  readonly current_replicas: number;
  readonly status_replicas: number;
  readonly target: Target;
  readonly tolerance: { readonly up: number; readonly down: number };
  readonly pods: readonly UpstreamPod[];
  readonly values_milli?: readonly (number | string)[];
  readonly expected: {
    readonly error?: string;
    readonly replicas?: number;
    readonly utilization_pct?: number;
    readonly average_usage_milli?: number | string;
    readonly usage_milli?: number | string;
  };
}

interface GroupedPod {
  readonly name: string;
  readonly phase: HpaPod['phase'];
  readonly deleting: boolean;
  readonly started_ago_sec: number | null;
  readonly ready_condition: { readonly status: boolean; readonly changed_ago_sec: number } | null;
  readonly metric: { readonly age_sec: number | null; readonly window_sec: number } | null;
}

interface GroupingCase extends UpstreamCase {
  readonly resource: string;
  readonly pods: readonly GroupedPod[];
  readonly expected: {
    readonly ready_count: number;
    readonly unready: readonly string[];
    readonly missing: readonly string[];
    readonly ignored: readonly string[];
  };
}

const LONG_AGO = 1e9;

const CALCULATOR = 'hpa_replica_calculator.json';
eachCase(CALCULATOR, /^resource/, 38, checkMetric);
eachCase(CALCULATOR, /^pods$/, 9, checkMetric);
eachCase(CALCULATOR, /^object/, 8, checkMetric);
eachCase(CALCULATOR, /^external/, 9, checkMetric);
eachCase('hpa_pod_grouping.json', /^/, 11, checkGroups);

function checkMetric(each: CalculatorCase): void {
  const { kind, target, tolerance, pods, expected, current_replicas: current } = each;
  const ofPods = kind === 'pods' || kind.startsWith('resource');
  const metric = metricOf(target, !ofPods);
  if (ofPods) readPods(metric, pods, versionOf(each), kind !== 'pods');
  else readSamples(metric, each.values_milli, pods, current);
  proposeReplicas(metric, current, each.status_replicas, tolerance.up, tolerance.down, versionOf(each));
  expect(metric.proposal, each.name).toBe(expected.error === undefined ? expected.replicas : Number.NaN);
  if (expected.error !== undefined) return;
  const { utilization_pct: percent, usage_milli: usage, average_usage_milli: mean } = expected;
  expect(metric.value, each.name).toBe(Number(percent ?? usage ?? mean));
  if (mean !== undefined) expect(metric.mean, each.name).toBe(Number(mean));
}

function checkGroups(each: GroupingCase): void {
  const cpu =
    each.resource === 'cpu'
      ? { now: NOW_SECONDS, initializationSeconds: 120, readinessDelaySeconds: 10 }
      : undefined;
  const inGroup = (wanted: string): string[] =>
    each.pods.filter((pod) => groupPod(podOf(pod), versionOf(each), cpu) === wanted).map(({ name }) => name);
  expect(inGroup('ready').length, each.name).toBe(each.expected.ready_count);
  for (const group of ['unready', 'missing', 'ignored'] as const)
    expect(inGroup(group).sort(), each.name).toEqual([...each.expected[group]].sort());
}

function podOf({
  phase,
  deleting,
  started_ago_sec: started,
  ready_condition: ready,
  metric,
}: GroupedPod): HpaPod {
  const ago = (seconds: number): number => NOW_SECONDS - seconds;
  return {
    phase,
    deleting,
    ...(started === null ? {} : { startedAt: ago(started) }),
    ...(ready === null ? {} : { ready: { status: ready.status, changedAt: ago(ready.changed_ago_sec) } }),
    ...(metric === null
      ? {}
      : { sample: { takenAt: ago(metric.age_sec ?? LONG_AGO), windowSeconds: metric.window_sec } }),
  };
}
