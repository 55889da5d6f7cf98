import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { HpaVersion } from '../../../../engine/fleet/controllers/hpaAlgorithm.ts';
import type { ScaleEvents } from '../../../../engine/fleet/controllers/hpaLimits.ts';
import { createHpaMetric, type HpaMetric } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import {
  createSlots,
  microseconds,
  remember,
  type Slots,
} from '../../../../engine/fleet/controllers/slots.ts';
import type {
  HpaBehaviorSpec,
  HpaRulesSpec,
  MetricSpec,
} from '../../../../engine/scenario/living/livingSpec.ts';
import { sharedData } from '../../../sharedData.ts';

/** Upstream's own cases (Kubernetes, Apache-2.0) as facts, in four files beside the clone. */
export interface UpstreamCase {
  readonly name: string;
  readonly kind?: string;
  readonly version: string;
}

export interface Target {
  readonly average_utilization_pct?: number;
  readonly average_value_milli?: number | string;
  readonly value_milli?: number | string;
}

export interface Aged {
  readonly ageSec: number;
  readonly change?: number;
  readonly replicas?: number;
}

/** Seconds at which all cases play: younger than everything that they remember. */
export const NOW_SECONDS = 1e6;
export const NOW = microseconds(NOW_SECONDS);

const FOLDER = ['fleet', 'autoscaling'] as const;

/**
 * A test of all cases of some kinds of a file; skipped where there is no shared data beside the clone. `given` is how many
 * there are: others of the same kinds are kept back, and may come into the same file.
 */
export function eachCase<T extends UpstreamCase>(
  file: string,
  kinds: RegExp,
  given: number,
  check: (each: T) => void,
): void {
  const path = sharedData(...FOLDER, file);
  const why = path === undefined ? ': skipped, no shared data beside the clone' : '';
  it.skipIf(path === undefined)(`${file} ${kinds.source}: ${given} cases${why}`, () => {
    const { cases }: { cases: readonly T[] } = JSON.parse(readFileSync(path ?? '', 'utf8'));
    const found = cases.filter(({ kind }) => kinds.test(kind ?? ''));
    expect(found.length).toBeGreaterThanOrEqual(given);
    found.forEach(check);
  });
}

/** What the cases call a version. */
export function versionOf({ version }: UpstreamCase): HpaVersion {
  return version === 'v1.21.5' ? version : '2026';
}

/** A metric with that target; `shared` where an average is of a total, not of pods. */
export function metricOf(target: Target, shared: boolean): HpaMetric {
  const { average_utilization_pct: percent, average_value_milli: mean, value_milli: value } = target;
  const spec: MetricSpec = {
    metric: percent !== undefined ? 'busyShare' : mean !== undefined ? 'outstanding' : 'ttftP95',
    target: 1,
    per: shared ? 'pool' : 'pods',
    windowSeconds: 60,
  };
  // As it is written: it may be the largest int64.
  return { ...createHpaMetric(spec), target: Number(percent ?? mean ?? value) };
}

/** Recommendations or changes of so many seconds ago, each in a slot of its own. */
export function slotsOf(list: readonly Aged[]): Slots {
  const slots = createSlots();
  for (const { ageSec, change, replicas } of list)
    remember(slots, NOW - microseconds(ageSec), change ?? replicas ?? Number.NaN, Number.NEGATIVE_INFINITY);
  return slots;
}

export function eventsOf(added: readonly Aged[] = [], removed: readonly Aged[] = []): ScaleEvents {
  return { added: slotsOf(added), removed: slotsOf(removed) };
}

/** What a cluster fills in where `behavior` says nothing. */
const DEFAULT_RULES: HpaBehaviorSpec = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 300,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

export type WrittenRules = 'default' | Partial<HpaRulesSpec> | undefined;

/** Rules with their defaults; an empty list of policies keeps the default ones. */
export function behaviorOf(up: WrittenRules, down: WrittenRules): HpaBehaviorSpec {
  return { scaleUp: filled(DEFAULT_RULES.scaleUp, up), scaleDown: filled(DEFAULT_RULES.scaleDown, down) };
}

function filled(defaults: HpaRulesSpec, rules: WrittenRules): HpaRulesSpec {
  if (rules === undefined || rules === 'default') return defaults;
  const policies =
    rules.policies === undefined || rules.policies.length === 0 ? defaults.policies : rules.policies;
  return { ...defaults, ...rules, policies };
}
