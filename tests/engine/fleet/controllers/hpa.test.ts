import { describe, expect, it } from 'vitest';
import { createHpa, lookHpa, type Hpa } from '../../../../engine/fleet/controllers/hpa.ts';
import { HPA_2026 } from '../../../../engine/fleet/controllers/hpaAlgorithm.ts';
import { milliUnits, readPool, readReplicas } from '../../../../engine/fleet/controllers/hpaMetric.ts';
import type { HpaSpec, MetricSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import { behaviorOf } from './upstreamCases.ts';

const OUTSTANDING: MetricSpec = { metric: 'outstanding', target: 6, per: 'pods', windowSeconds: 60 };
const LATENCY: MetricSpec = { metric: 'ttftP95', target: 1, per: 'pods', windowSeconds: 60 };

function spec(changes: Partial<HpaSpec>): HpaSpec {
  return {
    kind: 'hpa',
    min: 1,
    max: 50,
    metrics: [OUTSTANDING],
    syncSeconds: 15,
    metricDelaySeconds: 0,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    downscaleStabilizationSeconds: 300,
    ...changes,
  };
}

/** Looks with so many ready replicas that use so much each. */
function lookAt(hpa: Hpa, second: number, current: number, each: number): number {
  readReplicas(hpa.metrics[0], current, current * each * 1000, 0, 0);
  return lookHpa(hpa, second, current);
}

describe('an autoscaler without behavior', () => {
  it('doubles at every look, and remembers no event', () => {
    const hpa = createHpa(spec({}));
    let current = 3;
    const path = [1, 2, 3, 4].map((look) => (current = lookAt(hpa, 15 * look, current, 1000)));
    expect(path).toEqual([6, 12, 24, 48]);
    expect([hpa.reason, hpa.able]).toEqual(['ScaleUpLimit', 'SucceededRescale']);
    expect(hpa.events.added.count + hpa.events.removed.count).toBe(0);
  });

  it('goes to 4 from 1', () => {
    expect(lookAt(createHpa(spec({})), 15, 1, 1000)).toBe(4);
  });

  it('holds the number of its first look for the window, the last instant included', () => {
    const hpa = createHpa(spec({}));
    for (let t = 15; t <= 315; t += 15) {
      expect(lookAt(hpa, t, 5, 1)).toBe(5);
      expect([hpa.reason, hpa.able, hpa.metrics[0].proposal]).toEqual([
        'DesiredWithinRange',
        'ScaleDownStabilized',
        1,
      ]);
    }
    expect(lookAt(hpa, 330, 5, 1)).toBe(1);
    expect(hpa.able).toBe('SucceededRescale');
  });

  it('uses the memory of the window, and no more', () => {
    const hpa = createHpa(spec({}));
    for (let look = 1; look <= 10_000; look++) lookAt(hpa, 15 * look, 2, 6);
    expect(hpa.recommendations.count).toBe(22);
  });

  it('compares instants as they were meant, whatever the last bits of their sums', () => {
    // 15 s after its first look of any, which then still counts.
    for (let first = 1; first < 400; first++) {
      const hpa = createHpa(spec({ downscaleStabilizationSeconds: 15 }));
      lookAt(hpa, first * 0.3, 5, 6);
      expect(lookAt(hpa, (first + 50) * 0.3, 5, 1)).toBe(5);
      expect(lookAt(hpa, (first + 101) * 0.3, 5, 1)).toBe(1);
    }
  });
});

describe('an autoscaler with behavior', () => {
  const behavior = behaviorOf(
    { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
    { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 50, periodSeconds: 30 }] },
  );

  it('adds so many a period', () => {
    const hpa = createHpa(spec({ behavior }));
    let current = 2;
    const path = [15, 30, 45, 60, 75, 90].map((t) => (current = lookAt(hpa, t, current, 1000)));
    // Two at 15 s, and the next two when those are 60 s old.
    expect(path).toEqual([4, 4, 4, 4, 6, 6]);
    expect(hpa.reason).toBe('ScaleUpLimit');
  });

  it('removes half a period; what was added within it is no more to go from', () => {
    const fresh = createHpa(spec({ behavior }));
    expect([lookAt(fresh, 15, 12, 0.001), lookAt(fresh, 30, 6, 0.001), lookAt(fresh, 45, 6, 0.001)]).toEqual([
      6, 6, 3,
    ]);
    // 10 and 2 more, 15 s ago: half of the 10 that there were then.
    for (const [version, left] of [
      ['2026', 5],
      ['v1.21.5', 6],
    ] as const) {
      const hpa = createHpa(spec({ behavior }), { ...HPA_2026, version });
      expect(lookAt(hpa, 15, 10, 1000)).toBe(12);
      expect(lookAt(hpa, 30, 12, 0.001)).toBe(left);
    }
  });

  it('forgets an addition that is older than the rules up, though a rule down would still count it', () => {
    const rules = behaviorOf(
      { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] },
      { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 0, periodSeconds: 600 }] },
    );
    const hpa = createHpa(spec({ behavior: rules }));
    expect(lookAt(hpa, 15, 10, 1000)).toBe(14);
    // In the slot of the first, which is older than 15 s.
    expect(lookAt(hpa, 45, 14, 1000)).toBe(18);
    // 18 - 4: had the first been kept it would be 10.
    expect([lookAt(hpa, 60, 18, 0.001), hpa.reason]).toEqual([14, 'ScaleDownLimit']);
  });

  it('waits for the lowest of its window up', () => {
    const slow = behaviorOf({ stabilizationWindowSeconds: 60 }, undefined);
    const hpa = createHpa(spec({ behavior: slow }));
    expect([15, 30, 45, 60].map((t) => lookAt(hpa, t, 2, 30))).toEqual([2, 2, 2, 2]);
    expect([hpa.reason, hpa.able]).toEqual(['DesiredWithinRange', 'ScaleUpStabilized']);
    expect(lookAt(hpa, 75, 2, 30)).toBe(6);
  });
});

