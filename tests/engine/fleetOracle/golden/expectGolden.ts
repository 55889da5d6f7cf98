import { expect } from 'vitest';
import { PAID_KINDS } from '../../../../engine/usage/paidHours.ts';
import {
  type BookedHour,
  type BookedLevel,
  COUNTED,
  type FleetPoolResult,
  type Look,
} from '../fleetTypes.ts';
import type { GoldenFleet, GoldenPool, GoldenRow } from './golden.ts';

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

/** What was not completed has no pool, replica and times. */
function rowCells(row: GoldenRow): unknown[] {
  return [
    row.arrival,
    row.prompt,
    row.output,
    row.outcome,
    ...(row.outcome === 'completed' ? [row.pool, row.replica, row.start, row.firstToken, row.end] : []),
  ];
}

function expectSameRows(golden: GoldenFleet, workload: string, rows: GoldenRow[]): void {
  expectNear(
    rows.sort(byContent).map(rowCells),
    golden.rows
      .filter((row) => row.workload === workload)
      .sort(byContent)
      .map(rowCells),
    `rows of ${workload}`,
  );
}

/** Every request as it should be; what was not completed has its outcome alone. */
export function expectRows(golden: GoldenFleet, results: readonly FleetPoolResult[]): void {
  golden.workloads.forEach((workload, index) => {
    const pool = golden.spec.pools[index].id;
    const rows = golden.requests[index].map(
      (request, i): GoldenRow => ({ workload, pool, ...request, ...results[index].rows[i] }),
    );
    expectSameRows(golden, workload, rows);
  });
}

/** What became of jobs, and every item. */
export function expectJobs(golden: GoldenFleet, results: readonly FleetPoolResult[]): void {
  const jobs = results.flatMap((pool, index) =>
    pool.jobs.map((job) => ({ pool: golden.spec.pools[index].id, job })),
  );
  expectNear(
    jobs.map(({ job: { id, done, listed, reason = null, endedAt, owed = null } }) => [
      id,
      done,
      listed,
      reason,
      endedAt,
      owed,
    ]),
    golden.jobs.map(({ id, done, listed, reason, endedAt, owed }) => [
      id,
      done,
      listed,
      reason,
      endedAt,
      owed,
    ]),
    'jobs',
  );
  for (const { pool, job } of jobs) {
    const rows = job.items.map(
      ({ row, ...item }): GoldenRow => ({ workload: job.id, pool, ...item, ...row }),
    );
    expectSameRows(golden, job.id, rows);
  }
}

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

/** Kind, level and figures of what is paid in an hour; a kind or level of which nothing is to be said may be there or not. */
function saidOf(hour: GoldenPool['booked'][number]): unknown[][] {
  return Object.entries(hour).flatMap(([kind, levels]) =>
    Object.entries(levels)
      .filter(([, figures]) => figures.some((figure) => figure !== 0))
      .map(([level, figures]) => [kind, level, figures]),
  );
}

function goldenHour(hour: BookedHour): GoldenPool['booked'][number] {
  const ofLevels = (levels: readonly BookedLevel[]): Record<string, readonly number[]> =>
    Object.fromEntries(
      levels.map(({ seconds, rises, shortOfMinute }, i) => [`${i + 1}`, [seconds, rises, shortOfMinute]]),
    );
  return Object.fromEntries(PAID_KINDS.map((kind) => [kind, ofLevels(hour[kind])]));
}

/** Paid seconds, timeline, events, looks, cold starts and preemptions of a pool. */
export function expectPool(pool: FleetPoolResult, golden: GoldenPool): void {
  expectNear(
    pool.booked.map((hour) => saidOf(goldenHour(hour))),
    golden.booked.map(saidOf),
    `paid seconds of ${golden.id}`,
  );
  expectNear(pool.timeline, golden.timeline, `timeline of ${golden.id}`);
  expectNear(pool.events, golden.events, `events of ${golden.id}`);
  expectNear(withoutRepeats(pool.looks), golden.looks, `looks of ${golden.id}`);
  expectNear(pool.coldStartSeconds, golden.coldStartSeconds, `cold starts of ${golden.id}`);
  expect(pool.preemptions, `preemptions of ${golden.id}`).toBe(golden.preemptions);
}

/** What was counted, in all and by hour. */
export function expectCounts(golden: GoldenFleet, results: readonly FleetPoolResult[]): void {
  for (const what of COUNTED) {
    const sum = (ofPool: (pool: FleetPoolResult) => number): number =>
      results.reduce((total, pool) => total + ofPool(pool), 0);
    // Of all time they are told for what is no outcome of requests.
    if (what in golden.counts)
      expect(
        sum(({ counts }) => counts[what]),
        what,
      ).toBe(golden.counts[what]);
    // The engine counts by window.
    if (results.some(({ countsByHour }) => countsByHour.length === 0)) continue;
    golden.countsByHour.forEach((counts, hour) => {
      expect(
        sum(({ countsByHour }) => countsByHour[hour][what]),
        `${what} in hour ${hour}`,
      ).toBe(counts[what] ?? 0);
    });
  }
}
