import { METRICS, type MetricName } from '../../../../engine/scenario/living/livingSpec.ts';
import { AUTOSCALE_LABELS, type START_UP_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';

export type ScalingKind = keyof typeof AUTOSCALE_LABELS;
export type StartUpKind = keyof typeof START_UP_LABELS;

const KINDS = Object.keys(AUTOSCALE_LABELS) as ScalingKind[];

/** Who sets the number of a pool's replicas. */
export function scalingKind(pool: unknown): ScalingKind {
  const autoscale = valueAt(pool, ['autoscale']);
  if (autoscale === undefined) return 'none';
  if (valueAt(autoscale, ['manifest']) !== undefined) return 'manifest';
  const kind = valueAt(autoscale, ['kind']);
  return KINDS.find((known) => known === kind) ?? 'hpa';
}

/** The replicas that a pool is written to have, or to begin with. */
export function writtenReplicas(pool: unknown): number {
  const places = [
    ['replicas'],
    ['autoscale', 'start'],
    ['autoscale', 'max'],
    ['autoscale', 'schedule', 0, 'replicas'],
  ];
  const found = places
    .map((path) => valueAt(pool, path))
    .find((value) => typeof value === 'number' && value >= 1);
  return typeof found === 'number' ? found : 1;
}

/** What an autoscaler of another kind begins with, from the number of replicas there was: figures to type over. */
export function firstAutoscale(kind: Exclude<ScalingKind, 'none'>, replicas: number): object {
  const limits = { min: 1, max: 2 * replicas };
  switch (kind) {
    case 'hpa':
      return { kind, ...limits, start: replicas, metrics: [firstMetric('outstanding')] };
    case 'keda':
      return { kind, min: 0, max: 2 * replicas, start: replicas, metrics: [firstMetric('outstanding')] };
    case 'knative':
      return { kind, ...limits, start: replicas, target: 20 };
    case 'ray-serve':
      return { kind, ...limits, start: replicas, targetOngoingRequests: 12 };
    case 'schedule':
      return {
        kind,
        schedule: [
          { from: 'Mon 07:00', replicas },
          { from: 'Fri 19:00', replicas: Math.max(1, Math.floor(replicas / 2)) },
        ],
      };
    case 'predictive':
      return { kind, ...limits, start: replicas, perReplica: 1 };
    case 'manifest':
      return { manifest: './hpa.yaml' };
  }
}

const FIRST_TARGETS = { averageValue: 12, utilization: '70%', value: '1s' } as const;

/** A metric with a target to type over. */
export function firstMetric(metric: MetricName): Readonly<Record<string, unknown>> {
  const target = METRICS[metric];
  return { metric, [target]: FIRST_TARGETS[target] };
}

/** Where a start-up is from. */
export function startUpKind(startUp: unknown): StartUpKind {
  if (startUp === undefined) return 'none';
  if (startUp === 'auto') return 'auto';
  return valueAt(startUp, ['preset']) === undefined ? 'stages' : 'preset';
}

/** What a start-up of another kind begins with. */
export function firstStartUp(kind: StartUpKind, preset: string): unknown {
  const first: Readonly<Record<StartUpKind, unknown>> = {
    none: undefined,
    auto: 'auto',
    preset: { preset },
    stages: { provision: '5s', boot: '5min', image: '1min', weights: '30s', warmUp: '1min' },
  };
  return first[kind];
}
