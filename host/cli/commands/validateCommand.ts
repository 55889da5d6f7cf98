import type { PoolMemory } from '../../../engine/scenario/memoryParts.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { jsonText } from '../../report/jsonText.ts';
import { EXIT } from '../exitCodes.ts';
import { watchInterruption } from '../interruption.ts';
import type { RunFlags } from '../options.ts';
import { memoryText } from '../memoryText.ts';
import { prepareWithProgress } from '../prepareWithProgress.ts';
import { problemsText } from '../problemsText.ts';
import { writeError, writeOut } from '../../terminal/standardStreams.ts';
import { visible } from '../../terminal/visible.ts';
import { traceNotesText } from '../traceNotesText.ts';

export type ValidateFlags = Pick<RunFlags, 'seed' | 'set' | 'json'>;

/** What `--json` says of a file; nothing but problems where there are any. */
interface CheckedFile {
  readonly file: string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** What of a manifest is not read and does no harm; present where there is such. */
  readonly notes?: readonly Problem[];
  /** What fills each GPU of the pools whose KV cache is planned. */
  readonly memory: readonly PoolMemory[];
}

/**
 * `fleetcast validate`: everything that `simulate` would check, for each file, without simulating. Problems and warnings are told
 * on standard error, in JSON as well.
 */
export async function validateCommand(files: readonly string[], flags: ValidateFlags): Promise<number> {
  const interruption = watchInterruption();
  const checked: CheckedFile[] = [];
  try {
    for (const file of files) {
      try {
        const prepared = await prepareWithProgress(file, flags, interruption.signal);
        const { warnings, notes, memory } = prepared;
        if (!flags.json) {
          const told = problemsText(notes, 'note');
          writeOut(`${visible(file)}: ok\n${traceNotesText(prepared)}${told}${memoryText(prepared)}`);
        }
        writeError(problemsText(warnings, 'warning'));
        checked.push({ file, problems: [], warnings, ...(notes.length > 0 && { notes }), memory });
      } catch (error) {
        if (!(error instanceof InputProblemError)) throw error;
        writeError(problemsText(error.problems));
        checked.push({ file, problems: error.problems, warnings: [], memory: [] });
      }
    }
    if (flags.json) writeOut(jsonText({ scenarios: checked }));
    return checked.some(({ problems }) => problems.length > 0) ? EXIT.input : EXIT.done;
  } finally {
    interruption.dispose();
  }
}
