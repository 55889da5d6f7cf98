import { expect, it } from 'vitest';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { planWindows } from '../../../engine/simulate.ts';
import { resolvedPool } from '../scenario/livingDocument.ts';
import { pooledSpec } from './pooledSpec.ts';

const DAY = 86_400;

/** The weekdays of January 2026 (from Thursday the 1st) by what they are apart by, one window a kind, as days from 0. */
function kinds(living: Partial<LivingSpec>): readonly (readonly number[])[] {
  const plain = pooledSpec({
    hours: 24 * 9,
    ratePerSecond: 0.05,
    fidelity: { mode: 'sample', daysPerMonth: 1, replications: 1, windows: 'days' },
  });
  const base = resolvedPool('failures: { repair: 1h, meanHours: 1000 }').living;
  if (base === undefined) throw new Error('it does not live');
  const spec: SimulationSpec = { ...plain, pools: [{ ...plain.pools[0], living: { ...base, ...living } }] };
  return planWindows(spec)
    .map(({ standsForHours }) => standsForHours.map((hour) => hour / 24))
    .sort(([a], [b]) => a - b)
    .filter(([day]) => ![2, 3].includes(day));
}

const ORDINARY = [0, 1, 4, 5, 6, 7, 8];
const counts = (...rows: readonly (readonly [number, number])[]) =>
  ({
    kind: 'counts',
    seconds: rows.map(([second]) => second),
    nodes: rows.map(([, nodes]) => nodes),
  }) as const;

it('days are alike where nothing is written', () => {
  expect(kinds({})).toEqual([ORDINARY]);
});

it('a day with a recorded change is apart, and so are days with other machines', () => {
  const stock = counts([0, 5], [4 * DAY, 5], [5 * DAY + 10, 0], [5 * DAY + 20, 5]);
  expect(kinds({ stock })).toEqual([[0, 1, 4, 6, 7, 8], [5]]);
  expect(kinds({ stock: counts([0, 5], [5 * DAY + 10, 2]) })).toEqual([[0, 1, 4], [5], [6, 7, 8]]);
  // At midnight, too.
  expect(kinds({ stock: counts([0, 5], [5 * DAY, 2]) })).toEqual([[0, 1, 4], [5], [6, 7, 8]]);
  // Before the first row there is nothing.
  expect(kinds({ stock: counts([5 * DAY + 1, 2]) })).toEqual([[0, 1, 4], [5], [6, 7, 8]]);
});

it('so with spot, by counts and by name', () => {
  const spot = (supply: NonNullable<LivingSpec['spot']>['supply']): Partial<LivingSpec> => ({
    spot: { onDemandReplicas: 0, noticeSeconds: 30, supply },
  });
  expect(kinds(spot(counts([0, 5], [5 * DAY + 10, 2])))).toEqual([[0, 1, 4], [5], [6, 7, 8]]);
  expect(
    kinds(
      spot({
        kind: 'nodes',
        seconds: [0, 0, DAY, 6 * DAY + 5, 7 * DAY + 5],
        node: [0, 1, 1, 0, 0],
        isThere: [true, true, true, false, true],
      }),
    ),
    // One that comes back is the youngest from then on.
  ).toEqual([[0, 1, 4, 5], [6], [7], [8]]);
});

it('borders of what is reserved are days of their own, and apart is what stands between them', () => {
  const reserved = (kind: 'reservation' | 'capacity-block', from: number, until: number) => ({
    reserved: [{ kind, nodes: 1, fromSecond: from * DAY, untilSecond: until * DAY, hasOwnPrice: true }],
  });
  expect(kinds(reserved('reservation', 4.5, 7.5))).toEqual([[0, 1, 8], [4], [5, 6], [7]]);
  // It begins and ends at midnight.
  expect(kinds(reserved('reservation', 4, 7))).toEqual([[0, 1, 8], [4], [5, 6], [7]]);
  // Its machines have notice and are gone the day before.
  expect(kinds(reserved('capacity-block', 4.5, 7))).toEqual([[0, 1, 8], [4], [5], [6], [7]]);
  expect(kinds(reserved('reservation', -1, Number.POSITIVE_INFINITY))).toEqual([ORDINARY]);
});

it('a rollout’s day stands for itself', () => {
  const part = { share: 0.25 };
  expect(
    kinds({ rollout: { seconds: [5 * DAY + 3600, 7 * DAY + 3600], surge: part, unavailable: part } }),
  ).toEqual([[0, 1, 4, 6, 8], [5], [7]]);
});
