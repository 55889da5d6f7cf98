import { describe, expect, it } from 'vitest';
import {
  type KnativeStatus,
  type KnativeZeroRules,
  noteKnative,
  scaleKnative,
} from '../../../../engine/fleet/controllers/knativeZero.ts';
import { microseconds } from '../../../../engine/fleet/controllers/slots.ts';
import { eachSharedCase, type NamedCase } from './eachSharedCase.ts';

interface ZeroCase extends NamedCase {
  readonly start_replicas: number;
  readonly scale_to: number;
  readonly note?: string;
  readonly min_scale?: number;
  readonly max_scale?: number;
  readonly expected: { readonly desired: number; readonly applies: boolean };
}

const NOW = 1e6;
const RULES: KnativeZeroRules = {
  min: 0,
  max: 0,
  stableWindowSeconds: 60,
  scaleToZeroGraceSeconds: 30,
  retentionSeconds: 0,
  targetBurstCapacity: 211,
};
const { stableWindowSeconds: WINDOW, scaleToZeroGraceSeconds: GRACE } = RULES;

interface Standing {
  readonly condition: KnativeStatus['condition'];
  readonly forSeconds: number;
  readonly activatorSeconds?: number;
  readonly rules?: Partial<KnativeZeroRules>;
  readonly isProbed?: boolean;
  readonly isReachable?: boolean;
}

const INACTIVE: Standing = { condition: 'inactive', forSeconds: GRACE };
const ACTIVE: Standing = { condition: 'active', forSeconds: WINDOW };

/** How a revision stands is told in the names and notes of the cases; the first that fits, a running one for all others. */
const STANDINGS: readonly (readonly [text: RegExp, standing: Standing])[] = [
  [/mark inactive/, ACTIVE],
  [
    /activator has been in the path for a full grace/,
    { ...INACTIVE, forSeconds: GRACE - 1, activatorSeconds: GRACE },
  ],
  [/1 s short of the grace/, { ...INACTIVE, forSeconds: GRACE - 1 }],
  [/retention 2x grace/, { ...INACTIVE, rules: { retentionSeconds: 2 * GRACE } }],
  [/retention equal to grace/, { ...INACTIVE, rules: { retentionSeconds: GRACE } }],
  [/probe fails/, { ...INACTIVE, isProbed: false }],
  [/burst capacity -1/, { ...INACTIVE, isProbed: false, rules: { targetBurstCapacity: -1 } }],
  [/unreachable/, { ...INACTIVE, isReachable: false }],
  [/activating, past/, { condition: 'activating', forSeconds: 631 }],
  [/activating/, { condition: 'activating', forSeconds: 1 }],
  [/window not elapsed|stable window - 1 s|initial scale reached/, { ...ACTIVE, forSeconds: WINDOW - 1 }],
  [/inactive|from zero/, INACTIVE],
];

eachSharedCase<ZeroCase>('knative_kpa_cases.json', 'scale_to_zero_cases', 16, { all: checkZero });

function checkZero(each: ZeroCase): void {
  const text = `${each.name} ${each.note ?? ''}`;
  const standing = STANDINGS.find(([pattern]) => pattern.test(text))?.[1] ?? ACTIVE;
  const { replicas, applies } = scaleKnative(
    each.scale_to,
    statusOf(standing),
    NOW,
    { ...RULES, ...standing.rules, min: each.min_scale ?? 0, max: each.max_scale ?? 0 },
    standing.isProbed,
    standing.isReachable,
  );
  expect({ desired: replicas, applies }).toEqual(each.expected);
}

describe('the way to zero', () => {
  const scale = (standing: Standing, desired = 0, rules: Partial<KnativeZeroRules> = {}) =>
    scaleKnative(desired, statusOf(standing), NOW, { ...RULES, ...rules });

  it('waits for what is being activated, as long as it may yet succeed', () => {
    expect(scale({ condition: 'activating', forSeconds: 629 })).toEqual({ replicas: -1, applies: false });
    expect(scale({ condition: 'activating', forSeconds: 630 })).toEqual({ replicas: 0, applies: true });
    expect(scale({ condition: 'activating', forSeconds: 1 }, 3)).toEqual({ replicas: 3, applies: true });
  });

  it('is not gone while replicas are held by min', () => {
    expect(scale(INACTIVE, 0, { min: 2 })).toEqual({ replicas: 2, applies: true });
  });

  it('with the activator in the path takes the retention only', () => {
    const backed = { ...INACTIVE, forSeconds: 10, activatorSeconds: 400 };
    expect(scale(backed).applies).toBe(true);
    expect(scale(backed, 0, { retentionSeconds: 11 }).applies).toBe(false);
  });
});

describe('how a revision stands', () => {
  const after = (standing: Standing, wanted: number, ready: number, min = 0, excessBurst = 5) => {
    const status = statusOf(standing);
    noteKnative(status, NOW, wanted, ready, min, excessBurst);
    return { ...status, isNew: status.since === microseconds(NOW) };
  };

  it('is inactive from the look on that wants nobody', () => {
    expect(after(ACTIVE, 0, 1)).toMatchObject({ condition: 'inactive', isNew: true });
    expect(after(INACTIVE, 0, 1)).toMatchObject({ condition: 'inactive', isNew: false });
  });

  it('is activating until as many are ready as are wanted at least', () => {
    expect(after(INACTIVE, 1, 0)).toMatchObject({ condition: 'activating', isNew: true });
    expect(after({ condition: 'activating', forSeconds: 5 }, 4, 1)).toMatchObject({ condition: 'active' });
    expect(after(ACTIVE, 4, 1, 2)).toMatchObject({ condition: 'activating' });
  });

  it('is as it was where nothing is known', () => {
    expect(after(INACTIVE, -1, 1)).toMatchObject({ condition: 'inactive', isNew: false });
    expect(after({ condition: 'activating', forSeconds: 5 }, -1, 1)).toMatchObject({ condition: 'active' });
  });

  it('has the activator in its path without room for a burst, or asleep', () => {
    expect(after(ACTIVE, 2, 2).activatorSince).toBeNaN();
    expect(after(ACTIVE, 2, 2, 0, -1).activatorSince).toBe(microseconds(NOW));
    expect(after({ ...ACTIVE, activatorSeconds: 9 }, 2, 2, 0, -1).activatorSince).toBe(microseconds(NOW - 9));
    expect(after({ ...ACTIVE, activatorSeconds: 9 }, 2, 2).activatorSince).toBeNaN();
    expect(after(ACTIVE, 0, 1).activatorSince).toBe(microseconds(NOW));
  });
});

function statusOf({ condition, forSeconds, activatorSeconds }: Standing): KnativeStatus {
  return {
    condition,
    since: microseconds(NOW - forSeconds),
    activatorSince: activatorSeconds === undefined ? Number.NaN : microseconds(NOW - activatorSeconds),
  };
}
