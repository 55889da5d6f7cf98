import { z } from 'zod';
import { count, duration, durationWithin, shareOfWhole } from '../../fields.ts';
import { METRICS, type MetricName } from '../livingSpec.ts';

export const MOST_REPLICAS = 100_000;
/** So many replicas as there may be, or none. */
export const anyNumber = z.int().nonnegative().max(MOST_REPLICAS);

/** Kubernetes reads targets in thousandths: a smaller one is none. */
const LEAST_MEAN = 0.001;
/** What a metrics server keeps. */
export const LONGEST_MEMORY = 3600;

export const limits = {
  min: anyNumber.default(1).describe('Replicas at least'),
  max: count.max(MOST_REPLICAS).describe('Replicas at most'),
  start: anyNumber.optional().describe('Ready at the horizon’s start; min where left out'),
};

/** More often than once a second nobody looks. */
export const syncSeconds = durationWithin(1, 86_400)
  .default(15)
  .describe('It looks at multiples of this from the horizon’s start; 15 s where left out');

/** A metric with its target, of which one goes with it. */
export const metricTargets = {
  metric: z
    .enum(Object.keys(METRICS) as [MetricName, ...MetricName[]])
    .describe('What is read; the kind of its target goes with it'),
  averageValue: z
    .number()
    .min(LEAST_MEAN)
    .optional()
    .describe('Target a replica: of outstanding, waiting, running, requestsPerSecond, outputTokensPerSecond'),
  utilization: shareOfWhole.optional().describe('Target share: of kvShare, busyShare'),
  value: duration
    .optional()
    .describe(
      'Target of the pool: of ttftP50 … ttftP99, queueP50 … queueP99; with hpa also of counts and rates, whose total is then not divided among the replicas (Kubernetes’ Value)',
    ),
};

export const windowSeconds = durationWithin(1, LONGEST_MEMORY)
  .optional()
  .describe('Rates, busyShare and percentiles are over so long; 60 s where left out');
