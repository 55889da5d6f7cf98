import {
  copyPaid,
  emptyPaid,
  PAID_FIGURES,
  PAID_KINDS,
  type PaidHours,
  SHORTEST_SPELLS,
} from './paidHours.ts';

const HOUR = 3600;
const KINDS = PAID_KINDS.length;
const FIGURES = PAID_FIGURES.length;
const SECONDS = PAID_FIGURES.indexOf('seconds');
const RISES = PAID_FIGURES.indexOf('rises');
const SHORT_OF_MINUTE = PAID_FIGURES.indexOf('shortOfMinute');
const SHORT_OF_HOUR = PAID_FIGURES.indexOf('shortOfHour');
const [MINUTE_SPELL, HOUR_SPELL] = SHORTEST_SPELLS;
const FIRST_LEVELS = 8;
const FIRST_ROWS = 64;

/** Books how many replicas or nodes of one pool are paid while its window is simulated. */
export interface PaidRecorder {
  readonly firstHour: number;
  readonly hours: number;
  /** Last instant of a change; what it comes to is known when a later one is named. */
  now: number;
  /** By kind: the number paid before `now`, that from `now` on, and since when the former is not booked. */
  readonly before: Float64Array;
  readonly next: Float64Array;
  readonly unbooked: Float64Array;
  /** Room in the two below: levels a kind. */
  levels: number;
  /** By kind and level: since when so many or more are paid. */
  risen: Float64Array;
  /** By kind and level: PAID_FIGURES of the hour that is being booked. */
  figures: Float64Array;
  /** By kind: no higher level has any. */
  readonly highest: Int32Array;
  /** The hour that is being booked, counted from the window's first; `hours` after the end. */
  hour: number;
  /** Rows of the hours before it: the first `count`. */
  rows: PaidHours;
  count: number;
}

/** A recorder for hours [firstHour, firstHour + hours) of the horizon; nothing is paid before the first change. */
export function createPaidRecorder(firstHour: number, hours: number): PaidRecorder {
  return {
    firstHour,
    hours,
    now: Number.NEGATIVE_INFINITY,
    before: new Float64Array(KINDS),
    next: new Float64Array(KINDS),
    unbooked: new Float64Array(KINDS),
    levels: FIRST_LEVELS,
    risen: new Float64Array(KINDS * FIRST_LEVELS),
    figures: new Float64Array(KINDS * FIRST_LEVELS * FIGURES),
    highest: new Int32Array(KINDS),
    hour: 0,
    rows: emptyPaid(FIRST_ROWS),
    count: 0,
  };
}

/**
 * From second `atSeconds` of the horizon on `level` replicas of a kind (index into PAID_KINDS) are paid. Times never
 * fall. Changes of one instant count as their net. Before the window's first hour nothing is booked, but a spell's
 * beginning is remembered; after its last hour nothing is. A short spell is booked in the hour in which it ends.
 */
export function setPaid(recorder: PaidRecorder, kind: number, atSeconds: number, level: number): void {
  if (atSeconds > recorder.now) {
    settle(recorder);
    recorder.now = atSeconds;
  }
  recorder.next[kind] = level;
}

/**
 * The window's rows, with what is paid now going on until `untilSeconds`, at most to the window's end. A spell that this
 * cuts is not short. Nothing may be set afterwards.
 */
export function closePaid(recorder: PaidRecorder, untilSeconds: number): PaidHours {
  const until = Math.min(untilSeconds, (recorder.firstHour + recorder.hours) * HOUR);
  // Changes of the very end belong to what comes after it.
  if (recorder.now < until) settle(recorder);
  passHours(recorder, until);
  for (let kind = 0; kind < KINDS; kind++) bookSeconds(recorder, kind, until);
  bookHour(recorder);
  return copyPaid(recorder.rows, recorder.count);
}

