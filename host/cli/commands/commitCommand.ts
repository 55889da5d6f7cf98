import { commitDocument } from '../../questions/commit/commitDocument.ts';
import { commitText } from '../../questions/commit/commitText.ts';
import { commitWorkbook } from '../../questions/commit/commitWorkbook.ts';
import { renderCommitReport } from '../../questions/commit/commitHtml.ts';
import { openSolver } from '../../questions/commit/openSolver.ts';
import { commitScenario, offersOf } from '../../questions/commit/commitScenario.ts';
import { runHeader } from '../../questions/forecast/runHeader.ts';
import type { OutputFiles } from '../../files/stageOutputs.ts';
import { dataDirectory } from '../../store/dataDirectory.ts';
import type { SharedThreads } from '../../run/windowRunners.ts';
import { commandThreads } from '../commandThreads.ts';
import { type CommitFlags, commitmentPlanOf } from './commitFlags.ts';
import { EXIT } from '../exitCodes.ts';
import { watchInterruption } from '../interruption.ts';
import type { RunFlags } from '../options.ts';
import { checkOutputDirectory, writeOutputs } from '../outputDirectory.ts';
import { prepareWithProgress } from '../prepareWithProgress.ts';
import { type ProgressDisplay, showProgress } from '../progressBar.ts';
import { runWithProgress } from '../runWithProgress.ts';
import { jsonText } from '../../report/jsonText.ts';
import { textOptions } from '../standardOutput.ts';
import { writeError, writeOut } from '../../terminal/standardStreams.ts';
import { traceNotesText } from '../traceNotesText.ts';

/** What `--out` gets. */
const FILES = ['commitment.json', 'commitment.html', 'commitment.xlsx'] as const;

export interface CommitCommandFlags extends RunFlags, CommitFlags {
  readonly out?: string;
}

/** `fleetcast commit`: simulates a scenario, and plans which commitments to buy for it. */
export async function commitCommand(file: string, flags: CommitCommandFlags): Promise<number> {
  const startedMs = performance.now();
  const interruption = watchInterruption();
  let display: ProgressDisplay | undefined;
  let threads: SharedThreads | undefined;
  const { signal } = interruption;
  const solver = openSolver(signal);
  try {
    const { out } = flags;
    const prepared = await prepareWithProgress(file, flags, signal);
    writeError(traceNotesText(prepared));
    offersOf(prepared);
    if (out !== undefined) checkOutputDirectory(out, FILES, prepared.inputs);
    threads = commandThreads(flags.workers, [prepared]);
    const usage = await runWithProgress(prepared, {
      makeRunner: threads.makeRunner,
      dataDirectory: dataDirectory(flags.dataDir),
      fresh: flags.fresh,
      signal,
    });
    let share = 0;
    let text = '';
    display = showProgress(() => ({ share, text }));
    const committed = await commitScenario(
      prepared,
      usage,
      commitmentPlanOf(flags),
      solver.solve,
      ({ done, steps, sentence }) => {
        signal.throwIfAborted();
        share = done / steps;
        text = sentence;
      },
    );
    const header = runHeader(prepared, flags.workers, (performance.now() - startedMs) / 1000);
    const document = commitDocument(header, prepared.name, prepared.currency, committed);
    display.stop();
    if (out !== undefined) {
      const files: OutputFiles<(typeof FILES)[number]> = {
        'commitment.json': jsonText(document),
        'commitment.html': renderCommitReport(document),
        'commitment.xlsx': await commitWorkbook(document, committed),
      };
      await writeOutputs(out, files, signal);
    }
    writeOut(flags.json ? jsonText(document) : commitText(document, textOptions()));
    return EXIT.done;
  } finally {
    display?.stop();
    await threads?.close();
    await solver.close();
    interruption.dispose();
  }
}
