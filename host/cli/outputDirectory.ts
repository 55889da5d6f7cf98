import { InputProblemError } from '../files/inputProblem.ts';
import { directoryTrouble, type OutputFiles, writeOutputDirectory } from '../files/outputPaths.ts';

/** Throws `InputProblemError` where `--out` could not be written; nothing is made by asking. */
export function checkOutputDirectory(directory: string): void {
  const trouble = directoryTrouble(directory);
  if (trouble !== undefined) throw cannotBeWritten(directory, trouble);
}

/** Writes all files of `--out`. What the check before could not see, a full disk for one, is no fault of ours either. */
export async function writeOutputs(directory: string, files: OutputFiles): Promise<void> {
  try {
    await writeOutputDirectory(directory, files);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw cannotBeWritten(directory, error.message);
  }
}

function cannotBeWritten(directory: string, reason: string): InputProblemError {
  return new InputProblemError([
    { file: '--out', path: '', message: `${directory} cannot be written: ${reason}` },
  ]);
}
