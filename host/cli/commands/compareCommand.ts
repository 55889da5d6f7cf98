import { MOST_COMPARED } from '../../../engine/scenario/mostCompared.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import type { OutputFiles } from '../../files/stageOutputs.ts';
import { takenIndex } from '../../questions/answer/compare/answeredComparison.ts';
import { answerComparison } from '../../questions/answer/compare/answerComparison.ts';
import { renderCompareReport } from '../../questions/compare/compareHtml.ts';
import { compareRuns, comparisonProblems } from '../../questions/compare/compareRuns.ts';
import { compareText } from '../../questions/compare/compareText.ts';
import { compareWorkbook } from '../../questions/compare/compareWorkbook.ts';
import { renderAnswer } from '../../report/answerHtml.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { SharedThreads } from '../../run/windowRunners.ts';
import { dataDirectory } from '../../store/dataDirectory.ts';
import { answerWithProgress } from '../answerWithProgress.ts';
import { commandThreads } from '../commandThreads.ts';
import { EXIT } from '../exitCodes.ts';
import { watchInterruption } from '../interruption.ts';
import type { RunFlags } from '../options.ts';
import { checkOutputDirectory, writeOutputs } from '../outputDirectory.ts';
import { type PreparedVariants, prepareVaried, type VaryFlags } from './prepareVaried.ts';
import { prepareWithProgress } from '../prepareWithProgress.ts';
import { runWithProgress } from '../runWithProgress.ts';
import { jsonText } from '../../report/jsonText.ts';
import { type TextOptions, wrapped } from '../../report/terminalText.ts';
import { textOptions } from '../standardOutput.ts';
import { writeError, writeOut } from '../../terminal/standardStreams.ts';
import { visible } from '../../terminal/visible.ts';
import { traceNotesText } from '../traceNotesText.ts';

/** What `--out` gets. */
const FILES = ['comparison.json', 'comparison.html', 'comparison.xlsx', 'answer.html'] as const;

export interface CompareFlags extends VaryFlags {
  readonly out?: string;
}

/** `fleetcast compare`: every scenario is checked before the first is run; each is compared with the first. */
export async function compareCommand(files: readonly string[], flags: CompareFlags): Promise<number> {
  const interruption = watchInterruption();
  let threads: SharedThreads | undefined;
  try {
    const { prepared, leftOut } = await preparedOf(files, flags, interruption.signal);
    if (flags.out !== undefined) {
      checkOutputDirectory(
        flags.out,
        FILES,
        prepared.flatMap(({ inputs }) => inputs),
      );
    }
    threads = commandThreads(flags.workers, prepared);
    const { makeRunner } = threads;
    const compared = await compareRuns(prepared, flags.workers, (scenario) =>
      runWithProgress(scenario, {
        makeRunner,
        dataDirectory: dataDirectory(flags.dataDir),
        fresh: flags.fresh,
        signal: interruption.signal,
      }),
    );
    const told = leftOut.length === 0 ? {} : { leftOut };
    const { comparison } = compared;
    const view = { ...compared.view, ...told };
    const document = { ...comparison, ...told };
    if (flags.out !== undefined) {
      const runs = prepared.map((scenario, index) => ({
        document: scenario.document,
        run: comparison.runs[index],
      }));
      const answer = await answerWithProgress(makeRunner, interruption.signal, (options) =>
        answerComparison(view, runs, prepared[takenIndex(view)], options),
      );
      const outputs: OutputFiles<(typeof FILES)[number]> = {
        'comparison.json': jsonText(document),
        'comparison.html': renderCompareReport(view, comparison.runs),
        'comparison.xlsx': await compareWorkbook(view, comparison.runs, answer),
        'answer.html': renderAnswer(answer),
      };
      await writeOutputs(flags.out, outputs, interruption.signal);
    }
    writeOut(
      flags.json
        ? jsonText(document)
        : compareText(comparison, textOptions()) + leftOutText(leftOut, textOptions()),
    );
    return EXIT.done;
  } finally {
    await threads?.close();
    interruption.dispose();
  }
}

/** The scenarios that are named, or the one that is and its variants. */
async function preparedOf(
  files: readonly string[],
  flags: CompareFlags,
  signal: AbortSignal,
): Promise<PreparedVariants> {
  if (flags.vary.length === 0) {
    if (flags.sized) throw usage('--sized', 'it sizes the rows of --vary, and there are none');
    if (flags.pool !== undefined)
      throw usage('--pool', 'it says which pool --vary is of, and nothing varies');
    return { prepared: await prepareAll(files, flags, signal), leftOut: [] };
  }
  if (files.length !== 1) throw usage('--vary', 'it takes one scenario, and varies that');
  const base = await prepareWithProgress(files[0], flags, signal);
  writeError(traceNotesText(base));
  return prepareVaried(base, flags, signal);
}

/** Rows that could not be, below the comparison of those that could. */
function leftOutText(leftOut: PreparedVariants['leftOut'], options: TextOptions): string {
  if (leftOut.length === 0) return '';
  const lines = leftOut.map(({ label, reason }) =>
    wrapped(`${visible(label)}: ${visible(reason)}.`, options, 2),
  );
  return `\nLeft out\n${lines.join('\n')}\n`;
}

function usage(file: string, message: string): InputProblemError {
  return new InputProblemError([{ file, path: '', message }]);
}

async function prepareAll(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<readonly PreparedRun[]> {
  if (files.length < 2) {
    throw usage('compare', 'it takes two scenarios or more, or one with --vary');
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
