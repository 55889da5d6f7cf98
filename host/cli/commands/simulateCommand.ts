import { forecastDetails } from '../../../engine/forecast.ts';
import { answerRun } from '../../questions/answer/answerRun.ts';
import type { AnswerPage } from '../../report/answerPage.ts';
import { renderAnswer } from '../../report/answerHtml.ts';
import { focusCsv, ledgerCsv, usageCsv } from '../../questions/forecast/csvFiles.ts';
import { renderHtmlReport } from '../../questions/forecast/htmlReport.ts';
import { type ReportInput, reportInput } from '../../questions/forecast/reportInput.ts';
import { resultWorkbook } from '../../questions/forecast/resultWorkbook.ts';
import { retryCsv } from '../../questions/forecast/retryCsv.ts';
import { renderTextReport } from '../../questions/forecast/textReport.ts';
import type { OutputFiles } from '../../files/stageOutputs.ts';
import { openRequestsFile, type RequestsFile } from '../../run/requestsFile.ts';
import { forecastInput } from '../../questions/forecast/forecastInput.ts';
import type { SharedThreads } from '../../run/windowRunners.ts';
import { runHeader } from '../../questions/forecast/runHeader.ts';
import { dataDirectory } from '../../store/dataDirectory.ts';
import { answerWithProgress } from '../answerWithProgress.ts';
import { commandThreads } from '../commandThreads.ts';
import { EXIT } from '../exitCodes.ts';
import { watchInterruption } from '../interruption.ts';
import type { RunFlags } from '../options.ts';
import { checkOutputDirectory, writeOutputs } from '../outputDirectory.ts';
import { checkOutputFile } from '../outputFile.ts';
import { prepareWithProgress } from '../prepareWithProgress.ts';
import { runWithProgress } from '../runWithProgress.ts';
import { jsonText } from '../../report/jsonText.ts';
import { textOptions } from '../standardOutput.ts';
import { writeOut } from '../../terminal/standardStreams.ts';

/** What `--out` gets. */
const FILES = [
  'forecast.json',
  'usage.csv',
  'ledger.csv',
  'focus.csv',
  'report.html',
  'report.xlsx',
  'answer.html',
] as const;
/** Only where jobs have left items. */
const RETRY = 'retry.csv';

export interface SimulateFlags extends RunFlags {
  readonly out?: string;
  readonly requests?: string;
}

/**
 * `fleetcast simulate`: checks everything that can be wrong before anything is written, runs,
 * then writes and prints. Gives the exit code; throws what `endWith` knows how to tell.
 */
export async function simulateCommand(file: string, flags: SimulateFlags): Promise<number> {
  const startedMs = performance.now();
  const interruption = watchInterruption();
  let requests: RequestsFile | undefined;
  let threads: SharedThreads | undefined;
  try {
    const { signal } = interruption;
    const prepared = await prepareWithProgress(file, flags, signal);
    checkOutputs(flags, prepared.inputs);
    if (flags.requests !== undefined) requests = openRequestsFile(flags.requests);
    threads = commandThreads(flags.workers, [prepared]);
    const { makeRunner } = threads;
    const usage = await runWithProgress(prepared, {
      makeRunner,
      dataDirectory: dataDirectory(flags.dataDir),
      fresh: flags.fresh,
      signal,
      ...(requests === undefined ? {} : { requests }),
    });
    const details = forecastDetails(forecastInput(prepared, usage));
    const run = {
      fleetcast: runHeader(prepared, flags.workers, (performance.now() - startedMs) / 1000),
      ...details.forecast,
    };
    const report = reportInput(run, prepared, details);
    if (flags.out === undefined) requests?.put();
    else {
      const answer = await answerWithProgress(makeRunner, signal, (options) =>
        answerRun(prepared, run, false, options),
      );
      await writeOutputs(flags.out, await outputFiles(report, answer), signal, requests && [requests]);
    }
    writeOut(flags.json ? jsonText(run) : renderTextReport(run, textOptions()));
    return EXIT.done;
  } finally {
    await threads?.close();
    requests?.dispose();
    interruption.dispose();
  }
}

function checkOutputs({ out, requests }: SimulateFlags, inputs: readonly string[]): void {
  if (out !== undefined) checkOutputDirectory(out, [...FILES, RETRY], inputs);
  if (requests !== undefined) checkOutputFile('--requests', requests, inputs);
}

async function outputFiles(report: ReportInput, answer: AnswerPage): Promise<OutputFiles> {
  const retry = retryCsv(report);
  const files: OutputFiles<(typeof FILES)[number]> = {
    'forecast.json': jsonText(report.run),
    'usage.csv': usageCsv(report),
    'ledger.csv': ledgerCsv(report),
    'focus.csv': focusCsv(report),
    'report.html': renderHtmlReport(report),
    'report.xlsx': await resultWorkbook(report, false, answer),
    'answer.html': renderAnswer(answer),
  };
  return retry === undefined ? files : { ...files, [RETRY]: retry };
}
