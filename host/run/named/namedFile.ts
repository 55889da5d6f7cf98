import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { PlacedProblem } from '../../../engine/scenario/reading/problems.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import type { TraceSource } from '../inspectTraces.ts';

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
    problems.push(...toldOfFile(error.problems, written, path, place));
    return undefined;
  }
}

/** What is told of a file that the scenario names at a path, as told of that path: with its place in the file, and what would be right. */
export function toldOfFile(
  problems: readonly Problem[],
  written: string,
  path: readonly PropertyKey[],
  place: (problem: PlacedProblem) => Problem,
): Problem[] {
  return problems.map(({ line, column, path: field, message, suggestion, more }) => {
    const at = [written, line, column].filter((part) => part !== undefined).join(':');
    const where = field === '' ? at : `${at}: ${field}`;
    const placed = place({
      path: [...path],
      message: `${where}: ${message}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
    return more === undefined ? placed : { ...placed, more };
  });
}
