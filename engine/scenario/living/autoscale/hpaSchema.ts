import { z } from 'zod';
import { count, durationWithin, object, shareOrNone } from '../../fields.ts';
import { LONGEST_MEMORY, limits, metricTargets, syncSeconds, windowSeconds } from './autoscaleFields.ts';

const metricSchema = object({
  ...metricTargets,
  per: z
    .enum(['pods', 'pool'])
    .optional()
    .describe('pods: mean of ready replicas; pool: their sum and the pool’s queue. Of an averageValue only'),
  windowSeconds,
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

/** How the number of an HPA moves: one of its own, or the one that KEDA makes. */
export const hpaMoves = {
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
};

export const hpaSchema = object({
  kind: z.literal('hpa').describe('Kubernetes’ horizontal pod autoscaler, version 2'),
  ...limits,
  metrics: z.array(metricSchema).min(1).max(100).describe('The one that asks for most replicas decides'),
  ...hpaMoves,
});
export type HpaDocument = z.output<typeof hpaSchema>;
