import {
  type HpaBehaviorSpec,
  type HpaRulesSpec,
  type HpaSpec,
  METRICS,
  type MetricSpec,
} from '../../../../engine/scenario/living/livingSpec.ts';
import type { Reading } from '../fleetTypes.ts';

/** Kubernetes' HPA of 2026, one reconcile (ALGORITHM.md, 1 and 4); what was recommended is kept whole, and asked by age. */

export interface HpaMemory {
  readonly recommendations: { readonly at: number; readonly replicas: number }[];
  /** By how many the number changed; kept with rules only. */
  readonly changes: { readonly at: number; readonly by: number }[];
}

export interface HpaDecision {
  readonly desired: number;
  readonly reason: string;
}

/** What was proposed within a time, the latest first: up to and with it of the older path, less than it of the rules. */
function since({ recommendations }: HpaMemory, isRecent: (age: number) => boolean, now: number): number[] {
  const found: number[] = [];
  for (let i = recommendations.length - 1; i >= 0 && isRecent(now - recommendations[i].at); i--) {
    found.push(recommendations[i].replicas);
  }
  return found;
}

/** 4a */
function legacyLimits(
  hpa: HpaSpec,
  memory: HpaMemory,
  now: number,
  current: number,
  proposed: number,
): HpaDecision {
  const window = hpa.downscaleStabilizationSeconds;
  const stable = Math.max(proposed, ...since(memory, (age) => age <= window, now));
  const limit = Math.max(2 * current, 4);
  if (stable < hpa.min) return { desired: hpa.min, reason: 'TooFewReplicas' };
  if (stable > Math.min(hpa.max, limit)) {
    return limit < hpa.max
      ? { desired: limit, reason: 'ScaleUpLimit' }
      : { desired: hpa.max, reason: 'TooManyReplicas' };
  }
  return { desired: stable, reason: 'DesiredWithinRange' };
}

/** 4b, 1 */
function stabilize(
  { scaleUp, scaleDown }: HpaBehaviorSpec,
  memory: HpaMemory,
  now: number,
  current: number,
  proposed: number,
): number {
  const up = Math.min(proposed, ...since(memory, (age) => age < scaleUp.stabilizationWindowSeconds, now));
  const down = Math.max(proposed, ...since(memory, (age) => age < scaleDown.stabilizationWindowSeconds, now));
  return Math.min(Math.max(current, up), down);
}

/** 4b, 2: what each policy allows, from where its period began; events of both directions count. */
function allowedBy(
  rules: HpaRulesSpec,
  memory: HpaMemory,
  now: number,
  current: number,
  allow: (start: number, policy: HpaRulesSpec['policies'][number]) => number,
): number[] {
  return rules.policies.map((policy) => {
    const recent = memory.changes.filter(({ at }) => now - at < policy.periodSeconds);
    return allow(current - recent.reduce((sum, { by }) => sum + by, 0), policy);
  });
}

function upLimit(rules: HpaRulesSpec, memory: HpaMemory, now: number, current: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const allowed = allowedBy(rules, memory, now, current, (start, { type, value }) =>
    type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100)),
  );
  return Math.max(current, rules.selectPolicy === 'Max' ? Math.max(...allowed) : Math.min(...allowed));
}

function downLimit(rules: HpaRulesSpec, memory: HpaMemory, now: number, current: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const allowed = allowedBy(rules, memory, now, current, (start, { type, value }) =>
    type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100)),
  );
  return Math.min(current, rules.selectPolicy === 'Max' ? Math.min(...allowed) : Math.max(...allowed));
}

/** 4b, 3 */
function rateLimits(
  hpa: HpaSpec,
  behavior: HpaBehaviorSpec,
  memory: HpaMemory,
  now: number,
  current: number,
  stable: number,
): HpaDecision {
  if (stable > current) {
    const limit = upLimit(behavior.scaleUp, memory, now, current);
    if (stable > Math.min(limit, hpa.max)) {
      return limit < hpa.max
        ? { desired: limit, reason: 'ScaleUpLimit' }
        : { desired: hpa.max, reason: 'TooManyReplicas' };
    }
  }
  if (stable < current) {
    const limit = downLimit(behavior.scaleDown, memory, now, current);
    if (stable < Math.max(limit, hpa.min)) {
      return limit > hpa.min
        ? { desired: limit, reason: 'ScaleDownLimit' }
        : { desired: hpa.min, reason: 'TooFewReplicas' };
    }
  }
  return { desired: stable, reason: 'DesiredWithinRange' };
}

/** The condition that Kubernetes gives for a metric that it could not read. */
function failureOf({ metric, per }: MetricSpec): string {
  if (METRICS[metric] === 'value' || per !== 'pods') return 'FailedGetExternalMetric';
  return METRICS[metric] === 'utilization' ? 'FailedGetResourceMetric' : 'FailedGetPodsMetric';
}

/** 1; remembers what it recommends, and with rules what it changes. */
export function reconcile(
  hpa: HpaSpec,
  memory: HpaMemory,
  now: number,
  current: number,
  readings: readonly Reading[],
): HpaDecision {
  const { recommendations, changes } = memory;
  const remember = (decision: HpaDecision): HpaDecision => {
    const by = decision.desired - current;
    if (hpa.behavior === undefined || by === 0) return decision;
    // 4b, 4: the place of one that is older than the rules of its own direction ask is used again, so that rules of the
    // other direction with a longer period forget it, too.
    const { policies } = by > 0 ? hpa.behavior.scaleUp : hpa.behavior.scaleDown;
    const longest = Math.max(...policies.map(({ periodSeconds }) => periodSeconds));
    const old = changes.findLastIndex((change) => change.by * by > 0 && now - change.at > longest);
    if (old < 0) changes.push({ at: now, by });
    else changes[old] = { at: now, by };
    return decision;
  };
  if (recommendations.length === 0) recommendations.push({ at: now, replicas: current });
  // Somebody has put it to sleep (KEDA), who wakes it up, too.
  if (current === 0 && hpa.min > 0) return { desired: 0, reason: 'ScalingDisabled' };
  if (current > hpa.max) return remember({ desired: hpa.max, reason: 'TooManyReplicas' });
  if (current < hpa.min) return remember({ desired: hpa.min, reason: 'TooFewReplicas' });
  const valid = readings.map(([, proposal]) => proposal).filter((proposal) => proposal !== undefined);
  const proposed = Math.max(...valid);
  // A metric that cannot be read lets the number rise by the others, and not fall.
  if (valid.length === 0 || (valid.length < readings.length && proposed < current)) {
    return {
      desired: current,
      reason: failureOf(hpa.metrics[readings.findIndex(([, proposal]) => proposal === undefined)]),
    };
  }
  const decision =
    hpa.behavior === undefined
      ? legacyLimits(hpa, memory, now, current, proposed)
      : rateLimits(
          hpa,
          hpa.behavior,
          memory,
          now,
          current,
          stabilize(hpa.behavior, memory, now, current, proposed),
        );
  recommendations.push({ at: now, replicas: proposed });
  return remember(decision);
}
