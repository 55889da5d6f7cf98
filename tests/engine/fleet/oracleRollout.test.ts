import { describe, expect, it } from 'vitest';
import { newToRequest, oldToGo, rolloutParts } from '../fleetOracle/rolloutNumbers.ts';

/**
 * The oracle's rolling update, whose rules are those of kubernetes/kubernetes, pkg/controller/deployment/rolling.go (at 95f08499d652), against
 * upstream's tables: rolling_test.go beside it (at 00bdb3fade2e) and util/deployment_util_test.go (at 977e6e96df24), Apache License 2.0. Left
 * out: a new set that is scaled down, which is not a matter of numbers alone (rolloutByHand.test.ts); strategies other than RollingUpdate, and
 * texts that are no share.
 */
describe('the oracle’s rollouts against upstream’s tables', () => {
  it.each([
    { asked: 10, surge: 0, old: 10, fresh: 0, expected: 0 },
    { asked: 10, surge: 2, old: 10, fresh: 0, expected: 2 },
    { asked: 10, surge: 2, old: 5, fresh: 0, expected: 7 },
    { asked: 10, surge: 2, old: 10, fresh: 2, expected: 2 },
  ])('reconcileNewReplicaSet: $old old and $fresh new of $asked, surge $surge', (row) => {
    const { asked, surge, old, fresh, expected } = row;
    expect(fresh + newToRequest(asked, surge, old + fresh, fresh)).toBe(expected);
  });

  it.each([
    { name: 'can not scale up - to newRSReplicas', asked: 1, fresh: 5, surge: 1, expected: 5 },
    { name: 'scale up - to depReplicas', asked: 6, fresh: 2, surge: 10, expected: 6 },
  ])('NewRSNewReplicas: $name', ({ asked, fresh, surge, expected }) => {
    // Of all there are five.
    expect(fresh + newToRequest(asked, surge, 5, fresh)).toBe(expected);
  });

  it.each([
    { unavailable: 0, old: 10, fresh: 0, oldReady: 10, freshReady: 0, expected: 9 },
    { unavailable: 2, old: 10, fresh: 0, oldReady: 10, freshReady: 0, expected: 8 },
    { unavailable: 2, old: 10, fresh: 0, oldReady: 8, freshReady: 0, expected: 8 },
    { unavailable: 2, old: 10, fresh: 0, oldReady: 9, freshReady: 0, expected: 8 },
    { unavailable: 2, old: 8, fresh: 2, oldReady: 8, freshReady: 0, expected: 8 },
  ])('reconcileOldReplicaSets: $oldReady of $old old ones ready, $unavailable may be unavailable', (row) => {
    const { old, fresh, oldReady, freshReady, expected } = row;
    const parts = rolloutParts({ surge: { replicas: 0 }, unavailable: { replicas: row.unavailable } }, 10);
    const { ready, notReady } = oldToGo(
      10,
      parts.unavailable,
      { ready: oldReady, notReady: old - oldReady },
      { ready: freshReady, notReady: fresh - freshReady },
    );
    expect(old - ready - notReady).toBe(expected);
  });

  it.each([
    { notReady: 2, most: 1, expected: 1 },
    { notReady: 2, most: 3, expected: 2 },
    { notReady: 2, most: 0, expected: 0 },
    { notReady: 0, most: 3, expected: 0 },
  ])('cleanupUnhealthyReplicas: $notReady not ready, at most $most', ({ notReady, most, expected }) => {
    // Ten old ones, of which so many less than are asked for may go.
    const unavailable = 0;
    expect(oldToGo(10 - most, unavailable, { ready: 10 - notReady, notReady }, NOBODY).notReady).toBe(
      expected,
    );
  });

  it.each([
    { unavailable: 0, ready: 10, old: 10, expected: 9 },
    { unavailable: 2, ready: 10, old: 10, expected: 8 },
    { unavailable: 2, ready: 8, old: 10, expected: 10 },
    { unavailable: 2, ready: 10, old: 0, expected: 0 },
    { unavailable: 2, ready: 1, old: 10, expected: 10 },
  ])(
    'scaleDownOldReplicaSetsForRollingUpdate: $ready ready, $old old, $unavailable may be unavailable',
    (row) => {
      const parts = rolloutParts({ surge: { replicas: 0 }, unavailable: { replicas: row.unavailable } }, 10);
      const oldReady = Math.min(row.ready, row.old);
      const { ready } = oldToGo(
        10,
        parts.unavailable,
        { ready: oldReady, notReady: row.old - oldReady },
        { ready: row.ready - oldReady, notReady: 0 },
      );
      expect(row.old - ready).toBe(row.expected);
    },
  );

  it('ResolveFenceposts: both 0 are 1 unavailable, and 39% of 10 are 4 above and 3 below', () => {
    const parts = (share: number, asked: number) =>
      rolloutParts({ surge: { share }, unavailable: { share } }, asked);
    expect(parts(0, 10)).toEqual({ surge: 0, unavailable: 1 });
    // Upstream's 1 of 0 is capped by MaxUnavailable.
    expect(parts(0, 0)).toEqual({ surge: 0, unavailable: 0 });
    expect(parts(0.39, 10)).toEqual({ surge: 4, unavailable: 3 });
    // A product that misses a whole number by its last bit is that number.
    expect(parts(0.07, 100)).toEqual({ surge: 7, unavailable: 7 });
  });
});

const NOBODY = { ready: 0, notReady: 0 };
