import { ACTIVATION_FORMS, parseActivation } from './activation.ts';
import type { KedaDocument } from './kedaSchema.ts';
import { METRICS } from '../livingSpec.ts';
import type { PlacedProblem } from '../../reading/problems.ts';

type At = readonly PropertyKey[];

/** What the values of a KEDA autoscaler do not allow together. */
export function kedaProblems({ idle, min, metrics }: KedaDocument, at: At): PlacedProblem[] {
  const problems = metrics.flatMap(({ metric, activation }, i) => {
    const parsed = parseActivation(metric, activation);
    const wrong = 'problem' in parsed ? parsed.problem : parsed.value < 0 ? `got ${activation}` : undefined;
    if (wrong === undefined) return [];
    const form = ACTIVATION_FORMS[METRICS[metric]];
    return [
      {
        path: [...at, 'metrics', i, 'activation'],
        message: `${wrong}: it must be ${form}, of 0 or more, as ${metric} is`,
      },
    ];
  });
  return idle === undefined ? problems : [...problems, ...idleProblems(idle, min, [...at, 'idle'])];
}

function idleProblems(idle: number, min: number, at: At): PlacedProblem[] {
  if (idle > 0) {
    return [
      {
        path: at,
        message: `must be 0, got ${idle}: the HPA would raise any other number to its own minimum at its next look`,
        suggestion: 'idle: 0 with a min of 1 or more; without idle the pool keeps min',
      },
    ];
  }
  if (min > 0) return [];
  return [
    {
      path: at,
      message: 'is for a min of 1 or more, got min 0: the pool is asleep then while there is nothing to do',
      suggestion: 'leave it out; or give min as many as the pool is to wake up with',
    },
  ];
}
