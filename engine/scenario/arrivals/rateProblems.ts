import { DEMAND_RATE_EXAMPLES } from './demandRate.ts';
import { type PlacedProblem, valueAt } from '../reading/problems.ts';
import type { ArrivalDocument } from '../schema.ts';

/** How much is asked must be said once, and in tokens only where requests have such. */
export function rateProblems(
  arrivals: ArrivalDocument,
  workload: unknown,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  if ('trace' in arrivals || arrivals.process === 'batch') return [];
  const { rate, ratePerSecond } = arrivals;
  if (rate === undefined) {
    if (ratePerSecond !== undefined || arrivals.process === 'mmpp') return [];
    return [
      {
        path: [...at, 'ratePerSecond'],
        message: 'is missing: it must be a number',
        suggestion: `or give rate, such as ${DEMAND_RATE_EXAMPLES}`,
      },
    ];
  }
  if (ratePerSecond !== undefined)
    return [{ path: [...at, 'rate'], message: 'give either rate or ratePerSecond' }];
  if (rate.unit === 'outputTokens' && valueAt(workload, ['outputTokens']) === undefined) {
    return [
      {
        path: [...at, 'rate'],
        message: 'counts output tokens, and the requests have none',
        suggestion: 'give requests or prompt tokens, or the outputTokens of a request',
      },
    ];
  }
  return [];
}
