import { z } from 'zod';
import type { Problem } from '../../engine/scenario/reading/problem.ts';

/** Whose matter an error is: the person's input, something that is not there, two who want the same, a wish to stop, or our fault. */
export type ErrorKind = 'input' | 'missing' | 'conflict' | 'refused' | 'cancelled' | 'ours';

const problem = z.object({
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  path: z.string(),
  message: z.string(),
  suggestion: z.string().optional(),
  more: z.number().optional(),
});

/** What every error of the API carries beside its code. */
const errorData = z.object({
  /** What happened, for a person. */
  sentence: z.string(),
  /** The one obvious next action. */
  action: z.string(),
  /** Where the input is at fault, if it is. */
  problems: z.array(problem).default([]),
});

/** As whoever meets an error reads it. */
export interface ApiErrorData {
  readonly sentence: string;
  readonly action: string;
  readonly problems: readonly Problem[];
}

/** Every error that a call may answer with: its kind, and what to do when nothing better is known. */
export const ERRORS = {
  INPUT: { kind: 'input', action: 'Put the marked fields right.' },
  MALFORMED: { kind: 'input', action: 'Reload the window; if it stays, report it.' },
  TOO_LARGE: {
    kind: 'input',
    action: 'Use a smaller file, or the command line, which reads files of any size.',
  },
  NOT_FOUND: { kind: 'missing', action: 'Go back to Home and open it again.' },
  CONFLICT: { kind: 'conflict', action: 'Load the other version, or save yours under another name.' },
  REFUSED: { kind: 'refused', action: 'Choose the file yourself, with Open or Import.' },
  CANCELLED: { kind: 'cancelled', action: 'Run it again; finished windows are kept.' },
  STORE: {
    kind: 'ours',
    action: 'Free some space, or start with --data-dir on another folder; save to a file meanwhile.',
  },
  FAULT: { kind: 'ours', action: 'Try again; if it stays, report it with this sentence.' },
} as const satisfies Record<string, { readonly kind: ErrorKind; readonly action: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** The error map of the contract: one shape of data for all codes. */
export const errorMap = Object.fromEntries(
  Object.keys(ERRORS).map((code) => [code, { data: errorData }]),
) as Record<ErrorCode, { readonly data: typeof errorData }>;
