import { InputProblemError } from '../files/inputProblem.ts';
import { EXIT } from './exitCodes.ts';
import { watchInterruption } from './interruption.ts';
import type { RunFlags } from './options.ts';
import { memoryText } from './memoryText.ts';
import { prepareWithProgress } from './prepareWithProgress.ts';
import { problemsText } from './problemsText.ts';
import { writeError, writeOut } from '../terminal/standardStreams.ts';
import { visible } from '../terminal/visible.ts';
import { traceNotesText } from './traceNotesText.ts';

export type ValidateFlags = Pick<RunFlags, 'seed' | 'set'>;

/** `fleetcast validate`: everything that `simulate` would check, for each file, without simulating. */
export async function validateCommand(files: readonly string[], flags: ValidateFlags): Promise<number> {
  const interruption = watchInterruption();
  let code: number = EXIT.done;
  try {
    for (const file of files) {
      try {
        const prepared = await prepareWithProgress(file, flags, interruption.signal);
        writeOut(`${visible(file)}: ok\n${traceNotesText(prepared)}${memoryText(prepared)}`);
        writeError(problemsText(prepared.warnings, 'warning'));
      } catch (error) {
        if (!(error instanceof InputProblemError)) throw error;
        writeError(problemsText(error.problems));
        code = EXIT.input;
      }
    }
    return code;
  } finally {
    interruption.dispose();
  }
}
