import { z } from 'zod';
import { count, durationWithin, object, positive } from '../../fields.ts';
import { limits, LONGEST_MEMORY, MOST_REPLICAS } from './autoscaleFields.ts';

const DAY_SECONDS = 86_400;
const factor = positive.max(1000).default(1);
const delay = durationWithin(0, DAY_SECONDS);

export const rayServeSchema = object({
  kind: z.literal('ray-serve').describe('Ray Serve’s autoscaler, by requests in hand a replica'),
  min: limits.min.describe('Replicas at least (min_replicas); 1 where left out, at 0 it may sleep'),
  max: count
    .max(MOST_REPLICAS)
    .default(100)
    .describe('Replicas at most (max_replicas); 100 where left out, as with num_replicas: auto'),
  start: limits.start.describe('Ready at the horizon’s start (initial_replicas); min where left out'),
  targetOngoingRequests: z
    .number()
    .min(0.001)
    .max(1e6)
    .default(2)
    .describe('Requests in hand a replica, those that wait included; 2 where left out'),
  lookBackSeconds: durationWithin(0.1, LONGEST_MEMORY)
    .default(30)
    .describe('The mean is over the counts of so long; 30 s where left out'),
  metricsIntervalSeconds: durationWithin(0.1, LONGEST_MEMORY)
    .default(10)
    .describe('Requests are counted every so often; 10 s where left out'),
  upscaleDelaySeconds: delay.default(30).describe('More is wanted for so long first; 30 s where left out'),
  downscaleDelaySeconds: delay
    .default(600)
    .describe('Less is wanted for so long first; 600 s where left out'),
  downscaleToZeroDelaySeconds: delay
    .optional()
    .describe('The last replica goes after so long; downscaleDelaySeconds where left out'),
  upscalingFactor: factor.describe('So much of the way up is gone at a time; 1 where left out'),
  downscalingFactor: factor.describe('So much of the way down is gone at a time; 1 where left out'),
  loopSeconds: durationWithin(0.1, 60)
    .default(0.1)
    .describe('It looks every so often, at multiples from the horizon’s start; 0.1 s where left out'),
});
export type RayServeDocument = z.output<typeof rayServeSchema>;
