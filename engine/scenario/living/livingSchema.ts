import { z } from 'zod';
import { autoscaleSchema } from './autoscale/autoscaleSchema.ts';
import { durationLawSchema } from '../lengths/durationLawSchema.ts';
import { capacitySchema } from './capacity/capacitySchema.ts';
import { count, durationOrZero, object } from '../fields.ts';
import { rolloutSchema } from './rolloutSchema.ts';
import { manifestAutoscaleSchema } from '../manifest/manifestAutoscale.ts';
import { LOSS_POLICIES, START_UP_STAGES, type StartUpStage } from './livingSpec.ts';

/** More often than every half minute nothing is a failure any more. */
const mean = z.number().min(0.01).max(1e6);

const STAGE_TEXTS: Readonly<Record<StartUpStage, string>> = {
  provision: 'Until there is a machine, not yet paid',
  boot: 'Until the machine takes work',
  image: 'Pulling and unpacking the container’s image',
  weights: 'Reading the weights into the GPUs',
  warmUp: 'Compiling, capturing graphs, first steps',
};
const stages = Object.fromEntries(
  START_UP_STAGES.map((stage) => [stage, durationLawSchema.optional().describe(STAGE_TEXTS[stage])]),
) as Record<StartUpStage, z.ZodOptional<typeof durationLawSchema>>;

const startUpSchema = z.union([
  z.literal('auto'),
  object({
    preset: z
      .string()
      .min(1)
      .optional()
      .describe('Of the catalogue, by the bytes of the model: what is not given here is as it has it'),
    ...stages,
  }),
]);

/** What makes replicas of a pool come and go; all of it may be left out, and then nothing changes. */
export const livingFields = {
  autoscale: z
    .union([...autoscaleSchema.options, manifestAutoscaleSchema])
    .optional()
    .describe(
      'Who sets the number of replicas, instead of replicas: hpa, keda, knative, ray-serve, schedule, predictive, or the manifest of a cluster',
    ),
  startUp: startUpSchema
    .optional()
    .describe(
      'How long a new replica takes, in stages; auto: of the catalogue. Ready at once where left out',
    ),
  drainSeconds: durationOrZero
    .optional()
    .describe(
      'A replica that is to go may finish its requests for so long; as long as it takes where left out',
    ),
  releaseSeconds: durationOrZero
    .optional()
    .describe('Paid so much longer once it is empty; 0, with startUp of the catalogue 600 s'),
  queueSeconds: durationOrZero
    .optional()
    .describe(
      'With no replica ready a request waits for so long, then it is rejected; no limit where left out',
    ),
  onLoss: z
    .enum(LOSS_POLICIES)
    .optional()
    .describe('What becomes of requests whose replica is gone: retry (from the start) where left out'),
  capacity: capacitySchema
    .optional()
    .describe('The machines that replicas stand on: reserved, on demand, spot'),
  warmStandby: z
    .int()
    .nonnegative()
    .max(1000)
    .optional()
    .describe(
      'So many more replicas than are wanted are kept ready, which take over when one is gone or more are wanted; none where left out',
    ),
  rollout: rolloutSchema
    .optional()
    .describe('Every replica is replaced by a new one, as Kubernetes’ Deployments do it'),
  failures: object({
    repair: durationLawSchema.describe('Unpaid, until the machine is there again'),
    meanHours: mean.optional().describe('A replica runs so long on average, exponentially'),
    zone: object({
      meanHours: mean.describe('A zone runs so long on average, exponentially'),
      repair: durationLawSchema.optional().describe('As of a replica where left out'),
      zones: count.max(100).default(3).describe('That replicas are spread over, by number; 3 where left out'),
    })
      .optional()
      .describe('Failures that strike all replicas of a zone'),
    at: z
      .array(
        object({
          second: durationOrZero.describe('Of the horizon'),
          replica: z.int().nonnegative().max(100_000).describe('Its number, from 0'),
        }),
      )
      .min(1)
      .max(10_000)
      .optional()
      .describe('A drill: which replica fails when'),
  })
    .optional()
    .describe('Failures of replicas, and how long they last'),
};
