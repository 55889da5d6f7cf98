import type { RolloutPart, RolloutSpec } from '../../../engine/scenario/living/livingSpec.ts';

/** What Kubernetes' Deployment controller makes of numbers in a rolling update (`rolling.go`, `deployment_util.go`). */

/** Ready ones of a version, and those that are not. */
export interface Version {
  readonly ready: number;
  readonly notReady: number;
}

/** Products of shares that should be whole are, to within this. */
const NEAR = 1e-9;

function numberOf(part: RolloutPart, asked: number, round: (value: number) => number): number {
  return 'replicas' in part ? part.replicas : Math.max(0, round(part.share * asked));
}

/** Shares of the surge are rounded up, of what may be unavailable down; both 0 would be at a standstill. */
export function rolloutParts(
  { surge, unavailable }: Pick<RolloutSpec, 'surge' | 'unavailable'>,
  asked: number,
): { readonly surge: number; readonly unavailable: number } {
  const above = numberOf(surge, asked, (value) => Math.ceil(value - NEAR));
  const below = numberOf(unavailable, asked, (value) => Math.floor(value + NEAR));
  return { surge: above, unavailable: Math.min(asked, above + below === 0 ? 1 : below) };
}

/** As many of the new version as there is room for, and not more than are asked for. */
export function newToRequest(asked: number, surge: number, all: number, fresh: number): number {
  return Math.max(0, Math.min(asked + surge - all, asked - fresh));
}

/** How many of the old version go: of those not ready, and then of those that are. */
export function oldToGo(asked: number, unavailable: number, old: Version, fresh: Version): Version {
  const least = asked - unavailable;
  const most = old.ready + old.notReady + fresh.ready - least;
  if (most <= 0) return { ready: 0, notReady: 0 };
  return {
    notReady: Math.min(most, old.notReady),
    ready: Math.min(Math.max(0, old.ready + fresh.ready - least), old.ready),
  };
}
