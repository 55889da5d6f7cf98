import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import {
  type KedaFallback,
  kedaMetric,
  modifiedMetric,
  modifierInput,
} from '../../../../engine/fleet/controllers/kedaFallback.ts';
import { idleOrMin, type KedaRules, pollKeda } from '../../../../engine/fleet/controllers/kedaPoll.ts';
import { isKedaActive, type KedaTrigger } from '../../../../engine/fleet/controllers/kedaTriggers.ts';
import { autoscaleSchema } from '../../../../engine/scenario/living/autoscale/autoscaleSchema.ts';
import { resolveController } from '../../../../engine/scenario/living/autoscale/resolveController.ts';
import { eachSharedCase, type NamedCase } from './eachSharedCase.ts';

interface ScaledObject {
  readonly minReplicaCount?: number | null;
  readonly idleReplicaCount?: number | null;
  readonly cooldownPeriod?: number | null;
  readonly initialCooldownPeriod?: number | null;
  readonly force_activation?: boolean;
  readonly paused?: boolean;
  readonly paused_scale_in?: boolean;
  readonly paused_scale_out?: boolean;
  readonly fallback_replicas?: number | null;
}

interface KedaCase extends NamedCase {
  readonly scaled_object: ScaledObject;
  readonly current_replicas: number;
  readonly triggers_active: boolean;
  readonly trigger_error: boolean;
  readonly last_active_ago_sec: number | null;
  readonly created_ago_sec: number;
  readonly spec: KedaFallback | null;
  readonly target_average?: number;
  readonly target_value?: number;
  readonly ready_replicas?: number;
  readonly failures_before: number;
  readonly call: string;
  readonly failureThreshold: number;
  readonly failures: number;
  readonly formula: string;
  readonly values: Readonly<Record<string, number | null>>;
  readonly fallback_replicas: number;
  readonly target: number;
  readonly metric?: number;
  readonly activation_threshold?: number;
  readonly triggers?: readonly string[];
  readonly trigger_active?: readonly boolean[];
  readonly minReplicaCount?: number | null;
  readonly maxReplicaCount?: number | null;
  readonly expected: {
    readonly replicas?: number;
    readonly last_active_refreshed?: boolean;
    readonly ready?: string;
    readonly active?: string | boolean;
    readonly metric?: number;
    readonly failures_after?: number;
    readonly result?: 'error';
    readonly formula_input?: string | null;
    readonly metric_milli?: number;
    readonly from_idle?: boolean;
    readonly hpa_min?: number;
    readonly hpa_max?: number;
  };
}

const NOW = 1e6;

eachSharedCase<KedaCase>('keda_cases.json', 'cases', 47, {
  poll: checkPoll,
  fallback: checkFallback,
  scaling_modifiers_gate: checkGate,
  scaling_modifiers: checkModifiers,
  idle_or_min: checkIdle,
  activation: checkActivation,
  generated_hpa: checkGenerated,
});

function checkGate({ failures, failureThreshold, expected }: KedaCase): void {
  expect(modifierInput('last value', failures, failureThreshold) ?? null).toBe(expected.formula_input);
}

function checkModifiers({ formula, values, fallback_replicas, target, expected }: KedaCase): void {
  const result = (runInNewContext(formula, { ...values }) as number | null) ?? undefined;
  expect(1000 * modifiedMetric(result, target, fallback_replicas)).toBe(expected.metric_milli);
}

function checkIdle({ scaled_object, expected }: KedaCase): void {
  const { isIdle, replicas } = idleOrMin(rulesOf(scaled_object));
  expect({ from_idle: isIdle, replicas }).toEqual(expected);
}

function checkActivation(each: KedaCase): void {
  expect(isKedaActive(triggersOf(each))).toBe(each.expected.active);
}

function checkGenerated({ minReplicaCount, maxReplicaCount, expected }: KedaCase): void {
  const document = autoscaleSchema.parse({
    kind: 'keda',
    ...(minReplicaCount != null && { min: minReplicaCount }),
    ...(maxReplicaCount != null && { max: maxReplicaCount }),
    metrics: [{ metric: 'outstanding', averageValue: 1 }],
  });
  const { controller } = resolveController(document, 0);
  expect(controller).toMatchObject({ hpa: { min: expected.hpa_min, max: expected.hpa_max } });
}

function rulesOf(object: ScaledObject): KedaRules {
  const { idleReplicaCount: idle, fallback_replicas: fallbackReplicas } = object;
  return {
    min: object.minReplicaCount ?? 0,
    ...(idle != null && { idle }),
    cooldownSeconds: object.cooldownPeriod ?? 300,
    initialCooldownSeconds: object.initialCooldownPeriod ?? 0,
    paused: object.paused ?? false,
    scaleInPaused: object.paused_scale_in ?? false,
    scaleOutPaused: object.paused_scale_out ?? false,
    ...(fallbackReplicas != null && { fallbackReplicas }),
  };
}

function checkPoll(each: KedaCase): void {
  const { expected, last_active_ago_sec: ago } = each;
  const lastActive = ago === null ? undefined : NOW - ago;
  const decision = pollKeda(rulesOf(each.scaled_object), {
    now: NOW,
    current: each.current_replicas,
    isActive: each.triggers_active || each.scaled_object.force_activation === true,
    hasFailed: each.trigger_error,
    createdAt: NOW - each.created_ago_sec,
    lastActive,
  });
  const { active } = decision;
  expect({
    replicas: decision.replicas,
    last_active_refreshed: decision.lastActive !== lastActive,
    ready: decision.ready,
    active: active === undefined ? 'unchanged' : active ? 'True' : 'False',
  }).toEqual(expected);
}

function checkFallback(each: KedaCase): void {
  const { spec, target_average, target_value, current_replicas = 0, ready_replicas = 0, expected } = each;
  const { metric, failures } = kedaMetric(spec ?? undefined, {
    target: target_average ?? target_value ?? Number.NaN,
    kind: target_average === undefined ? 'Value' : 'AverageValue',
    value: each.call === 'fails' ? Number.NaN : Number(/metric (.*)$/.exec(each.call)?.[1]),
    failuresBefore: each.failures_before,
    current: current_replicas,
    ready: ready_replicas,
  });
  if (expected.result === 'error') expect(metric).toBeNaN();
  else expect(metric).toBe(expected.metric);
  if (expected.failures_after !== undefined) expect(failures).toBe(expected.failures_after);
}

function triggersOf({ triggers, trigger_active, metric = 0, activation_threshold }: KedaCase): KedaTrigger[] {
  const activation = activation_threshold ?? 0;
  if (trigger_active !== undefined)
    return trigger_active.map((active) => ({ isResource: false, value: active ? 1 : 0, activation }));
  return (triggers ?? ['external']).map((name) => ({
    isResource: name === 'cpu' || name === 'memory',
    value: metric,
    activation,
  }));
}
