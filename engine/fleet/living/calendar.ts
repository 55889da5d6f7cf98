import { widened } from '../../serving/widened.ts';

/** Dated events: a binary heap by instant, kind and whom it concerns, in typed arrays. */
export interface Calendar {
  size: number;
  time: Float64Array;
  /** Kind and subject in one exact float. */
  rank: Float64Array;
  /** Which replica (or look) it concerns. */
  subject: Int32Array;
  /** Which life of that replica: an event of an earlier one is void. */
  life: Int32Array;
}

const FIRST_CAPACITY = 64;
const PER_KIND = 2 ** 32;

export function createCalendar(): Calendar {
  return {
    size: 0,
    time: new Float64Array(FIRST_CAPACITY),
    rank: new Float64Array(FIRST_CAPACITY),
    subject: new Int32Array(FIRST_CAPACITY),
    life: new Int32Array(FIRST_CAPACITY),
  };
}

/** Adds an event of a kind (eventKinds.ts) at an instant, seconds. Infinity is never. */
export function addEvent(calendar: Calendar, time: number, kind: number, subject = 0, life = 0): void {
  if (time === Number.POSITIVE_INFINITY) return;
  if (calendar.size === calendar.time.length) grow(calendar);
  place(calendar, calendar.size++, time, kind * PER_KIND + subject, subject, life);
}

/** Instant of the next event; Infinity where there is none. */
export function nextEventSeconds(calendar: Calendar): number {
  return calendar.size === 0 ? Number.POSITIVE_INFINITY : calendar.time[0];
}

/** Kind of the next event. */
export function nextEventKind(calendar: Calendar): number {
  return Math.floor(calendar.rank[0] / PER_KIND);
}

/** Takes the next event (read it first at [0]) off the calendar. */
export function dropEvent(calendar: Calendar): void {
  const { time, rank, subject, life } = calendar;
  const size = --calendar.size;
  if (size === 0) return;
  const lastTime = time[size];
  const lastRank = rank[size];
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && isBefore(time[child + 1], rank[child + 1], time[child], rank[child])) child++;
    if (!isBefore(time[child], rank[child], lastTime, lastRank)) break;
    move(calendar, child, hole);
    hole = child;
  }
  time[hole] = lastTime;
  rank[hole] = lastRank;
  subject[hole] = subject[size];
  life[hole] = life[size];
}

function place(
  calendar: Calendar,
  from: number,
  time: number,
  rank: number,
  subject: number,
  life: number,
): void {
  let hole = from;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!isBefore(time, rank, calendar.time[parent], calendar.rank[parent])) break;
    move(calendar, parent, hole);
    hole = parent;
  }
  calendar.time[hole] = time;
  calendar.rank[hole] = rank;
  calendar.subject[hole] = subject;
  calendar.life[hole] = life;
}

function isBefore(time: number, rank: number, otherTime: number, otherRank: number): boolean {
  return time < otherTime || (time === otherTime && rank < otherRank);
}

function move({ time, rank, subject, life }: Calendar, from: number, to: number): void {
  time[to] = time[from];
  rank[to] = rank[from];
  subject[to] = subject[from];
  life[to] = life[from];
}

function grow(calendar: Calendar): void {
  const capacity = calendar.time.length * 2;
  calendar.time = widened(calendar.time, capacity);
  calendar.rank = widened(calendar.rank, capacity);
  calendar.subject = widened(calendar.subject, capacity);
  calendar.life = widened(calendar.life, capacity);
}
