import { METRICS } from '../../living/livingSpec.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import type { KedaMetric } from '../kinds/kedaTriggers.ts';
import type { MappedMetric } from './mapMetrics.ts';
import type { MetricWords } from './hpaMetricDocument.ts';
import { shareOf } from './shareOf.ts';

/** A trigger of KEDA as the document of kind keda has it: a total that is divided among the replicas, or a quantile as it is. */
export function kedaMetricDocument(
  mapped: MappedMetric,
  { activation, activationAt }: KedaMetric,
): MetricWords {
  const { foreign, metric, of, scale } = mapped;
  const { targetAt, nameAt } = foreign;
  const refused = (path: readonly PropertyKey[], message: string, suggestion: string): MetricWords => ({
    warnings: [],
    problems: [{ path, message, suggestion }],
  });
  const given = METRICS[metric];
  if (given === 'value') {
    if (foreign.of === 'shared') {
      return refused(
        targetAt,
        `is an AverageValue, by which a time (${metric} here) is divided among the replicas: as many are asked for whatever there are`,
        'metricType: Value',
      );
    }
    return words({ metric, value: foreign.target * scale }, mapped, activation * scale, []);
  }
  if (foreign.of === 'whole') {
    return refused(
      targetAt,
      `is a Value, which is not simulated of ${metric}: the total, or the mean, times the replicas that are ready`,
      'metricType: AverageValue with sum(…) asks for the same number once all are ready',
    );
  }
  if (of === 'mean' || of === 'largest') {
    return refused(
      nameAt,
      `asks for the ${of === 'mean' ? 'mean' : 'largest'} of the replicas, which an AverageValue divides among them again: as many are asked for whatever there are`,
      'sum(…) in its place, or metricType: Value',
    );
  }
  const warnings = of === 'each' ? [seriesWarning(nameAt)] : [];
  if (given === 'averageValue') {
    return words({ metric, averageValue: foreign.target * scale }, mapped, activation * scale, warnings);
  }
  const { share, warning } = shareOf(mapped, foreign.target, targetAt);
  const active = shareOf(mapped, activation, activationAt).share;
  return words({ metric, utilization: share }, mapped, active, [...warnings, ...(warning ? [warning] : [])]);
}

function words(
  metric: Readonly<Record<string, unknown>>,
  { windowSeconds }: MappedMetric,
  activation: number,
  warnings: readonly PlacedProblem[],
): MetricWords {
  return {
    metric: {
      ...metric,
      ...(windowSeconds === undefined ? {} : { windowSeconds }),
      ...(activation === 0 ? {} : { activation }),
    },
    warnings,
    problems: [],
  };
}

/** KEDA fails where a query gives more than one series. */
function seriesWarning(path: readonly PropertyKey[]): PlacedProblem {
  return {
    path,
    message:
      'is taken as the total: the query gives a series for each replica, of which KEDA takes no more than one',
    suggestion: 'sum(…) around it',
  };
}
