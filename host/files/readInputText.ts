import { InputProblemError } from './inputProblem.ts';
import { readInput } from './inputFile.ts';
import { readReason } from './systemReason.ts';

/** What an input of each kind may have, in bytes: ample for what it is, and small for a memory. */
export const MOST_INPUT_BYTES = {
  scenario: 4_000_000,
  /** Prices and calibrations: YAML, of which every value becomes an object. */
  document: 16_000_000,
  /** Prices as a table. */
  table: 64_000_000,
  /** Reports of benchmarks may have every request in them. */
  measurements: 128_000_000,
} as const;

/** The text (UTF-8) of a file that a person named. Throws `InputProblemError` where it cannot be read, with the reason. */
export function readInputText(file: string, kind: keyof typeof MOST_INPUT_BYTES): string {
  try {
    return readInput(file, MOST_INPUT_BYTES[kind]).toString('utf8');
  } catch (error) {
    const reason = readReason(error);
    if (reason === undefined) throw error;
    throw new InputProblemError([{ file, path: '', message: `cannot be read: ${reason}` }]);
  }
}
