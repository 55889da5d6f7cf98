import type { PlacedProblem } from '../../reading/problems.ts';
import { instantText, spanText } from '../instantText.ts';
import type { PoolSurroundings } from '../poolSurroundings.ts';
import type { ReservedDocument } from './capacitySchema.ts';
import { BLOCK_ENDS_EARLY_SECONDS, BLOCK_NOTICE_SECONDS } from './capacitySpec.ts';

type At = readonly PropertyKey[];

/** A block's machines are of no use from the notice on. */
const SHORTEST_BLOCK = BLOCK_ENDS_EARLY_SECONDS + BLOCK_NOTICE_SECONDS;

/** What is wrong with the time of a reservation or capacity block. */
export function reservedProblems(
  { kind, from, until }: ReservedDocument,
  {
    startSeconds,
    horizonSeconds = Number.POSITIVE_INFINITY,
  }: Pick<PoolSurroundings, 'startSeconds' | 'horizonSeconds'>,
  at: At,
): PlacedProblem[] {
  if (from !== undefined && until !== undefined) {
    if (until <= from) {
      return [
        {
          path: [...at, 'until'],
          message: `${instantText(until)} is not after from, ${instantText(from)}`,
          suggestion: 'a later instant',
        },
      ];
    }
    if (kind === 'capacity-block' && until - from < SHORTEST_BLOCK) {
      return [
        {
          path: [...at, 'until'],
          message: `a block of ${(until - from) / 60} min is of no use: its machines have notice ${SHORTEST_BLOCK / 60} min before its end`,
          suggestion: `${SHORTEST_BLOCK / 60} min or more; blocks are sold by the day`,
        },
      ];
    }
  }
  if (startSeconds === undefined) return [];
  const outside = (key: string, instant: number, where: string): PlacedProblem => ({
    path: [...at, key],
    message: `${key} ${instantText(instant)} is ${where} the horizon, ${spanText(startSeconds, horizonSeconds)}: nothing of it is simulated or paid`,
    suggestion: 'leave the entry out, or give instants that reach into the horizon',
  });
  if (until !== undefined && until <= startSeconds) return [outside('until', until, 'before')];
  if (from !== undefined && from >= startSeconds + horizonSeconds) return [outside('from', from, 'after')];
  return [];
}
