import type { Problem } from '../../engine/scenario/problem.ts';
import { thousands } from '../../engine/scenario/thousands.ts';
import { countOf } from '../../engine/scenario/toldProblems.ts';
import { type ErrorCode, ERRORS } from '../api/errors.ts';
import { InputProblemError } from '../files/inputProblem.ts';
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

/** What the disk or the file system may answer; the code says which. */
const SYSTEM_SENTENCES: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'There is no space left on the disk of the store.',
  SQLITE_IOERR: 'The disk of the store cannot be read or written.',
  SQLITE_READONLY: 'The store cannot be written.',
  SQLITE_BUSY: 'Another Fleetcast is writing to the store and does not let go.',
  SQLITE_CORRUPT: 'The store is damaged.',
  SQLITE_NOTADB: 'The store is damaged.',
  ENOSPC: 'There is no space left on the disk.',
  EDQUOT: 'The disk quota is used up.',
  EROFS: 'The file system is read-only.',
  EACCES: 'The file or its folder may not be written (permission denied).',
  EPERM: 'The file or its folder may not be written (permission denied).',
};

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
  const code = error instanceof Error ? String((error as NodeJS.ErrnoException).code ?? '') : '';
  const known = Object.entries(SYSTEM_SENTENCES).find(([prefix]) => code.startsWith(prefix));
  if (known !== undefined) return new HostError('STORE', known[1]);
  return new HostError(
    'FAULT',
    `This is a fault of ours: ${error instanceof Error ? error.message : String(error)}`,
  );
}
