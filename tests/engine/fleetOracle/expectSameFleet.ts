import { expect } from 'vitest';
import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import type { FleetPoolResult, FleetRow, TimelineRow } from './fleetTypes.ts';

/** Instants this close are the same: relative, absolute below a second. */
const NEAR = 1e-9;
const HOUR_SECONDS = 3600;

/**
 * Rows, jobs, payments and counts of a pool are those of another program's, and of a living one its timeline, events, looks and
 * cold starts.
 */
export function expectSameFleet(actual: FleetPoolResult, expected: FleetPoolResult, isLiving: boolean): void {
  const cells = ({
    rows,
    jobs,
    booked,
    timeline,
    events,
    looks,
    counts,
    preemptions,
    coldStartSeconds,
  }: FleetPoolResult) => ({
    rows: rows.map(rowCells),
    jobs: jobs.map(({ items, ...job }) => ({
      ...job,
      items: items.map(({ arrival, row }) => [arrival, rowCells(row)]),
    })),
    // Levels of which nothing is to be said may be there or not.
    booked: booked.map((hour) =>
      PAID_KINDS.map((kind) =>
        hour[kind]
          .map(({ seconds, rises, shortOfMinute, shortOfHour }, i) => [
            i + 1,
            seconds,
            rises,
            shortOfMinute,
            shortOfHour,
          ])
          .filter((level) => level.slice(1).some((figure) => figure !== 0)),
      ),
    ),
    counts,
    preemptions,
    ...(isLiving && {
      timeline: unpaidAfter(HOUR_SECONDS * booked.length, timeline),
      events,
      looks: looks.map((look) => [look.at, look.current, look.desired, look.reason, look.readings]),
      coldStartSeconds,
    }),
  });
  const want = cells(expected);
  expect(aligned(cells(actual), want)).toEqual(want);
}

/** What was not completed has its outcome alone. */
function rowCells({ outcome, replica, start, firstToken, end }: FleetRow): unknown {
  return outcome === 'completed' ? [replica, start, firstToken, end] : outcome;
}

/** What is paid after the horizon is booked by nobody: a release while the last requests end need not be seen. */
function unpaidAfter(horizon: number, timeline: readonly TimelineRow[]): readonly (readonly number[])[] {
  return timeline
    .map((row): readonly number[] => (row[0] <= horizon ? row : row.slice(0, -2)))
    .filter(
      (row, i, rows) => row[0] <= horizon || row.slice(1).some((value, c) => value !== rows[i - 1]?.[c + 1]),
    );
}

/** The first with numbers that are near those of the second made the same, so that a difference shows where it is. */
function aligned(actual: unknown, expected: unknown): unknown {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= NEAR * Math.max(1, Math.abs(expected)) ? expected : actual;
  }
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.map((one, i) => aligned(one, expected[i]));
  if (isRecord(actual) && isRecord(expected)) {
    return Object.fromEntries(Object.entries(actual).map(([key, one]) => [key, aligned(one, expected[key])]));
  }
  return actual;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
