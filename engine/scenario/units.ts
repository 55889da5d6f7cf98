/** A value with its unit understood, or the sentence that says why not. */
export type Parsed = { readonly value: number } | { readonly problem: string };

const SECONDS_PER: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  min: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};
const NUMBER = '([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)';
const DURATION = new RegExp(`^\\s*${NUMBER}\\s*([a-zµ]+)\\s*$`, 'i');
const PERCENT = new RegExp(`^\\s*${NUMBER}\\s*%\\s*$`, 'i');

/** What a duration may look like, for messages. */
export const DURATION_EXAMPLES = 'a number of seconds or a duration such as 250ms, 30s, 5min, 2h, 1d';

/** Seconds from a number of seconds or "250ms", "30s", "5min", "2h", "1d". */
export function parseSeconds(input: number | string): Parsed {
  if (typeof input === 'number') return finite(input);
  const match = DURATION.exec(input);
  if (match === null) return { problem: `“${input}” is not a duration` };
  const unit = SECONDS_PER[match[2].toLowerCase()];
  if (unit === undefined) return { problem: `“${match[2]}” is not a unit of time` };
  return finite(Number(match[1]) * unit);
}

/** A share from a number or "4%" (0.04). */
export function parseShare(input: number | string): Parsed {
  if (typeof input === 'number') return finite(input);
  const match = PERCENT.exec(input);
  return match === null ? { problem: `“${input}” is not a share` } : finite(Number(match[1]) / 100);
}

/** Seconds east of UTC from "+01:00" or "Z". */
export function parseOffset(input: string): Parsed {
  const match = /^(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))$/.exec(input.trim());
  if (match === null) return { problem: `“${input}” is not an offset from UTC` };
  const seconds = Number(match[2] ?? 0) * 3600 + Number(match[3] ?? 0) * 60;
  return { value: match[1] === '-' ? -seconds : seconds };
}

/** Seconds since 1970 of an ISO date (UTC midnight) or date and time ("2026-03-01T12:00Z"; UTC where no zone is given). */
export function parseInstant(input: string): Parsed {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
      input.trim(),
    );
  if (match === null) return { problem: `“${input}” is not a date` };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    year < 1970 ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    return { problem: year < 1970 ? `${input} is before 1970` : `there is no ${input}` };
  }
  const offset = match[7] === undefined ? { value: 0 } : parseOffset(match[7]);
  if ('problem' in offset) return offset;
  return { value: date.getTime() / 1000 - offset.value };
}

function finite(value: number): Parsed {
  return Number.isFinite(value) ? { value } : { problem: `${value} is not a finite number` };
}
