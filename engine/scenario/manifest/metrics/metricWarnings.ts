import type { PlacedProblem } from '../../reading/problems.ts';
import type { ForeignMetric } from './foreignMetric.ts';
import type { MappedMetric } from './mapMetrics.ts';

/** A manifest that scales by nothing that is simulated. */
export function onlyResources([{ at, names }]: readonly ForeignMetric[]): PlacedProblem {
  return {
    path: at,
    message: `is all that it scales by, and the use of ${names[0]} is not simulated`,
    suggestion: `a metric of the load; or, where it stands for how busy GPUs are, metricOf: { ${names[0]}: busyShare }`,
  };
}

/** One of several metrics that is not simulated. */
export function resourceWarning({ at, names }: ForeignMetric): PlacedProblem {
  return {
    path: at,
    message: `is left out: the use of ${names[0]} is not simulated; where it asks for more replicas than the others do, the cluster has more`,
  };
}

/** Engines count requests that ended. */
export function endedWarnings(mapped: readonly MappedMetric[]): PlacedProblem[] {
  return mapped
    .filter(({ metric, isOwn }) => metric === 'requestsPerSecond' && !isOwn)
    .map(({ foreign }) => ({
      path: foreign.nameAt,
      message:
        'counts requests that ended, here those that come in are counted: in an overload the cluster sees fewer',
    }));
}
