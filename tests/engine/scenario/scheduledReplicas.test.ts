import { describe, expect, it } from 'vitest';
import {
  nextScheduleEntry,
  scheduledReplicas,
} from '../../../engine/scenario/living/autoscale/scheduledReplicas.ts';
import type { ScheduleSpec } from '../../../engine/scenario/living/livingSpec.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A Thursday. */
const NEW_YEAR = Date.UTC(2026, 0, 1) / 1000;
const THURSDAY = 3 * DAY;

function schedule(
  mode: ScheduleSpec['mode'],
  ...entries: readonly (readonly [number, number])[]
): ScheduleSpec {
  return {
    kind: 'schedule',
    mode,
    entries: entries.map(([secondOfWeek, replicas]) => ({ secondOfWeek, replicas })),
  };
}

describe('a schedule that is exact', () => {
  const office = schedule('exact', [7 * HOUR, 8], [19 * HOUR, 2], [THURSDAY + 60, 5], [5 * DAY, 1]);
  const at = (second: number): number => scheduledReplicas(office, NEW_YEAR, 99, second);

  it('wants the number of the entry in force, from its very instant on', () => {
    expect([0, 59.999, 60, DAY].map(at)).toEqual([2, 2, 5, 5]);
    expect([2 * DAY - 1, 2 * DAY].map(at)).toEqual([5, 1]);
  });

  it('has the last entry of the week before in force until the week’s first', () => {
    const monday = 4 * DAY;
    expect([monday, monday + 7 * HOUR - 1, monday + 7 * HOUR, monday + 19 * HOUR].map(at)).toEqual([
      1, 1, 8, 2,
    ]);
    // Weeks before the horizon, which windows warm up in, and after it.
    expect([-THURSDAY, 7 * HOUR - THURSDAY, 60 - WEEK, 60 + 150 * WEEK].map(at)).toEqual([1, 8, 5, 5]);
  });

  it('knows every instant at which it changes, each once', () => {
    const instants: number[] = [];
    for (let i = 0, t = -WEEK; i < 9; i++) instants.push((t = nextScheduleEntry(office, NEW_YEAR, t)));
    const week = [60, 2 * DAY, 4 * DAY + 7 * HOUR, 4 * DAY + 19 * HOUR];
    const weeks = [-WEEK, 0, WEEK].flatMap((shift) => week.map((second) => second + shift));
    expect(instants).toEqual(weeks.slice(0, 9));
    for (const t of instants) {
      expect(nextScheduleEntry(office, NEW_YEAR, t - 1e-6)).toBe(t);
      expect(at(t - 1e-6)).not.toBe(at(t));
    }
  });
});

it('has one entry in force for ever, and again every week', () => {
  const one = schedule('exact', [DAY, 3]);
  expect([0, 5 * DAY, 80 * WEEK].map((t) => scheduledReplicas(one, NEW_YEAR, 9, t))).toEqual([3, 3, 3]);
  expect(nextScheduleEntry(one, NEW_YEAR, 0)).toBe(5 * DAY);
  expect(nextScheduleEntry(one, NEW_YEAR, 5 * DAY)).toBe(12 * DAY);
});

describe('a schedule that is a minimum', () => {
  const rising = schedule('minimum', [THURSDAY + 60, 4], [THURSDAY + 120, 2], [4 * DAY, 7], [6 * DAY, 3]);
  const at = (start: number, second: number): number => scheduledReplicas(rising, NEW_YEAR, start, second);

  it('raises the number of the start, and never lowers it', () => {
    const instants = [0, 60, 120, DAY, 3 * DAY, 10 * WEEK];
    expect(instants.map((t) => at(1, t))).toEqual([3, 4, 4, 7, 7, 7]);
    expect(instants.map((t) => at(5, t))).toEqual([5, 5, 5, 7, 7, 7]);
    expect(instants.map((t) => at(9, t))).toEqual([9, 9, 9, 9, 9, 9]);
  });

  it('has nothing to keep before the start, where windows warm up', () => {
    // The Saturday and the Tuesday before.
    expect([at(1, -5 * DAY), at(1, -2 * DAY), at(1, 0)]).toEqual([7, 3, 3]);
  });

  it('is the most of every entry since the start, counted one by one', () => {
    let most = scheduledReplicas({ ...rising, mode: 'exact' }, NEW_YEAR, 0, 0);
    for (let i = 0, t = 0; i < 9; i++, t = nextScheduleEntry(rising, NEW_YEAR, t)) {
      most = Math.max(most, scheduledReplicas({ ...rising, mode: 'exact' }, NEW_YEAR, 0, t));
      expect(at(0, t)).toBe(most);
    }
  });
});
