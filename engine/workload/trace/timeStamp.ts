/** 100 ns, the finest that the logs read here write. */
export const TICKS_PER_SECOND = 1e7;
const TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND;
const STAMP = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/** A date and time as whole numbers, because a float of seconds since 1970 would lose the ticks. */
export interface TimeStamp {
  /** Days since 1970. */
  readonly day: number;
  /** Ticks of the day; outside [0, a day) where an offset moved it. */
  readonly ticks: number;
}

/**
 * Reads `2023-11-16 18:17:03.9799600`, `2024-05-12 00:00:00+00:00`, `2024-10-15T12:00:00.269Z` (UTC
 * where no zone is given); undefined for anything else. Digits past the seventh are dropped.
 */
export function parseTimeStamp(text: string): TimeStamp | undefined {
  const match = STAMP.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const fraction = Number((match[7] ?? '').padEnd(7, '0').slice(0, 7));
  const zone = match[8] ?? 'Z';
  const minutes = zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return {
    day: Date.UTC(year, month - 1, day) / 86_400_000,
    ticks: (hour * 3600 + (minute - minutes) * 60 + second) * TICKS_PER_SECOND + fraction,
  };
}

/** Exact ticks between two stamps (up to 28 years apart), as seconds. */
export function secondsBetween(from: TimeStamp, to: TimeStamp): number {
  return ((to.day - from.day) * TICKS_PER_DAY + (to.ticks - from.ticks)) / TICKS_PER_SECOND;
}
