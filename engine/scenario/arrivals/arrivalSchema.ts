import { z } from 'zod';
import {
  count,
  cv,
  demandRate,
  duration,
  durationOrZero,
  growth,
  instant,
  object,
  positive,
  timeOfDay,
  timeZoneOffset,
} from '../fields.ts';
import { PROFILE_NAMES } from './profiles.ts';
import { TRACE_FORMATS } from '../spec.ts';

const HOURS_OF_WEEK = 168;

const eventSchema = object({
  name: z.string().optional(),
  start: z
    .union(
      [
        instant.transform((epochSeconds) => ({ epochSeconds })),
        durationOrZero.transform((seconds) => ({ seconds })),
      ],
      {
        error: () =>
          'must be a date such as 2026-03-01, a date and time, or a duration after the start of the horizon such as 2d',
      },
    )
    .describe('A date, a date and time (UTC), or how long after the start of the horizon'),
  duration: duration.describe('How long the event lasts, such as 3d'),
  factor: z.number().nonnegative().describe('The rate is multiplied by this'),
});

/** What shapes the rate of a synthetic workload over time; all optional. */
const rateShape = {
  hourOfWeek: z
    .union([z.enum(PROFILE_NAMES), z.array(z.number().nonnegative()).length(HOURS_OF_WEEK)])
    .optional()
    .describe('168 factors from Monday 00:00 local time, scaled to mean 1, or the name of a profile'),
  monthOfYear: z
    .array(z.number().nonnegative())
    .length(12)
    .optional()
    .describe('12 factors from January, scaled to mean 1'),
  timeZoneOffset: timeZoneOffset.default(0).describe('Local time of the profile, such as “+01:00”'),
  growthPerMonth: growth.default(0).describe('Compounds at the start of each calendar month'),
  events: z.array(eventSchema).default([]),
};

/** How much is asked: a mean of requests a second, or as people know it. One of the two. */
const rate = {
  ratePerSecond: positive.optional().describe('Mean requests a second; or `rate`'),
  rate: demandRate
    .optional()
    .describe('As known: “12/s at peak”, “43,200/h”, “250k a day”, “40M output tokens a day at peak”'),
};
const intervals = {
  cv: cv.optional().describe('Coefficient of variation of the intervals'),
  shape: z
    .number()
    .min(1e-4)
    .max(1e4)
    .optional()
    .describe('Shape of the law of the intervals, instead of cv'),
};
const clientLaw = { cv: cv.default(1), interval: z.enum(['gamma', 'weibull']).default('gamma') };

const processes = [
  object({ process: z.literal('constant'), ...rate, ...rateShape }),
  object({ process: z.literal('poisson'), ...rate, ...rateShape }),
  object({ process: z.literal('gamma'), ...rate, ...intervals, ...rateShape }),
  object({ process: z.literal('weibull'), ...rate, ...intervals, ...rateShape }),
  object({
    process: z.literal('mmpp'),
    states: z.array(object({ ratePerSecond: z.number().nonnegative(), meanSeconds: duration })).min(1),
    ...rate,
    ratePerSecond: positive.optional().describe('Scales the states to this mean rate'),
    ...rateShape,
  }),
  object({
    process: z.literal('clients'),
    ...rate,
    clients: z
      .array(object({ share: positive, ...clientLaw }))
      .min(1)
      .optional(),
    count: count.max(10_000).optional().describe('This many clients whose shares fall as 1 / rank^skew'),
    skew: z.number().nonnegative().default(1),
    ...clientLaw,
    ...rateShape,
  }),
  object({
    process: z.literal('batch'),
    count,
    at: timeOfDay.default(0).describe('Time of day, UTC'),
    everyDays: count.default(1),
  }),
] as const;

const columns = object({
  arrivalSeconds: z.string(),
  promptTokens: z.string(),
  outputTokens: z.string().optional().describe('May be left out where the model is an encoder'),
  tenant: z.string().optional(),
  session: z.string().optional(),
  difficulty: z.string().optional(),
  cachedTokens: z.string().optional(),
});

const traceSchema = object({
  trace: z.string().min(1).describe('Path of the file, relative to the scenario'),
  format: z.enum(TRACE_FORMATS),
  columns: columns.optional().describe('Header names, for format csv'),
  rateScale: positive.default(1).describe('2 replays twice as fast'),
  promptScale: positive.default(1),
  outputScale: positive.default(1),
  repeat: z.boolean().default(false).describe('Start over until the horizon is full'),
  keepClock: z.boolean().default(false).describe('Keep the file’s own clock instead of starting at second 0'),
  maxDisorderSeconds: durationOrZero.default(60).describe('Rows out of order by up to this are sorted'),
  spreadTiesSeconds: durationOrZero.default(0).describe('Spread equal instants evenly over this long'),
});

/** When requests arrive: by a process, or by the rows of a trace. */
export const arrivalSchema = z.union([...processes, traceSchema]);
