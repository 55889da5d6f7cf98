import type { RolloutPart, RolloutSpec } from '../../../scenario/living/livingSpec.ts';
import type { LivingPool } from '../livingPool.ts';
import { askedReplicas } from '../seenReplicas.ts';
import type { Versions } from './versions.ts';

/** What a rollout does next: so many new replicas are requested, or one goes, of the old or the new ones, or some of the old ones that are ready or not. */
export type RollStep =
  | { readonly request: number }
  | { readonly letGo: 'old' | 'new' }
  | { readonly letGo: 'old ready' | 'old not ready'; readonly count: number };

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
  const { surge, unavailable } = fences(pool.living.rollout, asked);
  if (old === 0) return plainStep(asked, all);
  if (all > asked + surge) return { letGo: 'old' };
  if (fresh > asked) return { letGo: 'new' };
  const request = Math.min(asked + surge - all, asked - fresh);
  if (request > 0) return { request };
  const spare = all - (asked - unavailable) - (fresh - freshReady);
  if (spare <= 0) return undefined;
  const unready = Math.min(spare, old - oldReady);
  if (unready > 0) return { letGo: 'old not ready', count: unready };
  const ready = Math.min(oldReady, oldReady + freshReady - (asked - unavailable));
  return ready > 0 ? { letGo: 'old ready', count: ready } : undefined;
}

/** Without old ones it is a number like any other. */
function plainStep(asked: number, all: number): RollStep | undefined {
  if (all < asked) return { request: asked - all };
  return all > asked ? { letGo: 'new' } : undefined;
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
