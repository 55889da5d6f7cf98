import { expect } from 'vitest';
import {
  createRayServe,
  lookRayServe,
  type RayServeRules,
  wishedReplicas,
} from '../../../../engine/fleet/controllers/rayServe.ts';
import { eachSharedCase, type NamedCase } from './eachSharedCase.ts';

interface RayServeCase extends NamedCase {
  readonly ongoing_requests_total: number;
  readonly current_target_replicas: number;
  readonly target_ongoing_requests?: number;
  readonly upscaling_factor?: number;
  readonly downscaling_factor?: number;
  readonly upscale_delay_s?: number;
  readonly downscale_delay_s?: number;
  readonly downscale_to_zero_delay_s?: number;
  readonly min_replicas?: number;
  readonly max_replicas?: number;
  readonly start: number;
  readonly wish?: number;
  readonly loads?: readonly number[];
  readonly steps?: readonly (readonly [at: number, replicas: number])[];
  readonly steps_wish?: readonly (readonly [at: number, wish: number])[];
  readonly expected: number | readonly number[];
}

const LOOP = 0.1;

eachSharedCase<RayServeCase>('ray_serve_cases.json', 'cases', 22, {
  desired_replicas: checkDesired,
  policy_step: checkOnce,
  slow_start: checkOnce,
  sequence: checkLooks,
  fluctuation: checkLooks,
  delay: checkDelay,
});

function checkDesired(each: RayServeCase): void {
  const { current_target_replicas: current, ongoing_requests_total: requests } = each;
  const rules = rulesOf(each);
  // From nobody there is no other number than the decision's.
  const desired =
    current === 0
      ? lookRayServe(createRayServe(), rules, 0, 0, requests)
      : wishedReplicas(rules, current, requests);
  expect(desired).toBe(each.expected);
}

/** Looks of the loop, one after the other, under loads that take turns. */
function checkLooks(each: RayServeCase): void {
  const wanted = each.expected as readonly number[];
  const { loads = [each.ongoing_requests_total] } = each;
  const looks = wanted.map((_, i) => [i * LOOP, loads[i % loads.length]] as const);
  expect(walk(each, looks)).toEqual(wanted);
}

/** With a target of one a wish is as many requests. */
function checkDelay(each: RayServeCase): void {
  const { steps = [], steps_wish: wishes, wish = 0 } = each;
  const looks = wishes ?? steps.map(([at]) => [at, wish] as const);
  expect(walk(each, looks)).toEqual(
    wishes === undefined ? steps.map(([, replicas]) => replicas) : each.expected,
  );
}

function rulesOf(each: RayServeCase): RayServeRules {
  const { downscale_delay_s: downscaleDelaySeconds = each.kind === 'delay' ? 600 : 0 } = each;
  return {
    min: each.min_replicas ?? 0,
    max: each.max_replicas ?? 1000,
    targetOngoingRequests: each.target_ongoing_requests ?? 1,
    upscaleDelaySeconds: each.upscale_delay_s ?? (each.kind === 'delay' ? 30 : 0),
    downscaleDelaySeconds,
    downscaleToZeroDelaySeconds: each.downscale_to_zero_delay_s ?? downscaleDelaySeconds,
    upscalingFactor: each.upscaling_factor ?? 1,
    downscalingFactor: each.downscaling_factor ?? 1,
  };
}

function checkOnce(each: RayServeCase): void {
  const { current_target_replicas: current, ongoing_requests_total: requests } = each;
  expect(lookRayServe(createRayServe(), rulesOf(each), 0, current, requests)).toBe(each.expected);
}

/** The targets after each of some looks, each from the one before. */
function walk(each: RayServeCase, looks: readonly (readonly [at: number, requests: number])[]): number[] {
  const policy = createRayServe();
  let current = each.start;
  return looks.map(([at, requests]) => {
    current = lookRayServe(policy, rulesOf(each), at, current, requests);
    return current;
  });
}
