import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMITTED_OR_ON_DEMAND, PAID_KINDS, type PaidHours, SPOT } from '../../../engine/usage/paidHours.ts';
import {
  closePaid,
  createPaidRecorder,
  type PaidRecorder,
  setPaid,
} from '../../../engine/usage/paidRecorder.ts';
import { sharedData } from '../../sharedData.ts';

const HOUR = 3600;
const golden = sharedData('fleet', 'golden');

/** seconds, rises, seconds short of a minute. */
type Figures = [number, number, number];

/** As the golden fleets write them: by hour, kind and level. */
function booked(paid: PaidHours, hours: number): Record<string, Record<string, Figures>>[] {
  const found: Record<string, Record<string, Figures>>[] = Array.from({ length: hours }, () => ({}));
  paid.hour.forEach((hour, row) => {
    const kind = PAID_KINDS[paid.kind[row]];
    found[hour][kind] ??= {};
    found[hour][kind][String(paid.level[row])] = [
      paid.seconds[row],
      paid.rises[row],
      paid.shortOfMinute[row],
    ];
  });
  return found;
}

function recorded(
  recorder: PaidRecorder,
  changes: readonly (readonly [number, number, number?])[],
): PaidRecorder {
  for (const [at, level, kind = COMMITTED_OR_ON_DEMAND] of changes) setPaid(recorder, kind, at, level);
  return recorder;
}

function rows(paid: PaidHours): number[][] {
  return [...paid.hour].map((hour, row) => [
    hour,
    paid.kind[row],
    paid.level[row],
    paid.seconds[row],
    paid.rises[row],
    paid.shortOfMinute[row],
    paid.shortOfHour[row],
  ]);
}

describe('what a pool pays by hour, kind and level', () => {
  it.skipIf(golden === undefined)('is that of an independent reference for every golden fleet', () => {
    let pools = 0;
    for (const name of readdirSync(golden as string)) {
      if (name.endsWith('.md')) continue;
      const expected = JSON.parse(readFileSync(join(golden as string, name, 'expected.json'), 'utf8')) as {
        horizonSeconds: number;
        pools: { id: string; booked: unknown[]; timeline: number[][] }[];
      };
      for (const pool of expected.pools) {
        const recorder = createPaidRecorder(0, expected.horizonSeconds / HOUR);
        for (const row of pool.timeline) {
          setPaid(recorder, COMMITTED_OR_ON_DEMAND, row[0], row[5]);
          setPaid(recorder, SPOT, row[0], row[6]);
        }
        const paid = closePaid(recorder, expected.horizonSeconds);
        expect(booked(paid, pool.booked.length), `${name}, ${pool.id}`).toEqual(pool.booked);
        pools++;
      }
    }
    expect(pools).toBeGreaterThan(60);
  });

  it('counts changes of one instant as their net', () => {
    const recorder = recorded(createPaidRecorder(0, 1), [
      [0, 3],
      [100, 1],
      [100, 5],
      [100, 3],
      [200, 2],
    ]);
    expect(rows(closePaid(recorder, HOUR))).toEqual([
      [0, 0, 1, 0, 1, 0, 0],
      [0, 0, 2, 3400, 1, 0, 0],
      [0, 0, 3, 200, 1, 0, 3400],
    ]);
  });

  it('splits seconds at hour borders, and books a short spell where it ends', () => {
    const recorder = recorded(createPaidRecorder(0, 3), [
      [3590, 1],
      [3610, 0],
      [7200, 2, SPOT],
    ]);
    expect(rows(closePaid(recorder, 3 * HOUR))).toEqual([
      [0, 0, 1, 10, 1, 0, 0],
      [1, 0, 1, 10, 0, 40, 3580],
      [2, 1, 1, 0, 1, 0, 0],
      [2, 1, 2, 3600, 1, 0, 0],
    ]);
  });

  it('remembers before its window when a spell began, and books nothing of that time', () => {
    const recorder = recorded(createPaidRecorder(24, 1), [
      [24 * HOUR - 1000, 2],
      [24 * HOUR - 50, 3],
      [24 * HOUR, 1],
    ]);
    expect(rows(closePaid(recorder, 25 * HOUR))).toEqual([
      [0, 0, 1, 3600, 0, 0, 0],
      [0, 0, 2, 0, 0, 0, 2600],
      [0, 0, 3, 0, 0, 10, 3550],
    ]);
  });

  it('books nothing at or after its end, and leaves what that cuts as long as it is', () => {
    const recorder = recorded(createPaidRecorder(0, 1), [
      [3580, 1],
      [3600, 0],
      [3610, 20],
      [7300, 0],
    ]);
    expect(rows(closePaid(recorder, HOUR))).toEqual([[0, 0, 1, 20, 1, 0, 0]]);
    expect(rows(closePaid(recorded(createPaidRecorder(0, 2), [[0, 1]]), 1800))).toEqual([
      [0, 0, 1, 1800, 1, 0, 0],
    ]);
  });

  it('has room for any level and any number of rows', () => {
    const changes = Array.from({ length: 400 }, (_, i): [number, number] => [
      i * 90,
      i % 2 === 0 ? i + 1 : 0,
    ]);
    const paid = closePaid(recorded(createPaidRecorder(0, 10), changes), 10 * HOUR);
    const sum = paid.level.reduce((all, level, row) => all + level * paid.seconds[row], 0);
    expect(sum).toBe(changes.reduce((all, [, level]) => all + level * 90, 0));
    expect(paid.level.reduce((most, level) => Math.max(most, level), 0)).toBe(399);
  });

  it('says by the shortfall what a minimum adds to the seconds', () => {
    // Spells of 20, 40 and 60 s, of which each is billed a minute.
    const recorder = recorded(createPaidRecorder(0, 1), [
      [0, 3],
      [20, 2],
      [40, 1],
      [60, 0],
    ]);
    const paid = closePaid(recorder, HOUR);
    const billed = paid.level.reduce(
      (all, level, row) => all + level * paid.seconds[row] + paid.shortOfMinute[row],
      0,
    );
    expect(billed).toBe(3 * 60);
  });
});
