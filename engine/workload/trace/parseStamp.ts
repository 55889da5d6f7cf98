const DAY = 86400;
const ZERO = 48;
const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const COLON = 58;
const UPPER_T = 84;
const UPPER_Z = 90;
const LENGTH_TO_SECONDS = 19;
/** A tick's worth of a fraction with so many digits; so many are the most. */
const TICKS_OF_DIGITS = [0, 1e6, 1e5, 1e4, 1e3, 100, 10, 1, 0.1, 0.01];

/** 100 ns: what Azure's log counts in, too fine for a Date. */
export const TICKS_PER_SECOND = 1e7;

/** Where `parseStamp` leaves what it read. */
export interface Stamp {
  /** Whole UTC seconds since 1970. */
  epochSeconds: number;
  /** The rest of the second, in ticks of 100 ns; a fraction of one only where more digits were given. */
  ticks: number;
}

/**
 * Reads `2023-11-16 18:17:03.9799600`, `2024-05-12 00:00:00.001163+00:00` or `2024-10-15T12:00:00.269Z`
 * from text[from, to): a date, a time to the second, up to nine more digits, and an offset from UTC
 * (none means UTC). False where it is not one.
 */
export function parseStamp(text: string, from: number, to: number, stamp: Stamp): boolean {
  if (to - from < LENGTH_TO_SECONDS) return false;
  const year = wholeNumber(text, from, 4);
  const month = wholeNumber(text, from + 5, 2);
  const day = wholeNumber(text, from + 8, 2);
  const separator = text.charCodeAt(from + 10);
  const seconds = timeOfDay(text, from + 11);
  const wellFormed =
    text.charCodeAt(from + 4) === MINUS &&
    text.charCodeAt(from + 7) === MINUS &&
    (separator === SPACE || separator === UPPER_T);
  if (!wellFormed || year < 0 || seconds < 0) return false;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;

  let at = from + LENGTH_TO_SECONDS;
  stamp.ticks = 0;
  if (at < to && text.charCodeAt(at) === POINT) {
    const start = ++at;
    while (at < to && isDigit(text.charCodeAt(at))) at++;
    const digits = at - start;
    if (digits === 0 || digits >= TICKS_OF_DIGITS.length) return false;
    stamp.ticks = wholeNumber(text, start, digits) * TICKS_OF_DIGITS[digits];
  }
  const offset = zoneOffset(text, at, to);
  stamp.epochSeconds = daysFromCivil(year, month, day) * DAY + seconds - offset;
  return !Number.isNaN(offset);
}

/** `HH:MM:SS` in seconds, or −1. */
function timeOfDay(text: string, at: number): number {
  const hours = wholeNumber(text, at, 2);
  const minutes = wholeNumber(text, at + 3, 2);
  const seconds = wholeNumber(text, at + 6, 2);
  const colons = text.charCodeAt(at + 2) === COLON && text.charCodeAt(at + 5) === COLON;
  if (!colons || hours < 0 || minutes < 0 || seconds < 0) return -1;
  return hours > 23 || minutes > 59 || seconds > 59 ? -1 : hours * 3600 + minutes * 60 + seconds;
}

/** Nothing, `Z`, `+01:30`, `+0130` or `+01` in seconds; NaN for anything else. */
function zoneOffset(text: string, at: number, to: number): number {
  if (at === to || (at === to - 1 && text.charCodeAt(at) === UPPER_Z)) return 0;
  const sign = text.charCodeAt(at);
  // The codes of + , - follow each other: 44 minus the code is the sign.
  if (sign !== PLUS && sign !== MINUS) return Number.NaN;
  const length = to - at;
  const colon = length === 6 && text.charCodeAt(at + 3) === COLON;
  if (!colon && length !== 5 && length !== 3) return Number.NaN;
  const hours = wholeNumber(text, at + 1, 2);
  const minutes = length === 3 ? 0 : wholeNumber(text, at + (colon ? 4 : 3), 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  return (COMMA - sign) * (hours * 3600 + minutes * 60);
}

/** `count` digits as a number, or −1. */
function wholeNumber(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return -1;
    value = value * 10 + (code - ZERO);
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code < ZERO + 10;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 (H. Hinnant, chrono-Compatible Low-Level Date Algorithms, `days_from_civil`). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}
