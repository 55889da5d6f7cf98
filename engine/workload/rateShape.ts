import type { RateShapeSpec, SimulationSpec, SyntheticArrivalSpec } from '../scenario/spec.ts';

const HOUR = 3600;
const DAY = 86400;
const HOURS_OF_WEEK = 168;
/** 1970-01-01 was a Thursday; profiles start on Monday. */
const EPOCH_WEEKDAY = 3;

/** A stretch of constant rate that begins where the one before ends. */
export interface RatePiece {
  /** Seconds of the horizon. */
  readonly until: number;
  readonly ratePerSecond: number;
}

/**
 * The arrival rate over [from, to) as pieces: base rate × hour of the week (local) × month of the
 * year × growth, compounding at the start of each UTC calendar month after the horizon's first ×
 * events. Neighbours of equal rate are one piece.
 */
export function ratePieces(
  spec: SimulationSpec,
  arrivals: SyntheticArrivalSpec,
  from: number,
  to: number,
): readonly RatePiece[] {
  if (from < to && isFlat(arrivals.rate)) return [{ until: to, ratePerSecond: arrivals.ratePerSecond }];
  const pieces: RatePiece[] = [];
  let at = from;
  while (at < to) {
    const until = Math.min(to, nextChange(spec, arrivals.rate, at));
    const ratePerSecond = arrivals.ratePerSecond * factorAt(spec, arrivals.rate, at);
    if (pieces.at(-1)?.ratePerSecond === ratePerSecond) pieces.pop();
    pieces.push({ until, ratePerSecond });
    at = until;
  }
  return pieces;
}

/** Expected number of requests in [from, to): the integral of the rate. */
export function expectedRequests(
  spec: SimulationSpec,
  arrivals: SyntheticArrivalSpec,
  from: number,
  to: number,
): number {
  let at = from;
  let sum = 0;
  for (const { until, ratePerSecond } of ratePieces(spec, arrivals, from, to)) {
    sum += (until - at) * ratePerSecond;
    at = until;
  }
  return sum;
}

function isFlat({ hourOfWeek, monthOfYear, growthPerMonth, events }: RateShapeSpec): boolean {
  return hourOfWeek === undefined && monthOfYear === undefined && growthPerMonth === 0 && events.length === 0;
}

function factorAt(spec: SimulationSpec, rate: RateShapeSpec, at: number): number {
  const utc = spec.startEpochSeconds + at;
  const date = new Date(utc * 1000);
  let factor = rate.monthOfYear?.[date.getUTCMonth()] ?? 1;
  if (rate.hourOfWeek !== undefined) {
    const hour = Math.floor((utc + rate.timeZoneOffsetSeconds) / HOUR) + EPOCH_WEEKDAY * 24;
    factor *= rate.hourOfWeek[((hour % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK];
  }
  if (rate.growthPerMonth !== 0) {
    const start = new Date(spec.startEpochSeconds * 1000);
    const months =
      (date.getUTCFullYear() - start.getUTCFullYear()) * 12 + date.getUTCMonth() - start.getUTCMonth();
    factor *= (1 + rate.growthPerMonth) ** months;
  }
  for (const event of rate.events) {
    if (at >= event.startSeconds && at < event.endSeconds) factor *= event.factor;
  }
  return factor;
}

/** The first instant after `at` at which the rate may change. */
function nextChange(spec: SimulationSpec, rate: RateShapeSpec, at: number): number {
  // Days bound the calendar (months begin with one), local hours the profile.
  const unit = rate.hourOfWeek === undefined ? DAY : HOUR;
  const offset = rate.hourOfWeek === undefined ? 0 : rate.timeZoneOffsetSeconds;
  const clock = spec.startEpochSeconds + at + offset;
  let next = at + unit - (((clock % unit) + unit) % unit);
  const midnight = at + DAY - ((((spec.startEpochSeconds + at) % DAY) + DAY) % DAY);
  next = Math.min(next, midnight);
  for (const { startSeconds, endSeconds } of rate.events) {
    if (startSeconds > at) next = Math.min(next, startSeconds);
    if (endSeconds > at) next = Math.min(next, endSeconds);
  }
  return next;
}
