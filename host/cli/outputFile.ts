import { InputProblemError } from '../files/inputProblem.ts';
import { fileTrouble } from '../files/outputPaths.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { systemReason } from '../files/systemReason.ts';

/**
 * Throws `InputProblemError` where the file that `option` names could not be written, or is one of the `inputs`;
 * nothing is made by asking.
 */
export function checkOutputFile(option: string, path: string, inputs: readonly string[]): void {
  const trouble = fileTrouble(path, inputs);
  if (trouble !== undefined) throw cannotBeWritten(option, path, trouble);
}

/** Writes the file that `option` names, whole or not at all. A full disk, say, is no fault of ours. */
export function writeOutputFile(option: string, path: string, content: string): void {
  try {
    replaceFile(path, content);
  } catch (error) {
    throw error instanceof Error ? cannotBeWritten(option, path, systemReason(error)) : error;
  }
}

export function cannotBeWritten(option: string, path: string, reason: string): InputProblemError {
  return new InputProblemError([{ file: option, path: '', message: `${path} cannot be written: ${reason}` }]);
}
