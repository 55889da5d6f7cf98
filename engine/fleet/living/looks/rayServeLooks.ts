import { dueRayServe, lookRayServe } from '../../controllers/rayServe.ts';
import type { Controller } from './controller.ts';
import type { LivingPool } from '../livingPool.ts';
import { meanCount, oldestLeaves } from './requestCounts.ts';

type RayServeController = Extract<Controller, { kind: 'ray-serve' }>;

/** How many replicas Ray Serve leaves at a look at `current`. */
export function replicasByRayServe(
  { state }: LivingPool,
  { spec, policy, requests }: RayServeController,
  now: number,
  current: number,
): number {
  const mean = meanCount(requests, now, spec.lookBackSeconds);
  // With nobody there whoever sends a request tells of it at once, and does not wait to be counted.
  if (current === 0) return lookRayServe(policy, spec, now, 0, Math.max(mean || 0, state.queued));
  // Nothing has been counted yet, nothing is decided.
  return Number.isNaN(mean) ? current : lookRayServe(policy, spec, now, current, mean);
}

/**
 * The number of the next look at which something may be decided, after one that left `replicas` of `current`: at all others, which
 * Ray Serve computes as well, the mean is the same, and what is wished has to be wished for longer.
 */
export function nextOfRayServe(
  { spec, policy, requests }: RayServeController,
  now: number,
  number: number,
  current: number,
  replicas: number,
): number {
  const last = requests.counts.at(-1);
  // The very next loop sees a number that is new, and whoever waits for the first replica.
  if (replicas === 0 || replicas !== current || last === undefined) return number + 1;
  const at = Math.min(
    last.at + requests.everySeconds,
    oldestLeaves(requests, now, spec.lookBackSeconds),
    dueRayServe(policy, spec, replicas) / 1e6,
  );
  // Last bits may make it a loop too early, which decides nothing.
  return Math.max(number + 1, Math.ceil(at / spec.loopSeconds - 1e-3));
}
