import { z } from 'zod';
import { count, object } from '../../fields.ts';
import { quantity } from '../quantity.ts';

/** What stands in every manifest, and is none of our business but for its name. */
export const metadataSchema = z.looseObject({
  name: z.string().optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});
/** Around `spec`, of every kind. */
export const manifestFrame = {
  apiVersion: z.string(),
  kind: z.string(),
  metadata: metadataSchema.optional(),
  status: z.unknown().optional(),
};

const target = object({
  type: z.enum(['Utilization', 'Value', 'AverageValue']),
  averageUtilization: count.optional(),
  averageValue: quantity.optional(),
  value: quantity.optional(),
});
export type HpaTarget = z.output<typeof target>;

const identifier = object({ name: z.string().min(1), selector: z.unknown().optional() });

const metric = object({
  type: z.enum(['Resource', 'ContainerResource', 'Pods', 'Object', 'External']),
  resource: object({ name: z.string().min(1), target }).optional(),
  containerResource: object({ name: z.string().min(1), container: z.string().optional(), target }).optional(),
  pods: object({ metric: identifier, target }).optional(),
  object: object({ metric: identifier, describedObject: z.unknown().optional(), target }).optional(),
  external: object({ metric: identifier, target }).optional(),
});
export type HpaManifestMetric = z.output<typeof metric>;

const rules = object({
  stabilizationWindowSeconds: z.int().optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z
    .array(object({ type: z.enum(['Pods', 'Percent']), value: z.int(), periodSeconds: z.int() }))
    .optional(),
  tolerance: quantity.optional(),
});

/** How fast an HPA may scale; one that KEDA makes, too. */
export const behaviorSchema = object({ scaleUp: rules.optional(), scaleDown: rules.optional() });
export type HpaManifestBehavior = z.output<typeof behaviorSchema>;

/** A HorizontalPodAutoscaler of autoscaling/v2 (Kubernetes’ API reference). */
export const hpaV2Schema = object({
  ...manifestFrame,
  spec: object({
    scaleTargetRef: z.unknown().optional(),
    minReplicas: z.int().nonnegative().optional(),
    maxReplicas: count,
    metrics: z.array(metric).optional(),
    behavior: behaviorSchema.optional(),
  }),
});

/** Of autoscaling/v1: by the processor’s use only. */
export const hpaV1Schema = object({
  ...manifestFrame,
  spec: object({
    scaleTargetRef: z.unknown().optional(),
    minReplicas: z.int().nonnegative().optional(),
    maxReplicas: count,
    targetCPUUtilizationPercentage: count.optional(),
  }),
});
