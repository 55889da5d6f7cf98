import { expect } from 'vitest';
import {
  createKnative,
  decideKnative,
  type KnativeRules,
} from '../../../../engine/fleet/controllers/knative.ts';
import { eachSharedCase, type NamedCase } from './eachSharedCase.ts';

interface Config {
  readonly target_value: number;
  readonly max_scale_up_rate: number;
  readonly max_scale_down_rate: number;
  readonly panic_threshold: number;
  readonly stable_window_sec?: number;
  readonly reachable?: boolean;
  readonly scale_down_delay_sec?: number;
  readonly activation_scale?: number;
  readonly target_burst_capacity?: number;
}

interface KnativeCase extends NamedCase {
  readonly config: Config;
  readonly ready_at_creation: number;
  readonly steps: readonly {
    readonly t_sec: number;
    readonly ready_pods: number;
    readonly stable: number;
    readonly panic: number;
    readonly expected: { readonly desired: number; readonly excess_burst_capacity: number };
    readonly reconfigured?: Partial<Config>;
  }[];
}

interface DelayCase extends NamedCase {
  readonly config: Config & { readonly ready_pods: number };
  readonly steps: readonly (readonly [at: number, concurrency: number, desired: number])[];
}

/** In upstream's tests a pod's target is so much of what it can do. */
const UTILIZATION = 0.75;

eachSharedCase<KnativeCase>('knative_kpa_cases.json', 'cases', 17, { all: checkSteps });
eachSharedCase<DelayCase>('knative_kpa_cases.json', 'scale_down_delay_cases', 3, { all: checkDelay });

function checkSteps({ config: given, ready_at_creation, steps }: KnativeCase): void {
  let config = given;
  const knative = createKnative(ready_at_creation, 0);
  for (const { t_sec: at, ready_pods: ready, stable, panic, expected, reconfigured } of steps) {
    config = { ...config, ...reconfigured };
    const { reachable = true } = config;
    const decision = decideKnative(knative, rulesOf(config), at, ready, stable, panic, reachable);
    expect(decision.desired).toBe(expected.desired);
    // Upstream accepts one more or less.
    expect(Math.abs(decision.excessBurst - expected.excess_burst_capacity)).toBeLessThanOrEqual(1);
  }
}

function checkDelay({ name, config, steps }: DelayCase): void {
  // How long it is stands in the name only; upstream's tests have five minutes where it is not said.
  const delay = Number(/delay (\d+)/.exec(name)?.[1] ?? 300);
  const rules = { ...rulesOf(config), scaleDownDelaySeconds: delay };
  const { ready_pods: ready } = config;
  const knative = createKnative(ready, 0);
  let now = 0;
  steps.forEach(([at, concurrency, desired], i) => {
    // Some are told from the step before.
    now = at < now ? now + at : at;
    const isReachable = !(name.includes('unreachable') && i === steps.length - 1);
    const decision = decideKnative(knative, rules, now, ready, concurrency, concurrency, isReachable);
    expect(decision.desired).toBe(desired);
  });
}

function rulesOf(config: Config): KnativeRules {
  return {
    target: config.target_value,
    capacity: config.target_value / UTILIZATION,
    stableWindowSeconds: config.stable_window_sec ?? 60,
    panicThreshold: config.panic_threshold,
    maxScaleUpRate: config.max_scale_up_rate,
    maxScaleDownRate: config.max_scale_down_rate,
    scaleDownDelaySeconds: config.scale_down_delay_sec ?? 0,
    activationScale: config.activation_scale ?? 1,
    targetBurstCapacity: config.target_burst_capacity ?? 0,
  };
}
