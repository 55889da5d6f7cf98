import type { RayServeSpec } from '../../scenario/living/autoscale/rayServeSpec.ts';
import { microseconds } from './slots.ts';

/** What Ray Serve's policy goes by. */
export type RayServeRules = Omit<
  RayServeSpec,
  'kind' | 'lookBackSeconds' | 'metricsIntervalSeconds' | 'loopSeconds'
>;

/** A policy between its evaluations: which way it has wished to go without a break, and since when (microseconds). */
export interface RayServe {
  way: 'up' | 'down' | undefined;
  since: number;
}

/** A policy that has not been asked. */
export function createRayServe(): RayServe {
  return { way: undefined, since: 0 };
}

/**
 * One evaluation (python/ray/serve/autoscaling_policy.py): how many replicas are the new target where `current` is the old one (not
 * how many run), for so many requests running and queued on average.
 */
export function lookRayServe(
  policy: RayServe,
  rules: RayServeRules,
  nowSeconds: number,
  current: number,
  requests: number,
): number {
  if (current === 0) {
    // From nobody at once: no delay.
    policy.way = undefined;
    return requests > 0 ? bounded(rules, Math.ceil(rules.upscalingFactor)) : 0;
  }
  const now = microseconds(nowSeconds);
  const wished = bounded(rules, wishedReplicas(rules, current, requests));
  const way = wished > current ? 'up' : wished < current ? 'down' : undefined;
  if (way === undefined || way !== policy.way) {
    policy.way = way;
    policy.since = now;
  }
  if (way === undefined || now - policy.since < microseconds(delaySeconds(rules, way, current)))
    return current;
  policy.way = undefined;
  // Zero is reached from one only.
  return way === 'down' && current > 1 ? Math.max(1, wished) : wished;
}

/** When a decision that is held back is due if it is wished all the while, microseconds; Infinity where none is. */
export function dueRayServe({ way, since }: RayServe, rules: RayServeRules, current: number): number {
  if (way === undefined) return Number.POSITIVE_INFINITY;
  return since + microseconds(delaySeconds(rules, way, current));
}

/** Replicas without delays and bounds: a part of the way to where each has its target. */
export function wishedReplicas(
  { targetOngoingRequests, upscalingFactor, downscalingFactor }: RayServeRules,
  current: number,
  requests: number,
): number {
  // In this order of operations, whose last bits decide what is rounded up.
  const wish = current * (requests / (targetOngoingRequests * current));
  const change = wish - current;
  const replicas = Math.ceil(current + (change > 0 ? upscalingFactor : downscalingFactor) * change);
  // A small factor would keep it where it is.
  return replicas === current && Math.ceil(wish) < current ? current - 1 : replicas;
}

function bounded({ min, max }: RayServeRules, replicas: number): number {
  return Math.max(min, Math.min(max, replicas));
}

function delaySeconds(rules: RayServeRules, way: 'up' | 'down', current: number): number {
  if (way === 'up') return rules.upscaleDelaySeconds;
  return current === 1 ? rules.downscaleToZeroDelaySeconds : rules.downscaleDelaySeconds;
}
