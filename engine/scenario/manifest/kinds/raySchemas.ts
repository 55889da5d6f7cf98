import { z } from 'zod';
import { count, object, positive } from '../../fields.ts';

const seconds = z.number().nonnegative();
const replicas = z.int().nonnegative();

/** Ray Serve’s AutoscalingConfig (ray.serve.config). What is null there is left out. */
export const rayAutoscalingSchema = object({
  min_replicas: replicas.nullish(),
  initial_replicas: replicas.nullish(),
  max_replicas: count.nullish(),
  target_ongoing_requests: positive.nullish(),
  metrics_interval_s: positive.nullish(),
  look_back_period_s: positive.nullish(),
  smoothing_factor: positive.nullish(),
  upscale_smoothing_factor: positive.nullish(),
  downscale_smoothing_factor: positive.nullish(),
  upscaling_factor: positive.nullish(),
  downscaling_factor: positive.nullish(),
  upscale_delay_s: seconds.nullish(),
  downscale_delay_s: seconds.nullish(),
  downscale_to_zero_delay_s: seconds.nullish(),
  aggregation_function: z.string().nullish(),
  prometheus_metrics: z.unknown().optional(),
  policy: z.looseObject({}).nullish(),
});
export type RayAutoscaling = z.output<typeof rayAutoscalingSchema>;

/** A deployment of an application, as far as its replicas go; the rest is of what they run. */
const deployment = z.looseObject({
  name: z.string().min(1),
  num_replicas: z.union([z.literal('auto'), replicas]).nullish(),
  autoscaling_config: z.looseObject({}).nullish(),
});

/** What an application of ray.serve.llm is told of a model. */
const llmConfig = z.looseObject({
  model_loading_config: z.looseObject({ model_id: z.string().optional() }).optional(),
  deployment_config: z
    .looseObject({
      num_replicas: z.union([z.literal('auto'), replicas]).nullish(),
      autoscaling_config: z.looseObject({}).nullish(),
    })
    .optional(),
});

/** The text of `serveConfigV2`. */
export const serveConfigSchema = z.looseObject({
  applications: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        deployments: z.array(deployment).nullish(),
        args: z.looseObject({ llm_configs: z.array(z.union([llmConfig, z.string()])).optional() }).nullish(),
      }),
    )
    .min(1),
});
export type ServeConfig = z.output<typeof serveConfigSchema>;

/** A RayService of ray.io/v1; how its cluster grows is of its nodes, which come as start-up here. */
export const rayServiceSchema = z.looseObject({
  spec: z.looseObject({
    serveConfigV2: z.string(),
  }),
});
