import { z } from 'zod';
import { durationWithin, excess, object, positive, timeZoneOffset, weekTime } from '../../fields.ts';
import { anyNumber, limits, syncSeconds } from './autoscaleFields.ts';
import { hpaSchema } from './hpaSchema.ts';
import { kedaSchema } from './kedaSchema.ts';
import { knativeSchema } from './knativeSchema.ts';
import { rayServeSchema } from './rayServeSchema.ts';

const scheduleSchema = object({
  kind: z.literal('schedule').describe('Numbers by the clock of the week'),
  mode: z
    .enum(['exact', 'minimum'])
    .default('exact')
    .describe('minimum: raises to the number and never lowers'),
  timeZoneOffset: timeZoneOffset.default(0).describe('Of the clock, such as “+01:00”; UTC where left out'),
  schedule: z
    .array(object({ from: weekTime.describe('Such as “Mon 07:00”'), replicas: anyNumber }))
    .min(1)
    .max(10_080)
    .describe('Each number holds until the next; the last of the week until the first'),
});
export type ScheduleDocument = z.output<typeof scheduleSchema>;

const predictiveSchema = object({
  kind: z.literal('predictive').describe('By the rate that the workloads’ own shape foretells'),
  ...limits,
  syncSeconds,
  lookAhead: durationWithin(0, 86_400)
    .default(600)
    .describe('The rate so long ahead is asked for; 10min where left out'),
  perReplica: positive.describe('Requests a second that a replica carries'),
  margin: excess.default(0.2).describe('So much more than is foretold is provided for; 20% where left out'),
  error: excess
    .default(0.1)
    .describe('Standard deviation of the forecast, as a share of it; 10% where left out'),
});
export type PredictiveDocument = z.output<typeof predictiveSchema>;

/** Who sets the number of replicas. */
export const autoscaleSchema = z.union([
  hpaSchema,
  kedaSchema,
  knativeSchema,
  rayServeSchema,
  scheduleSchema,
  predictiveSchema,
]);
export type AutoscaleDocument = z.output<typeof autoscaleSchema>;
