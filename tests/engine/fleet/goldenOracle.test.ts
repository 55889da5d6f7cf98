import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../sharedData.ts';
import { COUNTED, type FleetPoolResult, type Look } from '../fleetOracle/fleetTypes.ts';
import { type GoldenFleet, type GoldenPool, type GoldenRow, readGoldenFleet } from '../fleetOracle/golden.ts';
import { oracleFleet } from '../fleetOracle/oracleFleet.ts';

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
  '17-schedule-exact',
  '18-schedule-zero',
  '19-release',
  '25-failures-retry',
  '26-failures-resume',
];

/** Those that need what comes later, by what it is. */
const LEFT: readonly { readonly why: string; readonly numbers: readonly number[] }[] = [
  { why: 'spot capacity and its traces (issue 17)', numbers: [20, 21, 22, 23, 24] },
  { why: 'jobs (issue 17)', numbers: [44, 45, 46, 47] },
  { why: 'retries of clients (issue 18)', numbers: [16, 27] },
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

/** Equal as the golden fleets' own page says: relative, absolute below a second. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

/** Both lists with numbers that are near each other made the same, for a comparison that shows where they part. */
function expectNear(actual: unknown, expected: unknown, where: string): void {
  const align = (a: unknown, e: unknown): unknown => {
    if (typeof a === 'number' && typeof e === 'number') return isNear(a, e) ? e : a;
    if (Array.isArray(a) && Array.isArray(e)) return a.map((one, i) => align(one, e[i]));
    return a;
  };
  expect(align(actual, expected), where).toEqual(expected);
}

function byContent(a: GoldenRow, b: GoldenRow): number {
  return (
    a.arrival - b.arrival ||
    a.prompt - b.prompt ||
    a.output - b.output ||
    a.start - b.start ||
    a.replica - b.replica ||
    a.end - b.end
  );
}

function expectRows(golden: GoldenFleet, results: readonly FleetPoolResult[]): void {
  golden.workloads.forEach((workload, index) => {
    const rows = golden.requests[index].map(({ arrival, prompt, output }, i): GoldenRow => {
      const { replica, start, firstToken, end, outcome } = results[index].rows[i];
      const pool = golden.spec.pools[index].id;
      return { workload, pool, replica, arrival, prompt, output, start, firstToken, end, outcome };
    });
    // What was not completed has no pool, replica and times.
    const cells = (row: GoldenRow): unknown[] => [
      row.arrival,
      row.prompt,
      row.output,
      row.outcome,
      ...(row.outcome === 'completed' ? [row.pool, row.replica, row.start, row.firstToken, row.end] : []),
    ];
    expectNear(
      rows.sort(byContent).map(cells),
      golden.rows
        .filter((row) => row.workload === workload)
        .sort(byContent)
        .map(cells),
      `rows of ${workload}`,
    );
  });
}

const KIND = 'committed-or-on-demand';

/** One that repeats the look before it in everything but its instant is left out there. */
function withoutRepeats(looks: readonly Look[]): unknown[][] {
  const cells = looks.map(({ at, current, desired, reason, readings }) => [
    at,
    current,
    desired,
    reason,
    readings.map(([value, proposal]) => [value ?? null, proposal ?? null]),
  ]);
  return cells.filter(
    (look, i) => i === 0 || JSON.stringify(look.slice(1)) !== JSON.stringify(cells[i - 1].slice(1)),
  );
}

function expectPool(pool: FleetPoolResult, golden: GoldenPool): void {
  pool.booked.forEach((levels, hour) => {
    expect(Object.keys(golden.booked[hour]), `kinds of ${golden.id}`).toEqual([KIND]);
    expectNear(
      levels.map(({ seconds, rises, shortOfMinute }, i) => [`${i + 1}`, [seconds, rises, shortOfMinute]]),
      Object.entries(golden.booked[hour][KIND]),
      `paid seconds of ${golden.id}`,
    );
  });
  expectNear(
    pool.timeline.map((row) => [...row, 0]),
    golden.timeline,
    `timeline of ${golden.id}`,
  );
  expectNear(
    pool.events.map((event) => [...event, KIND]),
    golden.events,
    `events of ${golden.id}`,
  );
  expectNear(withoutRepeats(pool.looks), golden.looks, `looks of ${golden.id}`);
  expectNear(pool.coldStartSeconds, golden.coldStartSeconds, `cold starts of ${golden.id}`);
  expect(pool.preemptions, `preemptions of ${golden.id}`).toBe(golden.preemptions);
}

function expectCounts(golden: GoldenFleet, results: readonly FleetPoolResult[]): void {
  for (const what of COUNTED) {
    const sum = (ofPool: (pool: FleetPoolResult) => number): number =>
      results.reduce((total, pool) => total + ofPool(pool), 0);
    // Of all time they are told for what is no outcome of requests.
    if (what in golden.counts)
      expect(
        sum(({ counts }) => counts[what]),
        what,
      ).toBe(golden.counts[what]);
    golden.countsByHour.forEach((counts, hour) => {
      expect(
        sum(({ countsByHour }) => countsByHour[hour][what]),
        `${what} in hour ${hour}`,
      ).toBe(counts[what] ?? 0);
    });
  }
}

const FOLDERS = sharedData('fleet', 'golden');

describe.skipIf(FOLDERS === undefined)('the fleet oracle against golden fleets', () => {
  it.each(BUILT)('%s', (name) => {
    const golden = readGoldenFleet(sharedData('fleet', 'golden', name) ?? '');
    const results = oracleFleet(golden.spec, golden.requests);
    expectRows(golden, results);
    expectCounts(golden, results);
    results.forEach((pool, i) => expectPool(pool, golden.pools[i]));
  });

  const told = LEFT.map(({ why, numbers }) => `${why}: ${numbers.join(', ')}`).join('; ');
  it(`leaves to later issues none but ${told}`, () => {
    const numbers = readdirSync(FOLDERS ?? '')
      .filter((name) => /^\d\d-/.test(name) && !BUILT.includes(name))
      .map((name) => Number(name.slice(0, 2)));
    expect(numbers).toEqual(LEFT.flatMap((left) => left.numbers).sort((a, b) => a - b));
  });
});
