import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../sharedData.ts';
import { expectCounts, expectJobs, expectPool, expectRows } from '../fleetOracle/golden/expectGolden.ts';
import { readGoldenFleet } from '../fleetOracle/golden/golden.ts';
import { oracleFleet } from '../fleetOracle/oracleFleet.ts';
import { runFleet } from '../runFleet.ts';

/** Fleets of pools by themselves: controllers, start-ups, drains, failure drills. */
const BUILT = [
  '00-plain',
  '01-hpa-legacy-at-once',
  '02-hpa-legacy-pending',
  '03-hpa-legacy-missing',
  '04-hpa-legacy-stages',
  '05-hpa-behavior-down-pods',
  '06-hpa-behavior-up-percent',
  '07-hpa-behavior-disabled',
  '08-hpa-waiting',
  '09-hpa-per-pool',
  '10-hpa-busy-share',
  '11-hpa-kv-and-queue',
  '12-hpa-old-metrics',
  '13-hpa-tolerance',
  '14-drain-retry',
  '15-drain-resume',
  '16-drain-fail',
  '17-schedule-exact',
  '18-schedule-zero',
  '19-release',
  '25-failures-retry',
  '26-failures-resume',
  '27-failures-fail',
  '20-spot-counts-wait',
  '21-spot-counts-fallback',
  '22-spot-counts-fail',
  '23-spot-nodes-wait',
  '24-spot-nodes-fallback',
  '44-job',
  '45-job-fleet',
  '46-job-cap',
  '47-job-cap-instances',
];

/** Those that need what comes later, by what it is. */
const LEFT: readonly { readonly why: string; readonly numbers: readonly number[] }[] = [
  {
    why: 'routers, APIs, time-outs, caches, sessions, legs, and mixtures of them (issue 18)',
    numbers: [
      28,
      29,
      ...Array.from({ length: 14 }, (_, i) => 30 + i),
      ...Array.from({ length: 12 }, (_, i) => 48 + i),
    ],
  },
];

const FOLDERS = sharedData('fleet', 'golden');

describe.skipIf(FOLDERS === undefined)('golden fleets', () => {
  describe.each([
    {
      who: 'the oracle',
      run: async (...asked: Parameters<typeof runFleet>) => oracleFleet(...asked),
    },
    { who: 'the engine', run: runFleet },
  ])('$who', ({ run }) => {
    it.each(BUILT)('%s', async (name) => {
      const golden = readGoldenFleet(sharedData('fleet', 'golden', name) ?? '');
      const results = await run(golden.spec, golden.requests);
      expectRows(golden, results);
      expectJobs(golden, results);
      expectCounts(golden, results);
      results.forEach((pool, i) => expectPool(pool, golden.pools[i]));
    });
  });

  const told = LEFT.map(({ why, numbers }) => `${why}: ${numbers.join(', ')}`).join('; ');
  it(`leaves to later issues none but ${told}`, () => {
    const numbers = readdirSync(FOLDERS ?? '')
      .filter((name) => /^\d\d-/.test(name) && !BUILT.includes(name))
      .map((name) => Number(name.slice(0, 2)));
    expect(numbers).toEqual(LEFT.flatMap((left) => left.numbers).sort((a, b) => a - b));
  });
});
