import { z } from 'zod';
import { count, durationWithin, object } from '../../fields.ts';
import { anyNumber, limits, metricTargets, MOST_REPLICAS, windowSeconds } from './autoscaleFields.ts';
import { hpaMoves } from './hpaSchema.ts';

const DAY_SECONDS = 86_400;

const metricSchema = object({
  ...metricTargets,
  per: z
    .literal('pool')
    .optional()
    .describe('As always with keda: an External metric is of the pool as a whole'),
  windowSeconds,
  activation: z
    .union([z.number().nonnegative(), z.string()])
    .default(0)
    .describe(
      'Above this, strictly, of the whole pool there is something to do (activationThreshold): a number, a share or a duration, as the target is; 0 where left out',
    ),
});

export const kedaSchema = object({
  kind: z
    .literal('keda')
    .describe('KEDA, which wakes a pool and lets it sleep; from 1 on an HPA that it makes sets the number'),
  min: anyNumber
    .default(0)
    .describe('Replicas at least (minReplicaCount); 0 where left out: asleep while there is nothing to do'),
  max: count
    .max(MOST_REPLICAS)
    .default(100)
    .describe('Replicas at most (maxReplicaCount); 100 where left out'),
  start: limits.start,
  idle: anyNumber
    .optional()
    .describe('While there is nothing to do, instead of min (idleReplicaCount): 0, with a min of 1 or more'),
  pollingSeconds: durationWithin(1, DAY_SECONDS)
    .default(30)
    .describe('KEDA asks at multiples of this whether there is something to do; 30 s where left out'),
  cooldownSeconds: durationWithin(0, DAY_SECONDS)
    .default(300)
    .describe('Nothing to do for longer than this, and it sleeps; 300 s where left out'),
  initialCooldownSeconds: durationWithin(0, DAY_SECONDS)
    .default(0)
    .describe('From the horizon’s start: before there was anything to do it stays awake for so long'),
  metrics: z
    .array(metricSchema)
    .min(1)
    .max(100)
    .describe(
      'Of the pool as a whole, its queue included: by each the HPA asks for the total over the target',
    ),
  ...hpaMoves,
});
export type KedaDocument = z.output<typeof kedaSchema>;
