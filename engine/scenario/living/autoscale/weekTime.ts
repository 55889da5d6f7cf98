import { excerpt } from '../../reading/toldProblems.ts';
import type { Parsed } from '../../units.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
export const WEEK_SECONDS = 604_800;

/** What an instant of the week may look like, for messages. */
export const WEEK_TIME_EXAMPLES = 'a day of the week with a time of day such as “Mon 07:00” or “Fri 18:30”';

/** Seconds from Monday 00:00 of “Mon 07:00”; the day may be written out, and seconds may follow. */
export function parseWeekTime(input: string): Parsed {
  const written = excerpt(input.trim(), 60);
  const match = /^([a-z]{3,9}) +(\d{1,2}):(\d{2})(?::(\d{2}))?$/i.exec(written);
  if (match === null) return { problem: `“${written}” is no instant of the week` };
  const day = DAYS.findIndex((name) => name.startsWith(match[1].toLowerCase()));
  if (day < 0) return { problem: `“${match[1]}” is no day of the week` };
  const [hour, minute, second] = match.slice(2, 5).map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return { problem: `“${written}” is out of the day` };
  return { value: ((day * 24 + hour) * 60 + minute) * 60 + second };
}
