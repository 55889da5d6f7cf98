import { microseconds } from './slots.ts';

/** What a ScaledObject says of going to sleep and waking up. */
export interface KedaRules {
  readonly min: number;
  readonly idle?: number;
  readonly cooldownSeconds: number;
  readonly initialCooldownSeconds: number;
  /** KEDA's annotations: nothing at all is done, or nothing down, or nothing up. */
  readonly paused?: boolean;
  readonly scaleInPaused?: boolean;
  readonly scaleOutPaused?: boolean;
  /** `fallback.replicas`, where a fallback is written. */
  readonly fallbackReplicas?: number;
}

/** What a poll finds. Instants are seconds of any one clock. */
export interface KedaPoll {
  readonly now: number;
  readonly current: number;
  readonly isActive: boolean;
  /** Some trigger could not be read. */
  readonly hasFailed: boolean;
  /** Of the ScaledObject. */
  readonly createdAt: number;
  /** The last poll that saw an active trigger; undefined where none has. */
  readonly lastActive: number | undefined;
}

/** What a poll decides; its number stands where the HPA's is left alone, too. */
export interface KedaDecision {
  readonly replicas: number;
  readonly lastActive: number | undefined;
  /** The conditions Ready (of an object that was) and Active; Active is undefined where it is left as it was. */
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly active: boolean | undefined;
}

/**
 * One poll of KEDA (pkg/scaling/executor/scale_scaledobjects.go): it owns 0 ↔ 1, or idle ↔ min; from there on an HPA owns the
 * number, and what is `current` is left alone.
 */
export function pollKeda(rules: KedaRules, poll: KedaPoll): KedaDecision {
  const { current, isActive, lastActive } = poll;
  const left: KedaDecision = { replicas: current, lastActive, ready: 'True', active: isActive };
  if (rules.paused) return { ...left, active: undefined };
  return isActive ? pollActive(rules, poll, left) : pollInactive(rules, poll, left);
}

function pollActive(
  rules: KedaRules,
  { now, current, hasFailed }: KedaPoll,
  left: KedaDecision,
): KedaDecision {
  const sleeps = current === 0 || (rules.idle !== undefined && current < rules.min);
  if (sleeps) {
    if (rules.scaleOutPaused) return left;
    return { ...left, replicas: Math.max(1, rules.min), lastActive: now };
  }
  // A trigger that failed lets the cooldown run on.
  return hasFailed ? { ...left, ready: 'Unknown' } : { ...left, lastActive: now };
}

function pollInactive(rules: KedaRules, poll: KedaPoll, left: KedaDecision): KedaDecision {
  const { current, hasFailed } = poll;
  const { min, idle, fallbackReplicas } = rules;
  if (hasFailed && fallbackReplicas === undefined) return { ...left, ready: 'False' };
  if (hasFailed && fallbackReplicas !== 0) return left;
  if ((idle !== undefined && current > idle) || (current > 0 && min === 0)) {
    if (rules.scaleInPaused || !isCooledDown(rules, poll)) return left;
    return { ...left, replicas: idleOrMin(rules).replicas };
  }
  return idle === undefined && current < min ? { ...left, replicas: min } : left;
}

/** Strictly past, as Go's Before; since the object was made where there was never anything to do. */
function isCooledDown(rules: KedaRules, { now, createdAt, lastActive }: KedaPoll): boolean {
  const { cooldownSeconds, initialCooldownSeconds } = rules;
  const until =
    lastActive === undefined
      ? microseconds(createdAt) + microseconds(initialCooldownSeconds)
      : microseconds(lastActive) + microseconds(cooldownSeconds);
  return until < microseconds(now);
}

/** How many are left while there is nothing to do, and whether that is the idle number. */
export function idleOrMin({ idle, min }: Pick<KedaRules, 'idle' | 'min'>): {
  readonly isIdle: boolean;
  readonly replicas: number;
} {
  return { isIdle: idle !== undefined, replicas: idle ?? min };
}
