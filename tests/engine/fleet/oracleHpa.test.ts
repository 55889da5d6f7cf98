import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HpaBehaviorSpec, HpaRulesSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { sharedData } from '../../sharedData.ts';
import { reconcile } from '../fleetOracle/controllers/hpa.ts';

/** The oracle's own autoscaler against upstream's cases of limits: one reconcile with events of the past. */
interface LimitCase {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly current_replicas: number;
  readonly desired_before_limits?: number;
  readonly proposal?: number;
  readonly min_replicas: number;
  readonly max_replicas: number;
  readonly scale_up_limit_factor?: number;
  readonly scale_up_rules?: 'default' | Partial<HpaRulesSpec>;
  readonly scale_down_rules?: 'default' | Partial<HpaRulesSpec>;
  readonly scale_up_events?: readonly { readonly change: number; readonly ageSec: number }[];
  readonly scale_down_events?: readonly { readonly change: number; readonly ageSec: number }[];
  readonly expected: { readonly replicas: number; readonly reason: string };
}

const DEFAULTS: HpaBehaviorSpec = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

/** Windows are left out: the cases are of limits alone. */
function rulesOf(defaults: HpaRulesSpec, given: 'default' | Partial<HpaRulesSpec> = 'default'): HpaRulesSpec {
  if (given === 'default') return defaults;
  const { selectPolicy = defaults.selectPolicy, policies = [] } = given;
  return { ...defaults, selectPolicy, policies: policies.length > 0 ? policies : defaults.policies };
}

const NOW = 10_000;

function decide(limits: LimitCase): { desired: number; reason: string } {
  const { current_replicas: current, desired_before_limits, proposal, scale_up_events = [] } = limits;
  const { scale_down_events = [] } = limits;
  const changes = [
    ...scale_up_events.map(({ change, ageSec }) => ({ at: NOW - ageSec, by: change })),
    ...scale_down_events.map(({ change, ageSec }) => ({ at: NOW - ageSec, by: -change })),
  ];
  const behavior: HpaBehaviorSpec = {
    scaleUp: rulesOf(DEFAULTS.scaleUp, limits.scale_up_rules),
    scaleDown: rulesOf(DEFAULTS.scaleDown, limits.scale_down_rules),
  };
  return reconcile(
    {
      kind: 'hpa',
      min: limits.min_replicas,
      max: limits.max_replicas,
      metrics: [],
      syncSeconds: 15,
      metricDelaySeconds: 0,
      toleranceUp: 0.1,
      toleranceDown: 0.1,
      downscaleStabilizationSeconds: 0,
      ...(limits.kind === 'rate_limit' ? { behavior } : {}),
    },
    { recommendations: [{ at: 0, replicas: current }], changes },
    NOW,
    current,
    [[undefined, desired_before_limits ?? proposal]],
  );
}

const FILE = sharedData('fleet', 'autoscaling', 'hpa_behavior.json');

describe.skipIf(FILE === undefined)('the oracle’s HPA against upstream’s limits', () => {
  const { cases } =
    FILE === undefined
      ? { cases: [] }
      : (JSON.parse(readFileSync(FILE, 'utf8')) as { cases: readonly LimitCase[] });
  // Older versions count events of the own direction only, and another factor is upstream's tests' own.
  const isOfNow = ({
    kind,
    version,
    scale_up_events = [],
    scale_down_events = [],
    ...limits
  }: LimitCase): boolean =>
    (kind === 'rate_limit' || (kind === 'legacy_limit' && limits.scale_up_limit_factor === 2)) &&
    (version !== 'v1.21.5' || scale_up_events.length === 0 || scale_down_events.length === 0);
  const ofNow = cases.filter(isOfNow);

  it.each(ofNow)('$name', (limits) => {
    const { desired, reason } = decide(limits);
    expect(desired).toBe(limits.expected.replicas);
    // Out of bounds already, nothing else is asked.
    const { current_replicas: current, min_replicas, max_replicas } = limits;
    if (current >= min_replicas && current <= max_replicas) expect(reason).toBe(limits.expected.reason);
  });

  it('are many', () => {
    expect(ofNow.length).toBeGreaterThan(25);
  });
});
