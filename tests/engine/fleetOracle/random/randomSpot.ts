import fc from 'fast-check';
import type {
  SpotSpec,
  SpotSupply,
  TracedSupply,
} from '../../../../engine/scenario/living/capacity/capacitySpec.ts';

/** Random markets, whose rows are on the grid of everything else: multiples of 7.5 seconds from `busyFrom` on. */

function at(busyFrom: number, step: number): number {
  return busyFrom + 7.5 * step;
}

/** From second 0 on there is something, or nothing yet. */
function randomCounts(busyFrom: number): fc.Arbitrary<TracedSupply> {
  return fc
    .record({
      first: fc.nat(6),
      rows: fc.uniqueArray(fc.record({ step: fc.integer({ min: 1, max: 40 }), nodes: fc.nat(6) }), {
        maxLength: 12,
        selector: ({ step }) => step,
      }),
    })
    .map(({ first, rows }) => {
      const sorted = [...rows].sort((a, b) => a.step - b.step);
      return {
        kind: 'counts',
        seconds: [0, ...sorted.map(({ step }) => at(busyFrom, step))],
        nodes: [first, ...sorted.map(({ nodes }) => nodes)],
      };
    });
}

/** Each node comes at 0 or later, and then goes and comes. Nodes are numbered in order of first mention. */
function randomNodes(busyFrom: number): fc.Arbitrary<TracedSupply> {
  return fc
    .array(
      fc.record({
        isThereAtStart: fc.boolean(),
        steps: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((all) => {
      const rows = all
        .flatMap(({ isThereAtStart, steps }, name) => {
          const changes = [...steps].sort((a, b) => a - b).map((step) => at(busyFrom, step));
          return [...(isThereAtStart ? [0] : []), ...changes].map((second, i) => ({
            second,
            name,
            isThere: i % 2 === 0,
          }));
        })
        .sort((a, b) => a.second - b.second);
      const names = [...new Set(rows.map(({ name }) => name))];
      return {
        kind: 'nodes',
        seconds: rows.map(({ second }) => second),
        node: rows.map(({ name }) => names.indexOf(name)),
        isThere: rows.map(({ isThere }) => isThere),
      };
    });
}

/** By counts or by nodes, of spot or of anything else. */
export function randomTraces(busyFrom: number): fc.Arbitrary<TracedSupply> {
  return fc.oneof(randomCounts(busyFrom), randomNodes(busyFrom));
}

const fixedLives: fc.Arbitrary<SpotSupply> = fc.constantFrom(67.5, 120, 600).map((value) => ({
  kind: 'lives',
  life: { type: 'fixed', value },
  together: 0,
  zones: 1,
}));

export function randomSpot(busyFrom: number): fc.Arbitrary<SpotSpec> {
  return fc
    .record({
      onDemandReplicas: fc.constantFrom(0, 0, 1, 2),
      noticeSeconds: fc.constantFrom(0, 2.5, 7.5, 30, 120),
      returnAfterSeconds: fc.constantFrom(undefined, 0, 7.5, 22.5, 60),
      supply: fc.oneof(
        { weight: 3, arbitrary: randomCounts(busyFrom) },
        { weight: 3, arbitrary: randomNodes(busyFrom) },
        { weight: 1, arbitrary: fixedLives },
      ),
    })
    .map(({ returnAfterSeconds, ...spot }) => ({
      ...spot,
      ...(returnAfterSeconds === undefined ? {} : { returnAfterSeconds }),
    }));
}
