import { activationOf } from '../../living/autoscale/activation.ts';
import type { KedaDocument } from '../../living/autoscale/kedaSchema.ts';
import { METRICS } from '../../living/livingSpec.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import { engineQuery, USUAL_WINDOW } from '../metrics/engineMetrics.ts';
import { behaviorOf, behaviorProblems } from './writtenHpa.ts';
import { unusual, USUAL_HPA, wholeSeconds, type WriteManifest, type WriteNames } from './writtenManifest.ts';

/** Where the operator of Prometheus puts its service. */
const PROMETHEUS = 'http://prometheus-operated.monitoring.svc:9090';
const SECONDS = ['pollingSeconds', 'cooldownSeconds', 'initialCooldownSeconds'] as const;

/** A policy of kind keda as a ScaledObject that asks Prometheus. */
export function writtenKeda(document: KedaDocument, { name, engine }: WriteNames): WriteManifest {
  const { min, max, idle, metrics, behavior } = document;
  const problems = [
    ...SECONDS.flatMap((key) => wholeSeconds(document[key], [key])),
    ...metrics.flatMap(({ windowSeconds }, i) => windowProblems(windowSeconds, i)),
    ...behaviorProblems(behavior),
  ];
  if (problems.length > 0) return { problems };
  const rules = behaviorOf(behavior);
  return {
    objects: [
      {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata: { name },
        spec: {
          scaleTargetRef: { name },
          minReplicaCount: min,
          maxReplicaCount: max,
          ...(idle === undefined ? {} : { idleReplicaCount: idle }),
          pollingInterval: document.pollingSeconds,
          cooldownPeriod: document.cooldownSeconds,
          ...(document.initialCooldownSeconds === 0
            ? {}
            : { initialCooldownPeriod: document.initialCooldownSeconds }),
          ...('behavior' in rules && { advanced: { horizontalPodAutoscalerConfig: rules } }),
          triggers: metrics.map((metric) => triggerOf(metric, engine)),
        },
      },
    ],
    beside: unusual(document, USUAL_HPA),
    remarks: [
      `spec.scaleTargetRef is to name what is scaled, here Deployment ${name}`,
      'serverAddress is to name the Prometheus that reads the engines',
    ],
  };
}

function triggerOf(document: KedaDocument['metrics'][number], engine: WriteNames['engine']): object {
  const { metric, windowSeconds = USUAL_WINDOW } = document;
  const target = document[METRICS[metric]];
  const activation = activationOf(metric, document.activation);
  return {
    type: 'prometheus',
    ...(METRICS[metric] === 'value' && { metricType: 'Value' }),
    metadata: {
      serverAddress: PROMETHEUS,
      query: engineQuery(metric, windowSeconds, engine, 'pool'),
      threshold: String(target),
      ...(activation === 0 ? {} : { activationThreshold: String(activation) }),
    },
  };
}

/** Prometheus takes whole milliseconds. */
function windowProblems(windowSeconds: number | undefined, index: number): readonly PlacedProblem[] {
  if (windowSeconds === undefined || Number(`${Math.round(windowSeconds * 1000)}e-3`) === windowSeconds)
    return [];
  return [
    {
      path: ['metrics', index, 'windowSeconds'],
      message: `must be whole milliseconds in a query, got ${windowSeconds} s`,
    },
  ];
}
