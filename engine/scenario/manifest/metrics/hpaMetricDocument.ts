import { METRICS } from '../../living/livingSpec.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import { excerpt } from '../../reading/toldProblems.ts';
import type { MappedMetric } from './mapMetrics.ts';
import { shareOf } from './shareOf.ts';

/** A metric as a document has it, what is to be told of it, or why it cannot be one. */
export interface MetricWords {
  readonly metric?: Readonly<Record<string, unknown>>;
  readonly warnings: readonly PlacedProblem[];
  readonly problems: readonly PlacedProblem[];
}

/** How the manifest calls a target. */
const TARGETS = {
  replica: 'a mean of pods',
  shared: 'an AverageValue, which divides a total among the replicas',
  whole: 'a Value',
  percent: 'a Utilization, which is of what pods request',
} as const;

/** A metric of a HorizontalPodAutoscaler as the document of kind hpa has it. */
export function hpaMetricDocument(mapped: MappedMetric): MetricWords {
  const { foreign, metric } = mapped;
  const { of, targetAt } = foreign;
  const windowSeconds = mapped.windowSeconds === undefined ? {} : { windowSeconds: mapped.windowSeconds };
  const refused = (suggestion: string): MetricWords => ({
    warnings: [],
    problems: [
      {
        path: targetAt,
        message: `does not go with “${excerpt(foreign.names[0], 80)}”, which is ${metric} here: it is ${TARGETS[of]}`,
        suggestion,
      },
    ],
  });
  const given = METRICS[metric];
  if (given === 'averageValue') {
    if (of === 'percent') return refused('as a Pods metric with an averageValue');
    const target = foreign.target * mapped.scale;
    if (of === 'whole') return plain({ metric, value: target, ...windowSeconds });
    return plain({ metric, averageValue: target, ...(of === 'shared' && { per: 'pool' }), ...windowSeconds });
  }
  if (given === 'utilization') {
    if (of !== 'replica' && of !== 'percent')
      return refused('as a Pods metric with an averageValue: the mean share of the replicas');
    const { share, warning } = shareOf(mapped, foreign.target, targetAt);
    const rounding: PlacedProblem = {
      path: targetAt,
      message: `is taken as ${Number((100 * share).toPrecision(12))}% of ${metric}, which is compared in whole percent; the cluster compares thousandths`,
    };
    return {
      metric: { metric, utilization: share, ...windowSeconds },
      warnings: [...(warning === undefined ? [] : [warning]), ...(of === 'replica' ? [rounding] : [])],
      problems: [],
    };
  }
  if (of !== 'whole') return refused('as an Object or External metric with a value, in seconds');
  return plain({ metric, value: foreign.target * mapped.scale, ...windowSeconds });
}

function plain(metric: Readonly<Record<string, unknown>>): MetricWords {
  return { metric, warnings: [], problems: [] };
}