/** Makes the net changes of `now` final. */
function settle(recorder: PaidRecorder): void {
  const { now, before, next, highest, hours, firstHour } = recorder;
  passHours(recorder, now);
  const isBooked = now >= firstHour * HOUR && recorder.hour < hours;
  for (let kind = 0; kind < KINDS; kind++) {
    const old = before[kind];
    const level = next[kind];
    if (level === old) continue;
    bookSeconds(recorder, kind, now);
    while (level >= recorder.levels) growLevels(recorder);
    before[kind] = level;
    const { risen, figures } = recorder;
    const base = kind * recorder.levels;
    for (let n = old + 1; n <= level; n++) {
      risen[base + n] = now;
      if (isBooked) figures[(base + n) * FIGURES + RISES]++;
    }
    if (!isBooked) continue;
    for (let n = level + 1; n <= old; n++) {
      const spell = now - risen[base + n];
      const at = (base + n) * FIGURES;
      if (spell < MINUTE_SPELL) figures[at + SHORT_OF_MINUTE] += MINUTE_SPELL - spell;
      if (spell < HOUR_SPELL) figures[at + SHORT_OF_HOUR] += HOUR_SPELL - spell;
    }
    highest[kind] = Math.max(highest[kind], old, level);
  }
}

/** Books the hours that are over at an instant. */
function passHours(recorder: PaidRecorder, at: number): void {
  const { firstHour, hours } = recorder;
  while (recorder.hour < hours) {
    const end = (firstHour + recorder.hour + 1) * HOUR;
    if (at < end) return;
    for (let kind = 0; kind < KINDS; kind++) bookSeconds(recorder, kind, end);
    bookHour(recorder);
    recorder.hour++;
  }
}

/** Books the time at the present level of a kind to the hour, up to an instant of it. */
function bookSeconds(recorder: PaidRecorder, kind: number, at: number): void {
  const { firstHour, hour, hours, unbooked, before, levels, figures, highest } = recorder;
  const since = Math.max(unbooked[kind], (firstHour + hour) * HOUR);
  const level = before[kind];
  unbooked[kind] = at;
  if (level === 0 || at <= since || hour >= hours) return;
  figures[(kind * levels + level) * FIGURES + SECONDS] += at - since;
  highest[kind] = Math.max(highest[kind], level);
}

/** Turns the figures of the hour into rows. */
function bookHour(recorder: PaidRecorder): void {
  const { figures, highest, levels, hour } = recorder;
  for (let kind = 0; kind < KINDS; kind++) {
    for (let level = 1; level <= highest[kind]; level++) {
      const at = (kind * levels + level) * FIGURES;
      if (figures[at + SECONDS] === 0 && figures[at + RISES] === 0 && figures[at + SHORT_OF_HOUR] === 0)
        continue;
      if (recorder.count === recorder.rows.hour.length)
        recorder.rows = copyPaid(recorder.rows, 2 * recorder.count);
      const { rows, count } = recorder;
      rows.hour[count] = hour;
      rows.kind[count] = kind;
      rows.level[count] = level;
      for (let f = 0; f < FIGURES; f++) {
        rows[PAID_FIGURES[f]][count] = figures[at + f];
        figures[at + f] = 0;
      }
      recorder.count++;
    }
    highest[kind] = 0;
  }
}

/** Doubles the room for levels. */
function growLevels(recorder: PaidRecorder): void {
  const { levels, risen, figures } = recorder;
  recorder.levels = 2 * levels;
  recorder.risen = new Float64Array(KINDS * recorder.levels);
  recorder.figures = new Float64Array(KINDS * recorder.levels * FIGURES);
  for (let kind = 0; kind < KINDS; kind++) {
    recorder.risen.set(risen.subarray(kind * levels, (kind + 1) * levels), kind * recorder.levels);
    recorder.figures.set(
      figures.subarray(kind * levels * FIGURES, (kind + 1) * levels * FIGURES),
      kind * recorder.levels * FIGURES,
    );
  }
}
