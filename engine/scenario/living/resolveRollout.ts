import type { RolloutPart, RolloutSpec } from './livingSpec.ts';
import type { RolloutDocument } from './rolloutSchema.ts';

/** Kubernetes' own (maxSurge, maxUnavailable of a Deployment). */
const USUAL_ROLLOUT: RolloutPart = { share: 0.25 };

/** Rollouts on the horizon's clock, in order of time. */
export function resolveRollout(
  { at, surge = USUAL_ROLLOUT, unavailable = USUAL_ROLLOUT }: RolloutDocument,
  startEpochSeconds: number,
): RolloutSpec {
  const seconds = new Set([at].flat().map((instant) => instant - startEpochSeconds));
  return { seconds: [...seconds].sort((a, b) => a - b), surge, unavailable };
}
