import { stringify } from 'yaml';
import type { RayServeDocument } from '../../living/autoscale/rayServeSchema.ts';
import { unusual, type WriteManifest, type WriteNames } from './writtenManifest.ts';

/** How often Ray Serve’s controller looks, where its environment says nothing else. */
const USUAL_LOOP = 0.1;
const IMAGE = 'rayproject/ray-llm:2.46.0-py311-cu124';

/** A policy of kind ray-serve as a RayService of one deployment. */
export function writtenRay(document: RayServeDocument, { name }: WriteNames): WriteManifest {
  const { start, downscaleToZeroDelaySeconds: toZero } = document;
  const config = {
    applications: [
      {
        name,
        import_path: 'serve_app:app',
        deployments: [
          {
            name: 'Model',
            autoscaling_config: {
              min_replicas: document.min,
              ...(start === undefined ? {} : { initial_replicas: start }),
              max_replicas: document.max,
              target_ongoing_requests: document.targetOngoingRequests,
              metrics_interval_s: document.metricsIntervalSeconds,
              look_back_period_s: document.lookBackSeconds,
              upscaling_factor: document.upscalingFactor,
              downscaling_factor: document.downscalingFactor,
              upscale_delay_s: document.upscaleDelaySeconds,
              downscale_delay_s: document.downscaleDelaySeconds,
              ...(toZero === undefined ? {} : { downscale_to_zero_delay_s: toZero }),
            },
          },
        ],
      },
    ],
  };
  const pod = (container: string): object => ({ spec: { containers: [{ name: container, image: IMAGE }] } });
  const isUsual = document.loopSeconds === USUAL_LOOP;
  return {
    objects: [
      {
        apiVersion: 'ray.io/v1',
        kind: 'RayService',
        metadata: { name },
        spec: {
          serveConfigV2: stringify(config),
          rayClusterConfig: {
            headGroupSpec: { rayStartParams: {}, template: pod('ray-head') },
            workerGroupSpecs: [
              {
                groupName: 'gpus',
                replicas: document.min,
                minReplicas: document.min,
                maxReplicas: document.max,
                rayStartParams: {},
                template: pod('ray-worker'),
              },
            ],
          },
        },
      },
    ],
    beside: unusual(document, { loopSeconds: USUAL_LOOP }),
    remarks: [
      'import_path, the deployment’s name and the cluster are stand-ins: they are yours',
      ...(isUsual
        ? []
        : [
            `the controller looks every ${document.loopSeconds} s with RAY_SERVE_CONTROL_LOOP_INTERVAL_S in its environment`,
          ]),
    ],
  };
}
