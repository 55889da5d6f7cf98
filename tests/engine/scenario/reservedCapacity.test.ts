import { expect, it } from 'vitest';
import { beyondWanted } from '../../../engine/scenario/living/beyondWanted.ts';
import { replicaRange, wantedRange } from '../../../engine/scenario/living/replicaRange.ts';
import { canBeGone } from '../../../engine/scenario/living/capacity/canBeGone.ts';
import { canBeShort } from '../../../engine/scenario/living/capacity/canBeShort.ts';
import { resolvedPool } from './livingDocument.ts';

const HOUR = 3600;

it('reservations and blocks are on the horizon’s clock, in the document’s order', () => {
  const { living } = resolvedPool(`capacity: [
    { kind: capacity-block, nodes: 2, from: 2025-12-31T22:00, until: 2026-01-01T02:00Z, price: { perGpuHour: 4.9 } },
    { kind: reservation, nodes: 3 },
    { kind: reservation, nodes: 1, from: "2026-01-01T02:00+01:00", price: { discount: 20% } }]`);
  expect(living?.reserved).toEqual([
    { kind: 'capacity-block', nodes: 2, fromSecond: -2 * HOUR, untilSecond: 2 * HOUR, hasOwnPrice: true },
    {
      kind: 'reservation',
      nodes: 3,
      fromSecond: 0,
      untilSecond: Number.POSITIVE_INFINITY,
      hasOwnPrice: false,
    },
    {
      kind: 'reservation',
      nodes: 1,
      fromSecond: HOUR,
      untilSecond: Number.POSITIVE_INFINITY,
      hasOwnPrice: true,
    },
  ]);
  expect(living?.spot).toBeUndefined();
});

it('a stock is what is recorded of machines on demand, with spot or without', () => {
  const stock =
    'kind: on-demand, interruptions: { nodes: [{ second: 0, node: a, isThere: true }, { second: 5, node: b, isThere: true }, { second: 9, node: a, isThere: false }] }';
  const recorded = { kind: 'nodes', seconds: [0, 5, 9], node: [0, 1, 0], isThere: [true, true, false] };
  expect(resolvedPool(`capacity: [{ ${stock} }]`).living?.stock).toEqual(recorded);
  const both = resolvedPool(
    `capacity: [{ ${stock}, replicas: 2 }, { kind: spot, interruptions: { preset: calm } }]`,
  );
  expect(both.living?.stock).toEqual(recorded);
  expect(both.living?.spot?.onDemandReplicas).toBe(2);
});

it('rollouts are in order, once each, by a quarter as Kubernetes has it', () => {
  const rollout = (keys: string) => resolvedPool(`rollout: { ${keys} }`).living?.rollout;
  expect(rollout('at: 2026-01-01T10:00')).toEqual({
    seconds: [10 * HOUR],
    surge: { share: 0.25 },
    unavailable: { share: 0.25 },
  });
  expect(
    rollout('at: [2026-01-01T10:00, 2026-01-01, 2026-01-01T10:00Z], surge: 0, unavailable: "50%"'),
  ).toEqual({ seconds: [0, 10 * HOUR], surge: { replicas: 0 }, unavailable: { share: 0.5 } });
});

it('a pool lives with any of it, and by none of it', () => {
  expect(resolvedPool('warmStandby: 2').living?.warmStandby).toBe(2);
  expect(resolvedPool('warmStandby: 0').living).toBeUndefined();
  expect(resolvedPool('capacity: [{ kind: on-demand }]').living).toBeUndefined();
});

it('there may be more replicas than are wanted: those that stand by, and those of a rollout', () => {
  const pool = resolvedPool(
    'autoscale: { kind: schedule, schedule: [{ from: "Mon 00:00", replicas: 1 }, { from: "Tue 00:00", replicas: 6 }] }, warmStandby: 2, rollout: { at: 2026-01-01 }',
  );
  expect(wantedRange(pool)).toEqual({ least: 1, most: 6 });
  // A quarter of eight.
  expect(replicaRange(pool)).toEqual({ least: 1, most: 10 });
  expect(
    beyondWanted({ rollout: { seconds: [0], surge: { share: 0.25 }, unavailable: { share: 0.25 } } }, 5),
  ).toBe(2);
  expect(
    beyondWanted({ rollout: { seconds: [0], surge: { replicas: 3 }, unavailable: { share: 0 } } }, 5),
  ).toBe(3);
  expect(beyondWanted({}, 5)).toBe(0);
});

it('a block is taken away, a reservation is not, and a stock may leave a pool short', () => {
  const gone = (pool: string) => [canBeGone(resolvedPool(pool)), canBeShort(resolvedPool(pool))];
  expect(gone('capacity: [{ kind: reservation, nodes: 1 }]')).toEqual([false, false]);
  expect(
    gone(
      'capacity: [{ kind: capacity-block, nodes: 1, from: 2026-01-01, until: 2026-01-02, price: { perGpuHour: 1 } }]',
    ),
  ).toEqual([true, true]);
  expect(
    gone('capacity: [{ kind: on-demand, interruptions: { counts: [{ second: 0, nodes: 1 }] } }]'),
  ).toEqual([false, true]);
  expect(gone('capacity: [{ kind: spot, interruptions: { preset: calm } }]')).toEqual([true, true]);
});
