import { z } from 'zod';
import { count, durationWithin, object, shareOfWhole, timesWithin } from '../../fields.ts';
import { anyNumber, limits, LONGEST_MEMORY, MOST_REPLICAS } from './autoscaleFields.ts';

/** Knative’s own limits of what it computes with. */
const LEAST_TARGET = 0.01;
const LEAST_WINDOW = 6;
const MOST_RATE = 1e6;

export const knativeSchema = object({
  kind: z.literal('knative').describe('Knative’s pod autoscaler (KPA), by requests in hand or a second'),
  min: anyNumber
    .default(0)
    .describe('Replicas at least (min-scale); 0 where left out: asleep without requests'),
  max: limits.max.describe('Replicas at most (max-scale); Knative has no limit of its own, a fleet has'),
  start: limits.start.describe('Ready at the horizon’s start (initial-scale); 1, or min, where left out'),
  metric: z
    .enum(['concurrency', 'rps'])
    .default('concurrency')
    .describe(
      'Requests in hand or a second, of ready replicas and the pool’s queue; concurrency where left out',
    ),
  target: z
    .number()
    .min(LEAST_TARGET)
    .max(MOST_RATE)
    .optional()
    .describe('What a replica carries; 100 where left out, 200 of rps'),
  utilization: shareOfWhole
    .default(0.7)
    .describe(
      'So much of the target each replica is given (target-utilization-percentage); 70% where left out',
    ),
  stableWindowSeconds: durationWithin(LEAST_WINDOW, LONGEST_MEMORY)
    .default(60)
    .describe('The mean that decides is over so long; 60 s where left out'),
  panicWindow: shareOfWhole
    .default(0.1)
    .describe('Of the stable window: the mean that is looked at for a rush; 10% where left out'),
  panicThreshold: timesWithin(1.1, 10)
    .default(2)
    .describe(
      'Asking for so many times the ready replicas is a rush, in which nothing falls; 200% where left out',
    ),
  maxScaleUpRate: z
    .number()
    .gt(1)
    .max(MOST_RATE)
    .default(1000)
    .describe('At most so many times the ready replicas at a look; 1000 where left out'),
  maxScaleDownRate: z
    .number()
    .gt(1)
    .max(MOST_RATE)
    .default(2)
    .describe('At least one in so many of the ready replicas at a look; 2 where left out'),
  scaleDownDelaySeconds: durationWithin(0, LONGEST_MEMORY)
    .default(0)
    .describe('The number falls to the highest that was wanted within so long; 0 where left out'),
  scaleToZeroGraceSeconds: durationWithin(0, LONGEST_MEMORY)
    .default(30)
    .describe(
      'The last replica stays until requests have gone by way of the activator for so long; 30 s where left out',
    ),
  retentionSeconds: durationWithin(0, LONGEST_MEMORY)
    .default(0)
    .describe(
      'The last replica stays so long at least (scale-to-zero-pod-retention-period); 0 where left out',
    ),
  activationScale: count
    .max(MOST_REPLICAS)
    .default(1)
    .describe('As many at least where any are wanted; 1 where left out'),
  targetBurstCapacity: z
    .number()
    .min(-1)
    .max(MOST_RATE)
    .default(211)
    .describe(
      'While ready replicas have less room than this, requests go by way of the activator, so that the grace is over sooner; 0: never while awake, -1: always; 211 where left out',
    ),
  tickSeconds: durationWithin(1, 60).default(2).describe('It looks every so often; 2 s where left out'),
});
export type KnativeDocument = z.output<typeof knativeSchema>;
