import { z } from 'zod';
import { DEMAND_RATE_EXAMPLES, type DemandRate, parseDemandRate } from './arrivals/demandRate.ts';
import { excerpt } from './reading/toldProblems.ts';
import {
  DURATION_EXAMPLES,
  parseInstant,
  parseOffset,
  parseSeconds,
  parseShare,
  type Parsed,
} from './units.ts';
import { parseWeekTime, WEEK_TIME_EXAMPLES } from './living/autoscale/weekTime.ts';

/** An object without other keys. */
export const object = z.strictObject;

const numberOrText = (right: string) =>
  z.union([z.number(), z.string()], { error: () => `must be ${right}` });

function withUnit(
  right: string,
  parse: (input: number | string) => Parsed,
  allowed: (value: number) => string | undefined,
) {
  return numberOrText(right).transform((input, context) => {
    const parsed = parse(input);
    const problem = 'problem' in parsed ? `${parsed.problem}: it must be ${right}` : allowed(parsed.value);
    if (problem === undefined && 'value' in parsed) return parsed.value;
    context.addIssue({ code: 'custom', message: problem ?? '' });
    return z.NEVER;
  });
}

/** A duration in seconds, > 0. */
export const duration = withUnit(DURATION_EXAMPLES, parseSeconds, (value) =>
  value > 0 ? undefined : `must be longer than 0, got ${value} s`,
);

/** A duration in seconds, ≥ 0. */
export const durationOrZero = withUnit(DURATION_EXAMPLES, parseSeconds, (value) =>
  value >= 0 ? undefined : `must not be negative, got ${value} s`,
);

/** A rate of change: any share above −100 %. */
export const growth = withUnit('a share such as 0.04 or “4%”', parseShare, (value) =>
  value > -1 ? undefined : `must be above −100%, got ${value}`,
);

/** A share of a whole, 0 < share < 1. */
export const percentile = withUnit('a share between 0 and 1 such as 0.95 or “95%”', parseShare, (value) =>
  value > 0 && value < 1 ? undefined : `must be between 0 and 1, got ${value}`,
);

/** A share of a whole that may be none: 0 ≤ share < 1. */
export const shareOrNone = withUnit('a share from 0 to below 1 such as 0.1 or “10%”', parseShare, (value) =>
  value >= 0 && value < 1 ? undefined : `must be from 0 to below 1, got ${value}`,
);

/** A share that is something and no more than the whole: 0 < share ≤ 1. */
export const shareOfWhole = withUnit(
  'a share above 0 and up to 1 such as 0.7 or “70%”',
  parseShare,
  (value) => (value > 0 && value <= 1 ? undefined : `must be above 0 and at most 1, got ${value}`),
);

/** What comes on top, as a share: none, or up to ten times as much. */
export const excess = withUnit('a share such as 0.2 or “20%”', parseShare, (value) =>
  value >= 0 && value <= 10 ? undefined : `must be from 0 to 10, got ${value}`,
);

/** How many times something, from `least` to `most`. */
export const timesWithin = (least: number, most: number) =>
  withUnit('a multiple such as 2 or “200%”', parseShare, (value) =>
    value >= least && value <= most ? undefined : `must be from ${least} to ${most}, got ${value}`,
  );

/** A duration in seconds from `least` to `most`. */
export const durationWithin = (least: number, most: number) =>
  withUnit(DURATION_EXAMPLES, parseSeconds, (value) =>
    value >= least && value <= most ? undefined : `must be from ${least} s to ${most} s, got ${value} s`,
  );

/** Seconds from Monday 00:00 of an instant of the week. */
export const weekTime = z
  .string()
  .transform((input, context) => settle(parseWeekTime(input), WEEK_TIME_EXAMPLES, context));

/** Seconds east of UTC. */
export const timeZoneOffset = z
  .string()
  .transform((input, context) => settle(parseOffset(input), 'an offset such as “+01:00”', context));

/** Second of the day: “01:00”, or how long after midnight. */
export const timeOfDay = z.union([z.number(), z.string()]).transform((input, context) => {
  const clock = typeof input === 'string' ? /^(\d{1,2}):([0-5]\d)$/.exec(input.trim()) : null;
  const seconds =
    clock === null ? parseSeconds(input) : { value: Number(clock[1]) * 3600 + Number(clock[2]) * 60 };
  if ('value' in seconds && seconds.value >= 0 && seconds.value < 86_400) return seconds.value;
  context.addIssue({ code: 'custom', message: 'must be a time of day such as “01:00”' });
  return z.NEVER;
});

/** Seconds since 1970 of a date or a date and time. */
export const instant = z
  .string()
  .transform((input, context) => settle(parseInstant(input), 'a date such as 2026-01-31', context));

/** How much is asked, as people know it. */
export const demandRate = z
  .union([z.string(), z.number()], { error: () => `must be a rate such as ${DEMAND_RATE_EXAMPLES}` })
  .transform((input, context): DemandRate => {
    const rate = typeof input === 'string' ? parseDemandRate(input) : undefined;
    if (rate !== undefined && rate.amount > 0 && Number.isFinite(rate.amount)) return rate;
    const problem =
      rate === undefined
        ? `“${excerpt(String(input), 60)}” is not a rate`
        : `a rate of ${rate.amount} is none`;
    context.addIssue({ code: 'custom', message: `${problem}: it must be such as ${DEMAND_RATE_EXAMPLES}` });
    return z.NEVER;
  });

function settle(parsed: Parsed, right: string, context: z.RefinementCtx): number {
  if ('value' in parsed) return parsed.value;
  context.addIssue({ code: 'custom', message: `${parsed.problem}: it must be ${right}` });
  return z.NEVER;
}

export const positive = z.number().positive();
/** Of intervals: beyond these a law is a metronome or one single burst, and its shape leaves what floats can hold. */
export const cv = z.number().min(0.01).max(100);
export const notNegative = z.number().nonnegative();
/** In units of the currency: no currency has one so small that a price would be larger. */
export const MOST_PRICE = 1e15;
/** A price, or money an hour. */
export const price = positive.max(MOST_PRICE);
export const priceOrNone = notNegative.max(MOST_PRICE);
export const count = z.int().positive();
/** Ids name rows of reports and files: some text, no line breaks. */
export const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, 'must be on one line');
