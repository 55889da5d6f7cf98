import type { KnativeSpec } from '../../scenario/living/autoscale/knativeSpec.ts';
import { microseconds } from './slots.ts';

/** What bounds a number, and how the last replica goes. */
export type KnativeZeroRules = Pick<
  KnativeSpec,
  | 'min'
  | 'max'
  | 'stableWindowSeconds'
  | 'scaleToZeroGraceSeconds'
  | 'retentionSeconds'
  | 'targetBurstCapacity'
>;

/** How a revision stands, and since when (microseconds). */
export interface KnativeStatus {
  /** activating: wanted, and not enough are ready; inactive: nobody asks, and the last replica is on its way out. */
  condition: 'activating' | 'active' | 'inactive';
  since: number;
  /** Since when requests go by way of the activator; NaN: they do not. */
  activatorSince: number;
}

/** A revision that begins with so many ready replicas. */
export function createKnativeStatus(ready: number, nowSeconds: number, min: number): KnativeStatus {
  const since = microseconds(nowSeconds);
  if (ready === 0) return { condition: 'inactive', since, activatorSince: since };
  return { condition: ready < min ? 'activating' : 'active', since, activatorSince: Number.NaN };
}

/** Fewer than 0: nothing is known, and nothing done. */
export interface KnativeScale {
  readonly replicas: number;
  readonly applies: boolean;
}

/** A Deployment's progress deadline and some time for its own troubles to be told: then an activation has failed. */
const ACTIVATION_SECONDS = 600 + 30;

/**
 * How many replicas come of what a decider desires (pkg/reconciler/autoscaling/kpa/scaler.go): bounds, then the way to zero.
 * `isProbed`: the activator answers for the revision. Min does not hold a revision that no route leads to.
 */
export function scaleKnative(
  desired: number,
  { condition, since, activatorSince }: KnativeStatus,
  nowSeconds: number,
  rules: KnativeZeroRules,
  isProbed = true,
  isReachable = true,
): KnativeScale {
  const now = microseconds(nowSeconds);
  const lasted = (seconds: number, from = since): boolean => now - from >= microseconds(seconds);
  if (desired < 0 && condition !== 'activating') return { replicas: desired, applies: false };
  const least = isReachable ? rules.min : 0;
  const bounded = Math.max(least, rules.max > 0 ? Math.min(desired, rules.max) : desired);
  if (bounded > 0) return { replicas: bounded, applies: true };
  switch (condition) {
    case 'activating':
      return lasted(ACTIVATION_SECONDS) ? { replicas: 0, applies: true } : { replicas: -1, applies: false };
    case 'active':
      return lasted(rules.stableWindowSeconds)
        ? { replicas: 0, applies: false }
        : { replicas: 1, applies: true };
    case 'inactive': {
      const { scaleToZeroGraceSeconds: grace, retentionSeconds: retention } = rules;
      if (!isProbed && rules.targetBurstCapacity !== -1) return { replicas: 0, applies: false };
      const isBacked = lasted(grace, activatorSince) && lasted(retention);
      return { replicas: 0, applies: isBacked || lasted(Math.max(grace, retention)) };
    }
  }
}

/**
 * Notes how the revision stands after a look that wanted so many (the number that was not applied counts, too): computeActiveCondition
 * of kpa.go, and whether requests go by way of the activator.
 */
export function noteKnative(
  status: KnativeStatus,
  nowSeconds: number,
  wanted: number,
  ready: number,
  min: number,
  excessBurst: number,
): void {
  const now = microseconds(nowSeconds);
  const enter = (condition: KnativeStatus['condition']): void => {
    if (status.condition === condition) return;
    status.condition = condition;
    status.since = now;
  };
  if (wanted === 0) enter('inactive');
  else if (wanted > 0 || status.condition !== 'inactive')
    enter(ready < Math.max(1, min) ? 'activating' : 'active');
  const isByActivator = wanted === 0 || excessBurst < 0;
  if (!isByActivator) status.activatorSince = Number.NaN;
  else if (Number.isNaN(status.activatorSince)) status.activatorSince = now;
}
