import type { HpaBehaviorSpec, HpaRulesSpec } from '../../scenario/living/livingSpec.ts';
import { INT32_MAX, type HpaVersion } from './hpaAlgorithm.ts';
import { microseconds, remember, sumSince, type Slots } from './slots.ts';

/** Kubernetes' words for what held a number back (the condition ScalingLimited). */
export type LimitReason =
  | 'DesiredWithinRange'
  | 'TooFewReplicas'
  | 'TooManyReplicas'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit';

/** How many replicas came and went, and when: of what rules with a period take account. */
export interface ScaleEvents {
  readonly added: Slots;
  readonly removed: Slots;
}

/** From a number above zero up to at least this many at a look, without `behavior`. */
const LEAST_UP_LIMIT = 4;

/** Without `behavior`: what is wanted, within min, max and `factor` times current (or 4). It knows no events. */
export function limitByFactor(
  wanted: number,
  current: number,
  min: number,
  max: number,
  factor: number,
): number {
  if (wanted < min) return min;
  return Math.min(wanted, max, Math.max(factor * current, LEAST_UP_LIMIT));
}

/** With `behavior`: what is wanted, within min, max and the rules of its direction. `now` in microseconds. */
export function limitByRules(
  wanted: number,
  current: number,
  min: number,
  max: number,
  behavior: HpaBehaviorSpec,
  events: ScaleEvents,
  now: number,
  version: HpaVersion,
): number {
  if (wanted > current) {
    const limit = Math.max(upLimit(behavior.scaleUp, current, events, now, version), current);
    return Math.min(wanted, limit, max);
  }
  if (wanted < current) {
    const limit = Math.min(downLimit(behavior.scaleDown, current, events, now, version), current);
    return Math.max(wanted, limit, min);
  }
  return wanted;
}

/** Why `allowed` came of `wanted`, both of either limit above. */
export function limitReason(wanted: number, allowed: number, min: number, max: number): LimitReason {
  if (allowed < wanted) return allowed < max ? 'ScaleUpLimit' : 'TooManyReplicas';
  if (allowed > wanted) return allowed > min ? 'ScaleDownLimit' : 'TooFewReplicas';
  return 'DesiredWithinRange';
}

/**
 * The most that rules up allow now: a policy adds to, or multiplies, what there was when its period began, and rounds up.
 * v1.21.5 counts events of its own direction only, and may answer less than current.
 */
export function upLimit(
  rules: HpaRulesSpec,
  current: number,
  events: ScaleEvents,
  now: number,
  version: HpaVersion,
): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const least = rules.selectPolicy === 'Min';
  let limit = least ? INT32_MAX : -INT32_MAX;
  for (const { type, value, periodSeconds } of rules.policies) {
    const since = now - microseconds(periodSeconds);
    const removed = version === '2026' ? sumSince(events.removed, since) : 0;
    const start = current - sumSince(events.added, since) + removed;
    const allowed = type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    limit = least ? Math.min(limit, allowed) : Math.max(limit, allowed);
  }
  return version === '2026' ? Math.max(limit, current) : limit;
}

/** The fewest that rules down allow now, rounded down: `Max` is the largest fall. v1.21.5 as for `upLimit`. */
export function downLimit(
  rules: HpaRulesSpec,
  current: number,
  events: ScaleEvents,
  now: number,
  version: HpaVersion,
): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const least = rules.selectPolicy === 'Min';
  let limit = least ? -INT32_MAX : INT32_MAX;
  for (const { type, value, periodSeconds } of rules.policies) {
    const since = now - microseconds(periodSeconds);
    const added = version === '2026' ? sumSince(events.added, since) : 0;
    const start = current - added + sumSince(events.removed, since);
    const allowed = type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
    limit = least ? Math.max(limit, allowed) : Math.min(limit, allowed);
  }
  return version === '2026' ? Math.min(limit, current) : limit;
}

/**
 * Keeps a change from `before` to `after`. A slot is used again when it is older than the longest period of its own
 * direction: the other direction, whose periods may be longer, then forgets it, too, as in the controller.
 */
export function rememberChange(
  behavior: HpaBehaviorSpec,
  events: ScaleEvents,
  now: number,
  before: number,
  after: number,
): void {
  const up = after > before;
  const { policies } = up ? behavior.scaleUp : behavior.scaleDown;
  let longest = 0;
  for (const { periodSeconds } of policies) longest = Math.max(longest, periodSeconds);
  remember(up ? events.added : events.removed, now, Math.abs(after - before), now - microseconds(longest));
}
