import fc from 'fast-check';
import type { CapPriceSpec, JobCapSpec } from '../../../../engine/scenario/jobs/jobSpec.ts';
import type { FleetJob } from '../fleetTypes.ts';

/** Random jobs of one pool. Prices are powers of two, so that sums of them are exact, and some stops fall on the grid. */

const A_THOUSANDTH = 2 ** -10;

const capPrices: fc.Arbitrary<CapPriceSpec> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      pricePerUnitSecond: fc.constantFrom(A_THOUSANDTH, A_THOUSANDTH, A_THOUSANDTH / 4),
      gpusPerUnit: fc.constantFrom(1, 1, 2, 8),
      minimumSeconds: fc.constantFrom(0, 60, 60, 3600),
    }),
  },
  {
    weight: 1,
    // What is still to pay of a minimum would be more from an hour on that is dearer.
    arbitrary: fc.record({
      pricePerUnitSecond: fc.constantFrom(
        [A_THOUSANDTH],
        [A_THOUSANDTH, 2 * A_THOUSANDTH],
        [A_THOUSANDTH, 0, A_THOUSANDTH],
      ),
      gpusPerUnit: fc.constantFrom(1, 4),
      minimumSeconds: fc.constant(0),
    }),
  },
);

const caps: fc.Arbitrary<JobCapSpec> = fc.record({
  amount: fc.constantFrom(30, 75, 187.5, 400, 1000, 15_000).map((seconds) => seconds * A_THOUSANDTH),
  byKind: fc.tuple(capPrices, capPrices),
});

function randomJob(busyFrom: number): fc.Arbitrary<Omit<FleetJob['job'], 'pool' | 'id' | 'items'>> {
  return fc
    .record({
      step: fc.integer({ min: -1, max: 20 }),
      everySeconds: fc.constantFrom(undefined, undefined, 86_400, 1200),
      inFlight: fc.constantFrom(1, 2, 5, 12),
      checkpoint: fc.constantFrom(undefined, 1, 3, 10),
      fleet: fc.constantFrom(undefined, 'while-running' as const, 'while-running' as const),
      cap: fc.option(caps, { nil: undefined, freq: 2 }),
    })
    .map(({ step, everySeconds, inFlight, checkpoint, fleet, cap }) => ({
      firstSecond: Math.max(0, busyFrom + 7.5 * step),
      inFlight,
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(everySeconds === undefined || fleet !== undefined ? {} : { everySeconds }),
      ...(fleet === undefined ? {} : { fleet }),
      ...(fleet === undefined || cap === undefined ? {} : { cap }),
    }));
}

const itemLists: fc.Arbitrary<FleetJob['items']> = fc
  .record({
    longest: fc.constantFrom(4, 40, 200),
    items: fc.array(
      fc.record({ prompt: fc.integer({ min: 1, max: 100 }), output: fc.integer({ min: 1, max: 200 }) }),
      { minLength: 1, maxLength: 60, size: 'max' },
    ),
  })
  .map(({ longest, items }) =>
    items.map(({ prompt, output }) => ({ prompt, output: Math.min(output, longest) })),
  );

/** All of the pool of index 0. One that brings its replicas along is its pool's only one. */
export function randomJobs(busyFrom: number): fc.Arbitrary<readonly FleetJob[]> {
  return fc.array(fc.record({ job: randomJob(busyFrom), items: itemLists }), { maxLength: 2 }).map((all) => {
    const fleet = all.find(({ job }) => job.fleet !== undefined);
    return (fleet === undefined ? all : [fleet]).map(({ job, items }, i) => ({
      job: { ...job, id: `job-${i}`, pool: 0, items: items.length },
      items,
    }));
  });
}
