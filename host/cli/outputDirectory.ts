import { FileRefusal } from '../files/fileKind.ts';
import { directoryTrouble } from '../files/outputPaths.ts';
import { type Placing, putAll } from '../files/placing.ts';
import { type OutputFiles, stageOutputs } from '../files/stageOutputs.ts';
import { systemReason } from '../files/systemReason.ts';
import { cannotBeWritten } from './outputFile.ts';

/**
 * Throws `InputProblemError` where files of these names could not be written into `--out`, or would overwrite one
 * of the `inputs`; nothing is made by asking.
 */
export function checkOutputDirectory(
  directory: string,
  names: readonly string[],
  inputs: readonly string[],
): void {
  const trouble = directoryTrouble(directory, names, inputs);
  if (trouble !== undefined) throw cannotBeWritten('--out', directory, trouble);
}

/**
 * Writes all files of `--out`, and puts what waits elsewhere into its place with them: all of it or nothing. What
 * the check before could not see, a full disk for one, is no fault of ours either. Throws the signal's reason, too.
 */
export async function writeOutputs(
  directory: string,
  files: OutputFiles,
  signal: AbortSignal,
  elsewhere: readonly Placing[] = [],
): Promise<void> {
  try {
    const staged = await stageOutputs(directory, files, signal);
    try {
      putAll([staged, ...elsewhere]);
    } finally {
      staged.dispose();
    }
  } catch (error) {
    throw isOfTheDisk(error) ? cannotBeWritten('--out', directory, systemReason(error)) : error;
  }
}

function isOfTheDisk(error: unknown): error is Error {
  return error instanceof FileRefusal || (error instanceof Error && 'syscall' in error);
}
