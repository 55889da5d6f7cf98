import { addEvent, type Calendar } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';

/** Requests of a whole pool as they are counted every so often: in hand, its queue included, or those that arrived since the last count. */
export interface RequestCounts {
  readonly isOfArrivals: boolean;
  readonly everySeconds: number;
  /** The longest window that is looked over. */
  readonly keepSeconds: number;
  /** Oldest first. */
  readonly counts: { readonly at: number; readonly value: number }[];
  /** Requests that the pool had taken by the last count. */
  taken: number;
}

/** Nothing counted yet. */
export function createRequestCounts(
  everySeconds: number,
  keepSeconds: number,
  isOfArrivals = false,
): RequestCounts {
  return { isOfArrivals, everySeconds, keepSeconds, counts: [], taken: 0 };
}

/** Puts the first count after `from` on the calendar. */
export function scheduleCounts(calendar: Calendar, requests: RequestCounts, from: number): void {
  dateCount(calendar, requests, Math.floor(from / requests.everySeconds) + 1);
}

/** Puts the count of a number on the calendar. */
export function dateCount(calendar: Calendar, { everySeconds }: RequestCounts, number: number): void {
  addEvent(calendar, number * everySeconds, EVENT.COUNT, number);
}

/** The mean of what was counted in the last `seconds`; NaN where nothing was. */
export function meanCount({ counts }: RequestCounts, now: number, seconds: number): number {
  let sum = 0;
  let count = counts.length;
  while (count > 0 && counts[count - 1].at > now - seconds) sum += counts[--count].value;
  return sum / (counts.length - count);
}

/** When the oldest count of the last `seconds` is one no longer; Infinity where there is none. */
export function oldestLeaves({ counts }: RequestCounts, now: number, seconds: number): number {
  const oldest = counts.find(({ at }) => at > now - seconds);
  return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.at + seconds;
}
