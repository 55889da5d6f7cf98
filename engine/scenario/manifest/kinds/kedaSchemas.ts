import { z } from 'zod';
import { count, object } from '../../fields.ts';
import { behaviorSchema, manifestFrame } from './hpaSchemas.ts';

const replicas = z.int().nonnegative();
/** Kubernetes takes nothing else in metadata: a bare number is refused there, too. */
const text = z.string();

const trigger = object({
  type: z.string().min(1),
  name: z.string().optional(),
  metadata: z.record(z.string(), text),
  metricType: z.enum(['AverageValue', 'Value', 'Utilization']).optional(),
  useCachedMetrics: z.boolean().optional(),
  authenticationRef: z.unknown().optional(),
});
export type KedaTrigger = z.output<typeof trigger>;

/** A ScaledObject of keda.sh/v1alpha1 (KEDA’s documentation 2.21, scaledobject-spec). */
export const scaledObjectSchema = object({
  ...manifestFrame,
  spec: object({
    scaleTargetRef: z.unknown().optional(),
    pollingInterval: z.int().nonnegative().optional(),
    cooldownPeriod: z.int().nonnegative().optional(),
    initialCooldownPeriod: z.int().nonnegative().optional(),
    idleReplicaCount: replicas.optional(),
    minReplicaCount: replicas.optional(),
    maxReplicaCount: count.optional(),
    fallback: z.unknown().optional(),
    advanced: object({
      restoreToOriginalReplicaCount: z.boolean().optional(),
      horizontalPodAutoscalerConfig: object({
        name: z.string().optional(),
        behavior: behaviorSchema.optional(),
      }).optional(),
      scalingModifiers: z.unknown().optional(),
    }).optional(),
    triggers: z.array(trigger).min(1),
  }),
});
