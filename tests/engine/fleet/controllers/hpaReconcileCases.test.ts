import { expect } from 'vitest';
import { createHpa, lookHpa, type Hpa } from '../../../../engine/fleet/controllers/hpa.ts';
import type { HpaMetric } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import type { HpaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import {
  behaviorOf,
  eachCase,
  metricOf,
  NOW_SECONDS,
  slotsOf,
  versionOf,
  type Aged,
  type Target,
  type UpstreamCase,
  type WrittenRules,
} from './upstreamCases.ts';
import { readPods, readSamples, type UpstreamPod } from './upstreamPods.ts';

interface ReconcileCase extends UpstreamCase {
  readonly min_replicas: number;
  readonly max_replicas: number;
  readonly spec_replicas: number;
  readonly status_replicas: number;
  readonly metrics: readonly {
    readonly type: string;
    readonly name?: string;
    readonly target?: Target;
    readonly read_fails?: boolean;
  }[];
  readonly samples_milli: readonly (number | string)[];
  readonly pods: readonly UpstreamPod[];
  readonly recommendation_history: readonly Aged[] | null;
  readonly scale_up_limit_factor: number;
  readonly downscale_window_sec: number;
  readonly behavior?: { readonly scaleUp?: WrittenRules; readonly scaleDown?: WrittenRules };
  readonly feature_gate_HPAScaleToZero?: boolean;
  readonly initial_condition_ScaledToZero?: boolean;
  readonly expected: {
    readonly desired_replicas: number;
    readonly conditions: Readonly<Record<string, { readonly status: boolean; readonly reason: string }>>;
  };
}

/** Our metrics have fewer kinds: what upstream calls a failure of others is a failure of these. */
const CALLED_HERE: Readonly<Record<string, string>> = {
  InvalidMetricSourceType: 'FailedGetExternalMetric',
  FailedGetObjectMetric: 'FailedGetExternalMetric',
  FailedGetContainerResourceMetric: 'FailedGetResourceMetric',
};

const OUTSIDE_PODS = ['Object', 'External', 'INVALID'];

eachCase('hpa_reconcile.json', /^/, 56, checkReconcile);

function checkReconcile(each: ReconcileCase): void {
  const hpa = hpaOf(each);
  const { spec_replicas: current, status_replicas: status, expected } = each;
  expect(lookHpa(hpa, NOW_SECONDS, current, status), each.name).toBe(expected.desired_replicas);
  expectConditions(hpa, each);
}

function hpaOf(each: ReconcileCase): Hpa {
  const spec: HpaSpec = {
    kind: 'hpa',
    min: each.min_replicas,
    max: each.max_replicas,
    metrics: [],
    syncSeconds: 15,
    metricDelaySeconds: 0,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    downscaleStabilizationSeconds: each.downscale_window_sec,
    ...(each.behavior === undefined
      ? {}
      : { behavior: behaviorOf(each.behavior.scaleUp, each.behavior.scaleDown) }),
  };
  const algorithm = {
    version: versionOf(each),
    scaleUpFactor: each.scale_up_limit_factor,
    scaleToZero: each.feature_gate_HPAScaleToZero ?? false,
  };
  const metrics = each.metrics.map((metric) => readMetric(each, metric));
  // An empty history is one, too: only where there is none the first look writes its own.
  const history = each.recommendation_history ?? undefined;
  const memory = history?.length === 0 ? [{ ageSec: NOW_SECONDS, replicas: 0 }] : (history ?? []);
  return {
    ...createHpa(spec, algorithm),
    metrics,
    recommendations: slotsOf(memory),
    scaledToZero: each.initial_condition_ScaledToZero ?? false,
  };
}

function readMetric(each: ReconcileCase, written: ReconcileCase['metrics'][number]): HpaMetric {
  const { type, name, target } = written;
  const shared = OUTSIDE_PODS.includes(type);
  const metric = metricOf(target ?? { value_milli: 1 }, shared);
  const samples = type === 'Object' ? each.samples_milli.slice(0, 1) : each.samples_milli;
  const fails = written.read_fails === true || type === 'INVALID';
  if (shared) readSamples(metric, fails ? undefined : samples, each.pods, each.spec_replicas);
  else {
    const pods = each.pods.map((pod, i) => ({
      ...pod,
      usage_milli: samples[i] === undefined || fails ? null : Number(samples[i]),
    }));
    readPods(metric, pods, versionOf(each), type !== 'Pods' && name === 'cpu');
  }
  return metric;
}

function expectConditions(hpa: Hpa, { name, expected }: ReconcileCase): void {
  const { AbleToScale, ScalingActive, ScalingLimited, ScaledToZero } = expected.conditions;
  if (AbleToScale !== undefined) expect(hpa.able, name).toBe(AbleToScale.reason);
  if (ScalingActive?.status === false)
    expect(hpa.reason, name).toBe(CALLED_HERE[ScalingActive.reason] ?? ScalingActive.reason);
  if (ScalingActive?.status === true) expect(hpa.reason, name).not.toMatch(/^Failed|Disabled$/);
  if (ScalingLimited !== undefined) {
    expect(hpa.reason, name).toBe(ScalingLimited.reason);
    expect(hpa.reason !== 'DesiredWithinRange', name).toBe(ScalingLimited.status);
  }
  if (ScaledToZero !== undefined) expect(hpa.scaledToZero, name).toBe(ScaledToZero.status);
}
