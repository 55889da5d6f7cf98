import type { Problem } from '../../engine/scenario/problem.ts';
import type { PlacedProblem } from '../../engine/scenario/problems.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import type { TraceSource } from './inspectTraces.ts';

/** Reads a file that the scenario names at a path; what is wrong with it is a problem of that path. */
export function namedFile<T>(
  written: string,
  path: readonly PropertyKey[],
  read: (path: string) => T,
  { locateTrace }: Pick<TraceSource, 'locateTrace'>,
  place: (problem: PlacedProblem) => Problem,
  problems: Problem[],
): T | undefined {
  const located = locateTrace(written);
  if (!('path' in located)) {
    problems.push(place({ path: [...path], message: located.refusal }));
    return undefined;
  }
  try {
    return read(located.path);
  } catch (error) {
    if (!(error instanceof InputProblemError)) throw error;
    for (const problem of error.problems) {
      const { line, column } = problem;
      const at = [written, line, column].filter((part) => part !== undefined).join(':');
      const where = problem.path === '' ? at : `${at}: ${problem.path}`;
      const placed = place({ path: [...path], message: `${where}: ${problem.message}` });
      problems.push(problem.more === undefined ? placed : { ...placed, more: problem.more });
    }
    return undefined;
  }
}
