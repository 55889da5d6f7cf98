import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where `answerExamples` leaves a data directory in which every example has been drafted. */
export const ANSWERED_EXAMPLES = join(import.meta.dirname, '..', '..', '.reports', 'answered-examples');

/** Copies it, so that a test's server need not simulate the examples again; where nobody made it, that one does. */
export function copyAnsweredExamples(directory: string): void {
  if (existsSync(ANSWERED_EXAMPLES)) cpSync(ANSWERED_EXAMPLES, directory, { recursive: true });
}
