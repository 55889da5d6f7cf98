import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoscaleSchema } from '../../../../engine/scenario/living/autoscale/autoscaleSchema.ts';
import { resolveController } from '../../../../engine/scenario/living/autoscale/resolveController.ts';
import type { ManifestAutoscale } from '../../../../engine/scenario/manifest/manifestAutoscale.ts';
import { manifestText, writeManifest } from '../../../../engine/scenario/manifest/written/writeManifest.ts';
import { anyPolicy } from './anyPolicy.ts';
import { readingOf } from './reading.ts';

const NAMES = { name: 'chat', engine: 'vllm' } as const;
const written = (autoscale: object, engine: 'vllm' | 'sglang' = 'vllm') => {
  const manifest = writeManifest(autoscaleSchema.parse(autoscale), { ...NAMES, engine });
  if ('problems' in manifest) throw new Error(JSON.stringify(manifest));
  return manifest;
};

describe('a policy that is written as a manifest', () => {
  it('is read as the same policy', () => {
    fc.assert(
      fc.property(anyPolicy, fc.constantFrom('vllm' as const, 'sglang' as const), (autoscale, engine) => {
        const manifest = writeManifest(autoscale, { name: 'chat', engine });
        if ('problems' in manifest) throw new Error(JSON.stringify(manifest.problems));
        const read = readingOf(
          manifestText(manifest, ['so']),
          manifest.beside as Omit<ManifestAutoscale, 'manifest'>,
        );
        expect(resolveController(read.autoscale, 0)).toEqual(resolveController(autoscale, 0));
      }),
      { numRuns: 400 },
    );
  });

  it('is a HorizontalPodAutoscaler', () => {
    const { objects, beside, remarks } = written({
      kind: 'hpa',
      min: 2,
      max: 9,
      start: 4,
      metrics: [
        { metric: 'waiting', averageValue: 2.5 },
        { metric: 'outstanding', averageValue: 12, per: 'pool' },
        { metric: 'ttftP95', value: '1s', windowSeconds: 90 },
        { metric: 'kvShare', utilization: '70%' },
        { metric: 'running', value: 30 },
      ],
      tolerance: 0.05,
      behavior: { scaleDown: { selectPolicy: 'Disabled', policies: [] } },
    });
    expect(objects).toEqual([
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'chat' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
          minReplicas: 2,
          maxReplicas: 9,
          metrics: [
            {
              type: 'Pods',
              pods: {
                metric: { name: 'vllm_num_requests_waiting' },
                target: { type: 'AverageValue', averageValue: '2500m' },
              },
            },
            {
              type: 'External',
              external: {
                metric: { name: 'fleetcast_outstanding' },
                target: { type: 'AverageValue', averageValue: '12' },
              },
            },
            {
              type: 'External',
              external: {
                metric: { name: 'fleetcast_ttft_seconds_p95_over_90s' },
                target: { type: 'Value', value: '1' },
              },
            },
            {
              type: 'Pods',
              pods: {
                metric: { name: 'vllm_kv_cache_usage_perc' },
                target: { type: 'AverageValue', averageValue: '700m' },
              },
            },
            {
              type: 'External',
              external: {
                metric: { name: 'vllm_num_requests_running' },
                target: { type: 'Value', value: '30' },
              },
            },
          ],
          behavior: { scaleDown: { selectPolicy: 'Disabled' } },
        },
      },
    ]);
    expect(beside).toEqual({ start: 4, tolerance: 0.05 });
    expect(remarks).toEqual([
      'spec.scaleTargetRef is to name what is scaled, here Deployment chat',
      'fleetcast_outstanding is to be made by an adapter: sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting)',
      'fleetcast_ttft_seconds_p95_over_90s is to be made by an adapter: histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket[90s])))',
    ]);
  });

  it('is a ScaledObject that asks Prometheus', () => {
    const { objects, beside } = written(
      {
        kind: 'keda',
        max: 8,
        metrics: [{ metric: 'kvShare', utilization: 0.7, activation: '5%' }],
        syncSeconds: 30,
      },
      'sglang',
    );
    expect(objects).toMatchObject([
      {
        spec: {
          minReplicaCount: 0,
          maxReplicaCount: 8,
          triggers: [
            {
              type: 'prometheus',
              metadata: { query: 'sum(sglang:token_usage)', threshold: '0.7', activationThreshold: '0.05' },
            },
          ],
        },
      },
    ]);
    expect(beside).toEqual({ syncSeconds: 30 });
  });

  it('is a Service of Knative, with the cluster’s ConfigMap where something is of the cluster', () => {
    expect(written({ kind: 'knative', max: 8, utilization: 0.29 }).objects).toMatchObject([
      {
        kind: 'Service',
        spec: {
          template: {
            metadata: {
              annotations: {
                'autoscaling.knative.dev/max-scale': '8',
                'autoscaling.knative.dev/target-utilization-percentage': '29',
              },
            },
          },
        },
      },
    ]);
    const { objects, remarks } = written({ kind: 'knative', max: 8, start: 0, maxScaleUpRate: 10 });
    expect(objects[1]).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'config-autoscaler' },
      data: { 'max-scale-up-rate': '10', 'allow-zero-initial-scale': 'true' },
    });
    expect(remarks).toHaveLength(2);
  });

  it('is a RayService of one deployment', () => {
    const [object] = written({ kind: 'ray-serve', min: 0, max: 4 }).objects;
    expect(object).toHaveProperty('spec.serveConfigV2', expect.stringContaining('max_replicas: 4'));
  });

  it.each([
    [{ kind: 'schedule', schedule: [{ from: 'Mon 07:00', replicas: 2 }] }, 'kind'],
    [{ kind: 'predictive', max: 3, perReplica: 1 }, 'kind'],
    [
      {
        kind: 'hpa',
        max: 3,
        metrics: [{ metric: 'waiting', averageValue: 1 }],
        behavior: { scaleUp: { stabilizationWindowSeconds: 0.5 } },
      },
      'behavior.scaleUp.stabilizationWindowSeconds',
    ],
    [
      { kind: 'keda', max: 3, pollingSeconds: 1.5, metrics: [{ metric: 'waiting', averageValue: 1 }] },
      'pollingSeconds',
    ],
    [
      { kind: 'keda', max: 3, metrics: [{ metric: 'ttftP95', value: 1, windowSeconds: 60.0001 }] },
      'metrics.0.windowSeconds',
    ],
    [{ kind: 'knative', max: 3, panicWindow: 0.001 }, 'panicWindow'],
    [{ kind: 'knative', max: 3, activationScale: 4 }, 'activationScale'],
    [{ kind: 'knative', max: 3, stableWindowSeconds: 6.5 }, 'stableWindowSeconds'],
  ])('is none where a cluster would refuse it: %j', (autoscale, path) => {
    const manifest = writeManifest(autoscaleSchema.parse(autoscale), NAMES);
    expect('problems' in manifest && manifest.problems.map((problem) => problem.path.join('.'))).toEqual([
      path,
    ]);
  });
});
