import type { KnativeSpec } from '../../scenario/living/autoscale/knativeSpec.ts';
import { createSlots, microseconds, remember, type Slots } from './slots.ts';

/** What the decider of Knative's autoscaler goes by. */
export type KnativeRules = Pick<
  KnativeSpec,
  | 'target'
  | 'capacity'
  | 'stableWindowSeconds'
  | 'panicThreshold'
  | 'maxScaleUpRate'
  | 'maxScaleDownRate'
  | 'scaleDownDelaySeconds'
  | 'activationScale'
  | 'targetBurstCapacity'
>;

/** A decider between its looks. */
export interface Knative {
  /** When it was last over the threshold, microseconds; NaN: it does not panic. */
  panicsSince: number;
  /** The most that was wanted in this panic. */
  panicReplicas: number;
  /** What was wanted of late, for the delay of falls. */
  readonly wanted: Slots;
}

/** What a look decides: replicas, within no bounds yet, and room for a burst; below 0 requests go by way of the activator. */
export interface KnativeDecision {
  readonly desired: number;
  readonly excessBurst: number;
}

/** A decider that begins with so many ready replicas: more than one, and it panics, so as to lose none before it has seen a window. */
export function createKnative(ready: number, nowSeconds: number): Knative {
  return {
    panicsSince: ready > 1 ? microseconds(nowSeconds) : Number.NaN,
    panicReplicas: ready,
    wanted: createSlots(),
  };
}

/**
 * One look (pkg/autoscaler/scaling/autoscaler.go) at what is asked of all replicas, on average over the stable and over the panic
 * window. `isReachable`: some route leads there; else nothing holds its number up.
 */
export function decideKnative(
  knative: Knative,
  rules: KnativeRules,
  nowSeconds: number,
  ready: number,
  stable: number,
  panic: number,
  isReachable = true,
): KnativeDecision {
  const now = microseconds(nowSeconds);
  const counted = Math.max(1, ready);
  const least = isReachable ? Math.floor(counted / rules.maxScaleDownRate) : 0;
  const most = Math.ceil(rules.maxScaleUpRate * counted);
  const wish = (value: number): number => {
    const asked = Math.ceil(value / rules.target);
    const within = Math.min(Math.max(asked, least), most);
    return asked > 0 ? Math.max(within, rules.activationScale) : within;
  };
  notePanic(knative, now, Math.ceil(panic / rules.target) / counted, rules);
  let desired = wish(stable);
  if (!Number.isNaN(knative.panicsSince)) {
    knative.panicReplicas = Math.max(knative.panicReplicas, desired, wish(panic));
    desired = knative.panicReplicas;
  }
  if (rules.scaleDownDelaySeconds > 0 && isReachable)
    desired = delayFall(knative.wanted, now, desired, rules.scaleDownDelaySeconds);
  return { desired, excessBurst: excessBurst(rules, ready, panic) };
}

/** Panic starts, or its time anew, while over the threshold; it ends when a whole stable window has passed since. */
function notePanic(knative: Knative, now: number, over: number, rules: KnativeRules): void {
  if (over >= rules.panicThreshold) knative.panicsSince = now;
  else if (knative.panicsSince + microseconds(rules.stableWindowSeconds) < now) {
    knative.panicsSince = Number.NaN;
    knative.panicReplicas = 0;
  }
}

/** The most that was wanted less than `seconds` ago, now included. */
function delayFall(wanted: Slots, now: number, desired: number, seconds: number): number {
  const cutoff = now - microseconds(seconds);
  let most = desired;
  for (let i = 0; i < wanted.count; i++)
    if (wanted.at[i] > cutoff && wanted.number[i] > most) most = wanted.number[i];
  remember(wanted, now, desired, cutoff + 1);
  return most;
}

function excessBurst({ targetBurstCapacity, capacity }: KnativeRules, ready: number, panic: number): number {
  if (targetBurstCapacity <= 0) return targetBurstCapacity;
  return Math.floor(ready * capacity - targetBurstCapacity - panic);
}
