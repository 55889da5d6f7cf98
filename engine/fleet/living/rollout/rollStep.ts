import type { RolloutPart, RolloutSpec } from '../../../scenario/living/livingSpec.ts';
import type { LivingPool } from '../livingPool.ts';
import { askedReplicas } from '../seenReplicas.ts';
import type { Versions } from './versions.ts';

/**
 * What a rollout does next: so many new replicas are requested; or some go: so many old and new ones beyond the number; or so many old ones
 * that are not ready or are.
 */
export type RollStep =
  | { readonly request: number }
  | { readonly old: number; readonly fresh: number }
  | { readonly notReady: number; readonly ready: number };

/** A share of a number that comes to a whole one does, whatever floats make of it. */
const NEAR = 1e-9;

/**
 * As Kubernetes' Deployment controller decides it (v1.31, pkg/controller/deployment/rolling.go: NewRSNewReplicas, reconcileOldReplicaSets,
 * scaleDownOldReplicaSetsForRollingUpdate); undefined where there is nothing to do.
 */
export function nextRollStep(pool: LivingPool, versions: Versions): RollStep | undefined {
  const asked = askedReplicas(pool);
  const { old, oldReady, fresh, freshReady } = versions;
  const all = old + fresh;
  const { surge, unavailable } =
    old === 0 ? { surge: 0, unavailable: 0 } : fences(pool.living.rollout, asked);
  const surplus = all - asked - surge;
  if (surplus > 0) return { old: Math.min(surplus, old), fresh: Math.max(0, surplus - old) };
  if (fresh > asked) return { old: 0, fresh: fresh - asked };
  const request = Math.min(asked + surge - all, asked - fresh);
  if (request > 0) return { request };
  const spare = all - (asked - unavailable) - (fresh - freshReady);
  if (spare <= 0) return undefined;
  const ready = Math.max(0, Math.min(oldReady, oldReady + freshReady - (asked - unavailable)));
  const notReady = Math.min(spare, old - oldReady);
  return notReady + ready > 0 ? { notReady, ready } : undefined;
}

/** ResolveFenceposts and MaxUnavailable (deployment_util.go): with neither, one may be unavailable; and never more than there are to be. */
export function fences(
  rollout: RolloutSpec | undefined,
  asked: number,
): { readonly surge: number; readonly unavailable: number } {
  if (rollout === undefined) return { surge: 0, unavailable: 0 };
  const surge = part(rollout.surge, asked, (value) => Math.ceil(value - NEAR));
  const unavailable = part(rollout.unavailable, asked, (value) => Math.floor(value + NEAR));
  return { surge, unavailable: Math.min(asked, surge === 0 && unavailable === 0 ? 1 : unavailable) };
}

function part(of: RolloutPart, asked: number, round: (value: number) => number): number {
  return 'replicas' in of ? of.replicas : round(of.share * asked);
}
