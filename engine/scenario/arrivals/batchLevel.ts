import { type PlacedProblem, valueAt } from '../reading/problems.ts';
import type { ArrivalDocument } from '../schema.ts';

const DAY = 86_400;

/** How long a batch has from its start to a time of day, seconds: the same time of day is that of the next day. */
export function secondsUntil(doneBySeconds: number, atSeconds: number): number {
  const left = (((doneBySeconds - atSeconds) % DAY) + DAY) % DAY;
  return left === 0 ? DAY : left;
}

/** A time by which all is done is one of a batch, and asks for all of it: no other limit goes with it. */
export function batchLevelProblems(
  arrivals: ArrivalDocument,
  workload: unknown,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  if (valueAt(workload, ['slo', 'doneBy']) === undefined) return [];
  const path = [...at, 'slo', 'doneBy'];
  if ('trace' in arrivals || arrivals.process !== 'batch') {
    return [
      {
        path,
        message: 'only a batch is done at some time: these requests keep coming',
        suggestion: 'use endToEndSeconds, or arrivals: { process: batch, count: …, at: “01:00” }',
      },
    ];
  }
  return ['ttftSeconds', 'tpotSeconds', 'endToEndSeconds', 'percentile'].flatMap((key): PlacedProblem[] =>
    valueAt(workload, ['slo', key]) === undefined
      ? []
      : [
          {
            path: [...at, 'slo', key],
            message: 'does not go with doneBy, which is asked of every request of the batch',
            suggestion: 'leave one of the two out',
          },
        ],
  );
}
