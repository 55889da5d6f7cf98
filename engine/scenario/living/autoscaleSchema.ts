import { z } from 'zod';
import {
  count,
  duration,
  durationWithin,
  excess,
  object,
  positive,
  shareOfWhole,
  shareOrNone,
  timeZoneOffset,
  weekTime,
} from '../fields.ts';
import { METRICS, type MetricName } from './livingSpec.ts';

const MOST_REPLICAS = 100_000;
const anyNumber = z.int().nonnegative().max(MOST_REPLICAS);

/** Kubernetes reads targets in thousandths: a smaller one is none. */
const LEAST_MEAN = 0.001;
/** What a metrics server keeps. */
const LONGEST_MEMORY = 3600;

const limits = {
  min: anyNumber.default(1).describe('Replicas at least'),
  max: count.max(MOST_REPLICAS).describe('Replicas at most'),
  start: anyNumber.optional().describe('Ready at the horizon’s start; min where left out'),
};
/** More often than once a second nobody looks. */
const syncSeconds = durationWithin(1, 86_400)
  .default(15)
  .describe('It looks at multiples of this from the horizon’s start; 15 s where left out');

const metricSchema = object({
  metric: z
    .enum(Object.keys(METRICS) as [MetricName, ...MetricName[]])
    .describe('What is read; the kind of its target goes with it'),
  averageValue: z
    .number()
    .min(LEAST_MEAN)
    .optional()
    .describe('Target a replica: of outstanding, waiting, running, requestsPerSecond, outputTokensPerSecond'),
  utilization: shareOfWhole.optional().describe('Target share: of kvShare, busyShare'),
  value: duration.optional().describe('Target of the pool: of ttftP50 … ttftP99, queueP50 … queueP99'),
  per: z
    .enum(['pods', 'pool'])
    .optional()
    .describe('pods: mean of ready replicas; pool: their sum and the pool’s queue. Of an averageValue only'),
  windowSeconds: durationWithin(1, LONGEST_MEMORY)
    .optional()
    .describe('Rates, busyShare and percentiles are over so long; 60 s where left out'),
});
export type MetricDocument = z.output<typeof metricSchema>;

/** One direction, with Kubernetes’ names and limits. */
const rulesSchema = object({
  stabilizationWindowSeconds: durationWithin(0, 3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z
    .array(
      object({
        type: z.enum(['Pods', 'Percent']),
        value: count.max(1e9),
        periodSeconds: durationWithin(1, 1800),
      }),
    )
    .max(100)
    .optional()
    .describe('Instead of the usual ones; an empty list keeps those'),
  tolerance: shareOrNone.optional().describe('In this direction, instead of the autoscaler’s own'),
});
export type RulesDocument = z.output<typeof rulesSchema>;

const hpaSchema = object({
  kind: z.literal('hpa').describe('Kubernetes’ horizontal pod autoscaler, version 2'),
  ...limits,
  metrics: z.array(metricSchema).min(1).max(100).describe('The one that asks for most replicas decides'),
  syncSeconds,
  tolerance: shareOrNone
    .default(0.1)
    .describe('So far from its target a metric moves nothing; 10% where left out'),
  downscaleStabilizationSeconds: durationWithin(0, LONGEST_MEMORY)
    .default(300)
    .describe('The number falls to the highest that was asked for within so long; 300 s where left out'),
  behavior: object({ scaleUp: rulesSchema.optional(), scaleDown: rulesSchema.optional() })
    .optional()
    .describe('As of Kubernetes, same names and defaults; left out, the older path without rules'),
  metricDelaySeconds: durationWithin(0, LONGEST_MEMORY)
    .default(0)
    .describe('How old what it reads is; 0 where left out'),
});
export type HpaDocument = z.output<typeof hpaSchema>;

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
export const autoscaleSchema = z.union([hpaSchema, scheduleSchema, predictiveSchema]);
export type AutoscaleDocument = z.output<typeof autoscaleSchema>;
