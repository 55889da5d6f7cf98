import { basename } from 'node:path';
import type { Problem } from '../../engine/scenario/reading/problem.ts';
import { thousands } from '../../engine/scenario/reading/thousands.ts';
import { countOf } from '../../engine/scenario/reading/toldProblems.ts';
import { type ErrorCode, ERRORS } from '../api/errors.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { troubleOf } from '../files/systemReason.ts';
import { Interrupted } from '../run/interrupted.ts';

/** An expected failure of the back room: a code, a sentence for a person, and one next action. */
export class HostError extends Error {
  readonly code: ErrorCode;
  readonly action: string;
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode,
    sentence: string,
    details: { action?: string; problems?: readonly Problem[] } = {},
  ) {
    super(sentence);
    this.name = 'HostError';
    this.code = code;
    this.action = details.action ?? ERRORS[code].action;
    this.problems = details.problems ?? [];
  }
}

/** Any error as one that a person can act on; those that are nobody's fault but ours become `FAULT`. */
export function asHostError(error: unknown): HostError {
  if (error instanceof HostError) return error;
  if (error instanceof InputProblemError) {
    const [first] = error.problems;
    const others = countOf(error.problems) - 1;
    const more = others > 0 ? ` (and ${thousands(others)} more)` : '';
    return new HostError('INPUT', `${first?.message ?? 'The scenario is wrong'}${more}`, {
      problems: error.problems,
    });
  }
  if (error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')) {
    return new HostError('CANCELLED', 'The run was cancelled.');
  }
  return (
    asTrouble(error) ??
    new HostError(
      'FAULT',
      `This is a fault of ours: ${error instanceof Error ? error.message : String(error)}`,
    )
  );
}

/** What is a matter of the machine, of its disks or of a file, with what was to be had, where that is known. */
function asTrouble(error: unknown): HostError | undefined {
  const trouble = troubleOf(error);
  if (trouble === undefined) return undefined;
  const { reason, whose } = trouble;
  const { path } = error as NodeJS.ErrnoException;
  const of = whose === 'store' ? 'The store cannot be used' : path === undefined ? undefined : basename(path);
  const sentence = of === undefined ? `${reason[0].toUpperCase()}${reason.slice(1)}.` : `${of}: ${reason}.`;
  if (whose === 'file') return new HostError('INPUT', sentence);
  const needsRoom = whose === 'store' || whose === 'disk';
  return new HostError('STORE', sentence, needsRoom ? {} : { action: 'Put that right, and try again.' });
}
