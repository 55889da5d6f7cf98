import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KnativeSpec } from '../../../engine/scenario/living/autoscale/knativeSpec.ts';
import type { KedaSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { RayServeSpec } from '../../../engine/scenario/living/autoscale/rayServeSpec.ts';
import { sharedData } from '../../sharedData.ts';
import { poll } from '../fleetOracle/controllers/kedaController.ts';
import { decide, type Revision } from '../fleetOracle/controllers/knativeController.ts';
import { policyNumber } from '../fleetOracle/controllers/rayServeController.ts';

/** The oracle's own rules against the published cases, as far as it has what they are of. */

interface PollCase {
  readonly name: string;
  readonly kind: string;
  readonly scaled_object: Readonly<Record<string, number | boolean | null | undefined>>;
  readonly current_replicas: number;
  readonly triggers_active: boolean;
  readonly trigger_error: boolean;
  readonly last_active_ago_sec: number | null;
  readonly created_ago_sec: number;
  readonly expected: { readonly replicas: number };
}

interface StepCase {
  readonly name: string;
  readonly config: Readonly<Record<string, number | boolean | null>>;
  readonly ready_at_creation: number;
  readonly steps: readonly {
    readonly t_sec: number;
    readonly ready_pods: number;
    readonly stable: number;
    readonly panic: number;
    readonly expected: { readonly desired: number };
    readonly reconfigured?: Readonly<Record<string, number>>;
  }[];
}

interface DesiredCase {
  readonly name: string;
  readonly kind: string;
  readonly ongoing_requests_total: number;
  readonly current_target_replicas: number;
  readonly target_ongoing_requests: number;
  readonly upscaling_factor: number;
  readonly downscaling_factor: number;
  readonly expected: number;
}

function casesOf<T>(file: string): readonly T[] {
  const path = sharedData('fleet', 'autoscaling', file);
  return path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly T[] }).cases;
}

// Nothing fails in the oracle, and nothing is paused.
const polls = casesOf<PollCase>('keda_cases.json').filter(
  ({ kind, trigger_error, scaled_object }) =>
    kind === 'poll' && !trigger_error && !Object.keys(scaled_object).some((key) => key.startsWith('paused')),
);
// Some route leads to every revision.
const steps = casesOf<StepCase>('knative_kpa_cases.json').filter(({ config }) => config.reachable !== false);
const desired = casesOf<DesiredCase>('ray_serve_cases.json').filter(
  ({ kind, current_target_replicas }) => kind === 'desired_replicas' && current_target_replicas > 0,
);

describe.skipIf(polls.length === 0)(
  'the oracle’s KEDA, Knative and Ray Serve against published cases',
  () => {
    it.each(polls)('KEDA: $name', ({ scaled_object, created_ago_sec, last_active_ago_sec, ...each }) => {
      const { idleReplicaCount, minReplicaCount, cooldownPeriod, initialCooldownPeriod } = scaled_object;
      const spec = {
        min: Number(minReplicaCount ?? 0),
        ...(idleReplicaCount == null ? {} : { idle: Number(idleReplicaCount) }),
        cooldownSeconds: Number(cooldownPeriod ?? 300),
        initialCooldownSeconds: Number(initialCooldownPeriod ?? 0),
      } as KedaSpec;
      // The clock begins when the object is made.
      const lastActive = last_active_ago_sec === null ? undefined : created_ago_sec - last_active_ago_sec;
      const replicas = poll(spec, created_ago_sec, each.current_replicas, each.triggers_active, lastActive);
      expect(replicas).toBe(each.expected.replicas);
    });

    it.each(steps)('Knative: $name', ({ config, ready_at_creation, steps: looks }) => {
      const revision: Revision = {
        panicsSince: ready_at_creation > 1 ? 0 : undefined,
        panicReplicas: ready_at_creation,
        wishes: [],
        condition: 'active',
        conditionSince: 0,
        activatorSince: undefined,
      };
      let now: Readonly<Record<string, number | boolean | null>> = config;
      for (const { t_sec, ready_pods, stable, panic, expected, reconfigured } of looks) {
        now = { ...now, ...reconfigured };
        const spec = {
          target: now.target_value,
          capacity: Number(now.target_value) / 0.75,
          stableWindowSeconds: now.stable_window_sec,
          panicThreshold: now.panic_threshold,
          maxScaleUpRate: now.max_scale_up_rate,
          maxScaleDownRate: now.max_scale_down_rate,
          scaleDownDelaySeconds: now.scale_down_delay_sec,
          activationScale: now.activation_scale,
          targetBurstCapacity: now.target_burst_capacity,
        } as KnativeSpec;
        expect(decide(spec, revision, t_sec, ready_pods, stable, panic).desired).toBe(expected.desired);
      }
    });

    it.each(desired)('Ray Serve: $name', (each) => {
      const spec = {
        targetOngoingRequests: each.target_ongoing_requests,
        upscalingFactor: each.upscaling_factor,
        downscalingFactor: each.downscaling_factor,
      } as RayServeSpec;
      const { current_target_replicas: current, ongoing_requests_total: requests } = each;
      expect(policyNumber(spec, current, requests)).toBe(each.expected);
    });

    it('are many', () => {
      expect(polls.length).toBeGreaterThanOrEqual(12);
      expect(steps.length).toBeGreaterThanOrEqual(16);
      expect(desired.length).toBeGreaterThanOrEqual(9);
    });
  },
);
