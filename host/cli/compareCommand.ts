import { MOST_COMPARED } from '../../engine/scenario/mostCompared.ts';
import type { Problem } from '../../engine/scenario/problem.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import type { OutputFiles } from '../files/stageOutputs.ts';
import { renderCompareReport } from '../questions/compare/compareHtml.ts';
import { compareRuns, comparisonProblems } from '../questions/compare/compareRuns.ts';
import { compareText } from '../questions/compare/compareText.ts';
import { compareWorkbook } from '../questions/compare/compareWorkbook.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import { dataDirectory } from '../store/dataDirectory.ts';
import { EXIT } from './exitCodes.ts';
import { watchInterruption } from './interruption.ts';
import type { RunFlags } from './options.ts';
import { checkOutputDirectory, writeOutputs } from './outputDirectory.ts';
import { prepareWithProgress } from './prepareWithProgress.ts';
import { runWithProgress } from './runWithProgress.ts';
import { jsonText } from '../report/jsonText.ts';
import { textOptions } from './standardOutput.ts';
import { writeError, writeOut } from '../terminal/standardStreams.ts';
import { traceNotesText } from './traceNotesText.ts';

/** What `--out` gets. */
const FILES = ['comparison.json', 'comparison.html', 'comparison.xlsx'] as const;

export interface CompareFlags extends RunFlags {
  readonly out?: string;
}

/** `fleetcast compare`: every scenario is checked before the first is run; each is compared with the first. */
export async function compareCommand(files: readonly string[], flags: CompareFlags): Promise<number> {
  const interruption = watchInterruption();
  try {
    const prepared = await prepareAll(files, flags, interruption.signal);
    if (flags.out !== undefined) {
      checkOutputDirectory(
        flags.out,
        FILES,
        prepared.flatMap(({ inputs }) => inputs),
      );
    }
    const { comparison, view } = await compareRuns(prepared, flags.workers, (scenario) =>
      runWithProgress(scenario, {
        workers: flags.workers,
        dataDirectory: dataDirectory(flags.dataDir),
        fresh: flags.fresh,
        signal: interruption.signal,
      }),
    );
    if (flags.out !== undefined) {
      const outputs: OutputFiles<(typeof FILES)[number]> = {
        'comparison.json': jsonText(comparison),
        'comparison.html': renderCompareReport(view, comparison.runs),
        'comparison.xlsx': await compareWorkbook(view, comparison.runs),
      };
      await writeOutputs(flags.out, outputs, interruption.signal);
    }
    writeOut(flags.json ? jsonText(comparison) : compareText(comparison, textOptions()));
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}

async function prepareAll(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<readonly PreparedRun[]> {
  if (files.length < 2) {
    throw new InputProblemError([{ file: 'compare', path: '', message: 'it takes two scenarios or more' }]);
  }
  if (files.length > MOST_COMPARED) {
    const message = `${files.length} scenarios are too many for one comparison: give at most ${MOST_COMPARED}`;
    throw new InputProblemError([{ file: 'compare', path: '', message }]);
  }
  const prepared: PreparedRun[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const run = await prepareWithProgress(file, flags, signal);
      writeError(traceNotesText(run));
      prepared.push(run);
    } catch (error) {
      if (!(error instanceof InputProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...comparisonProblems(prepared));
  if (problems.length > 0) throw new InputProblemError(problems);
  return prepared;
}
