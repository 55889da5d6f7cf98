import type { Problem } from '../../engine/scenario/reading/problem.ts';
import { toldProblems } from '../../engine/scenario/reading/toldProblems.ts';
import { TextProblem } from '../../engine/text/textProblem.ts';
import { TraceFileError } from './traceFiles.ts';

/** The input is wrong: what was found, in the order of the document, as `toldProblems` has it. */
export class InputProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const told = toldProblems(problems);
    super(told.map(({ message }) => message).join('\n'));
    this.name = 'InputProblemError';
    this.problems = told;
  }
}

/** The problem that reading a trace or a table ended with; undefined for an error that is no fault of the file. */
export function textProblem(error: unknown, file: string): Problem | undefined {
  if (error instanceof TraceFileError) return { file, path: '', message: error.message };
  if (!(error instanceof TextProblem)) return undefined;
  const { line, column, reason } = error;
  return { file, ...(line === undefined ? {} : { line }), path: column ?? '', message: reason };
}
