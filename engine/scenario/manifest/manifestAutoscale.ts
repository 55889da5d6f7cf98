import { z } from 'zod';
import { count, object } from '../fields.ts';
import { METRICS, type MetricName } from '../living/livingSpec.ts';

const metricName = z.enum(Object.keys(METRICS) as [MetricName, ...MetricName[]]);

/** An autoscaler that is written elsewhere: the manifest that a cluster is given. What it does not say stands beside it. */
export const manifestAutoscaleSchema = object({
  manifest: z
    .string()
    .min(1)
    .describe(
      'File with a HorizontalPodAutoscaler, ScaledObject (KEDA), Service of Knative or RayService, relative to the scenario',
    ),
  name: z.string().min(1).optional().describe('Which of several in the file, by metadata.name'),
  deployment: z
    .string()
    .min(1)
    .optional()
    .describe('Of a RayService with several: such as app/model, or model where one has that name'),
  metricOf: z
    .record(
      z.string(),
      z.union([
        metricName,
        object({
          metric: metricName,
          windowSeconds: z
            .union([z.number(), z.string()])
            .optional()
            .describe('Rates, busyShare and percentiles are over so long'),
        }),
      ]),
    )
    .optional()
    .describe('What its metrics are here, by name or whole query: { my_queue_length: waiting }'),
  max: count.optional().describe('Replicas at most, where the manifest has no limit (Knative)'),
  start: z.int().nonnegative().optional().describe('Ready at the horizon’s start; its min where left out'),
  syncSeconds: beside('How often the cluster’s autoscaler looks; 15 s where left out'),
  tolerance: beside('Of the cluster’s autoscaler; 10% where left out'),
  downscaleStabilizationSeconds: beside('Of the cluster’s autoscaler; 300 s where left out'),
  metricDelaySeconds: beside('How old what it reads is; 0 where left out'),
  tickSeconds: beside('How often Knative’s autoscaler looks; 2 s where left out'),
  loopSeconds: beside('How often Ray Serve’s autoscaler looks; 0.1 s where left out'),
});
export type ManifestAutoscale = z.output<typeof manifestAutoscaleSchema>;

/** What stands beside a manifest, as the document of its kind has it, which checks it: settings of the cluster, and where the horizon begins. */
export const CLUSTER_SETTINGS = [
  'max',
  'start',
  'syncSeconds',
  'tolerance',
  'downscaleStabilizationSeconds',
  'metricDelaySeconds',
  'tickSeconds',
  'loopSeconds',
] as const;

/** What a metric of a manifest is here. */
export type MetricOf = NonNullable<ManifestAutoscale['metricOf']>[string];

/** Whether an autoscaler stands in a file of its own. */
export function isManifest(autoscale: object): autoscale is ManifestAutoscale {
  return 'manifest' in autoscale;
}

function beside(what: string) {
  return z.union([z.number(), z.string()]).optional().describe(what);
}
