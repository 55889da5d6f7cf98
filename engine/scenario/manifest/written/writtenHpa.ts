import type { HpaDocument, MetricDocument, RulesDocument } from '../../living/autoscale/hpaSchema.ts';
import { METRICS } from '../../living/livingSpec.ts';
import { AT_AN_INSTANT } from '../../living/autoscale/autoscaleChecks.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import { engineGauge, engineQuery, USUAL_WINDOW } from '../metrics/engineMetrics.ts';
import { ownMetricName } from '../metrics/ownMetricNames.ts';
import { quantityText } from '../quantity.ts';
import { unusual, USUAL_HPA, wholeSeconds, type WriteManifest, type WriteNames } from './writtenManifest.ts';

/** A policy of kind hpa as a HorizontalPodAutoscaler. */
export function writtenHpa(document: HpaDocument, { name, engine }: WriteNames): WriteManifest {
  const { min, max, metrics, behavior } = document;
  const problems = behaviorProblems(behavior);
  if (problems.length > 0) return { problems };
  const named = metrics.map((metric) => ({ metric, ...nameOf(metric, engine) }));
  const rules = named.flatMap(({ name: metricName, query }) =>
    query === undefined ? [] : [`${metricName} is to be made by an adapter: ${query}`],
  );
  return {
    objects: [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: min,
          maxReplicas: max,
          metrics: named.map(({ metric, name: metricName }) => written(metric, metricName)),
          ...behaviorOf(behavior),
        },
      },
    ],
    beside: unusual(document, USUAL_HPA),
    remarks: [`spec.scaleTargetRef is to name what is scaled, here Deployment ${name}`, ...new Set(rules)],
  };
}

/** What an adapter for Kubernetes calls a metric, and where that is none of the engine’s names, the query that it stands for. */
function nameOf(
  { metric, averageValue, per = 'pods', windowSeconds = USUAL_WINDOW }: MetricDocument,
  engine: WriteNames['engine'],
): { readonly name: string; readonly query?: string } {
  const gauge = engineGauge(metric, engine);
  if (gauge !== undefined) return { name: gauge.replace(':', '_') };
  const isUsual = AT_AN_INSTANT.has(metric) || windowSeconds === USUAL_WINDOW;
  const isOfPods =
    METRICS[metric] !== 'value' && per === 'pods' && (averageValue !== undefined || metric === 'busyShare');
  const query = engineQuery(metric, windowSeconds, engine, isOfPods ? 'replica' : 'pool');
  return { name: ownMetricName(metric, isUsual ? undefined : windowSeconds), query };
}

function written({ averageValue, utilization, value, per }: MetricDocument, name: string): object {
  const metric = { name };
  // Of pods Kubernetes knows means only: a share is one of thousandths.
  const mean = per === 'pool' ? undefined : (averageValue ?? utilization);
  if (mean !== undefined) {
    return {
      type: 'Pods',
      pods: { metric, target: { type: 'AverageValue', averageValue: quantityText(mean) } },
    };
  }
  const target =
    averageValue === undefined
      ? { type: 'Value', value: quantityText(value ?? Number.NaN) }
      : { type: 'AverageValue', averageValue: quantityText(averageValue) };
  return { type: 'External', external: { metric, target } };
}

/** Rules as Kubernetes has them; those of the HPA that KEDA makes, too. */
export function behaviorOf(behavior: HpaDocument['behavior']): { readonly behavior?: object } {
  if (behavior === undefined) return {};
  const ways = Object.entries(behavior).flatMap(([way, rules]) =>
    rules === undefined ? [] : [[way, rulesOf(rules)]],
  );
  return { behavior: Object.fromEntries(ways) };
}

function rulesOf({ tolerance, policies, ...rules }: RulesDocument): object {
  return {
    ...rules,
    // An empty list is the usual ones, here; Kubernetes refuses it.
    ...(policies === undefined || policies.length === 0 ? {} : { policies }),
    ...(tolerance === undefined ? {} : { tolerance: quantityText(tolerance) }),
  };
}

/** What of rules Kubernetes takes in whole seconds. */
export function behaviorProblems(behavior: HpaDocument['behavior']): readonly PlacedProblem[] {
  return (['scaleUp', 'scaleDown'] as const).flatMap((way) => {
    const { stabilizationWindowSeconds, policies = [] } = behavior?.[way] ?? {};
    return [
      ...wholeSeconds(stabilizationWindowSeconds, ['behavior', way, 'stabilizationWindowSeconds']),
      ...policies.flatMap(({ periodSeconds }, i) =>
        wholeSeconds(periodSeconds, ['behavior', way, 'policies', i, 'periodSeconds']),
      ),
    ];
  });
}
