import { TextProblem } from '../../text/textProblem.ts';

/**
 * How much later each round of a repeated trace is: from its first row to its last, and one mean
 * interval more, so that the rate stays what it is. In the units of `first` and `last`.
 * Throws TextProblem where no time passes: the rounds would all come at once.
 */
export function repeatSpan(first: number, last: number, rows: number): number {
  if (last > first) return (last - first) * (rows / (rows - 1));
  throw new TextProblem(1, 'the trace cannot be repeated: all its rows arrive at one instant');
}