describe('bounds and zero', () => {
  it('goes back within its bounds at once, without a look at its metrics', () => {
    const hpa = createHpa(spec({ min: 3, max: 8, behavior: behaviorOf(undefined, undefined) }));
    expect([lookAt(hpa, 15, 12, 100), hpa.reason]).toEqual([8, 'TooManyReplicas']);
    expect([lookAt(hpa, 30, 1, 0), hpa.reason]).toEqual([3, 'TooFewReplicas']);
    expect([hpa.metrics[0].value, hpa.metrics[0].proposal]).toEqual([Number.NaN, Number.NaN]);
    // Both are changes to remember, and no recommendations.
    expect([hpa.events.removed.number[0], hpa.events.added.number[0]]).toEqual([4, 2]);
    expect(hpa.recommendations.count).toBe(1);
  });

  it('leaves a zero alone that is not its own', () => {
    const hpa = createHpa(spec({ metrics: [LATENCY] }));
    readPool(hpa.metrics[0], 3000, 0);
    expect([lookHpa(hpa, 15, 0), hpa.reason, hpa.able]).toEqual([0, 'ScalingDisabled', 'SucceededGetScale']);
  });

  it('comes back from its own zero by a value, to min at least, where the gate is open', () => {
    const open = { ...HPA_2026, scaleToZero: true };
    const hpa = createHpa(spec({ min: 0, metrics: [LATENCY], downscaleStabilizationSeconds: 0 }), open);
    readPool(hpa.metrics[0], 0, 2);
    lookHpa(hpa, 15, 2);
    expect([lookHpa(hpa, 30, 2), hpa.scaledToZero]).toEqual([0, true]);
    const raised = { ...hpa, spec: { ...hpa.spec, min: 5 } };
    readPool(hpa.metrics[0], 3000, 0);
    expect([lookHpa(hpa, 45, 0), hpa.scaledToZero]).toEqual([3, false]);
    expect(lookHpa(raised, 45, 0)).toBe(5);
    // One of pods cannot be read there.
    const ofPods = { ...createHpa(spec({ min: 0 }), open), scaledToZero: true };
    expect(lookAt(ofPods, 15, 0, 0)).toBe(0);
    expect(ofPods.reason).toBe('ScalingDisabled');
  });
});

describe('metrics that cannot be read', () => {
  const both = spec({ metrics: [OUTSTANDING, LATENCY], downscaleStabilizationSeconds: 0 });
  const look = (each: number, latency: number): readonly [number, string] => {
    const hpa = createHpa(both);
    readPool(hpa.metrics[1], latency, 4);
    lookAt(hpa, 15, 4, 6);
    return [lookAt(hpa, 45, 4, each), hpa.reason];
  };

  it('forbid a fall, not a rise', () => {
    expect(look(12, Number.NaN)).toEqual([8, 'DesiredWithinRange']);
    expect(look(3, Number.NaN)).toEqual([4, 'FailedGetExternalMetric']);
    expect(look(3, 500)).toEqual([2, 'DesiredWithinRange']);
  });

  it('change nothing where there is no other, and are named by the first', () => {
    const hpa = createHpa(both);
    readReplicas(hpa.metrics[0], 0, 0, 2, 2);
    expect([lookHpa(hpa, 15, 4), hpa.reason, hpa.able]).toEqual([
      4,
      'FailedGetPodsMetric',
      'SucceededGetScale',
    ]);
    expect(hpa.metrics.map(({ value, proposal }) => [value, proposal])).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ]);
  });
});

it('shrinks on overload where few of its replicas are ready and the metric is one value', () => {
  const hpa = createHpa(spec({ metrics: [LATENCY], downscaleStabilizationSeconds: 0 }));
  readPool(hpa.metrics[0], 1950, 1);
  lookHpa(hpa, 15, 3);
  expect([lookHpa(hpa, 30, 3), hpa.metrics[0].value, hpa.metrics[0].proposal]).toEqual([2, 1950, 2]);
});

it('counts in whole milli-units, rounded up, and knows what a float was meant to be', () => {
  expect([6, 0.07, 1.0001, 0.0004, 0, 1 / 3].map(milliUnits)).toEqual([6000, 70, 1001, 1, 0, 334]);
  expect(milliUnits(Number.NaN)).toBeNaN();
  const shares = [0.07, 0.57, 0.29, 1.1].map(
    (target) =>
      createHpa(spec({ metrics: [{ ...OUTSTANDING, metric: 'kvShare', target }] })).metrics[0].target,
  );
  expect(shares).toEqual([7, 57, 29, 110]);
});
