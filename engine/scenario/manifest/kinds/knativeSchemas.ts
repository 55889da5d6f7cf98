import { z } from 'zod';
import { metadataSchema } from './hpaSchemas.ts';

const concurrency = z.int().nonnegative().optional();

/** A Service of serving.knative.dev/v1, as far as it says how replicas come and go; the rest is of what they run. */
export const serviceSchema = z.looseObject({
  metadata: metadataSchema.optional(),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: metadataSchema.optional(),
      spec: z.looseObject({ containerConcurrency: concurrency }).optional(),
    }),
  }),
});

/** What Knative makes of it for its autoscaler. */
export const podAutoscalerSchema = z.looseObject({
  metadata: metadataSchema.optional(),
  spec: z.looseObject({ containerConcurrency: concurrency }).optional(),
});
