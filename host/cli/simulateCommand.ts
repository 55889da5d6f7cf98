import { forecastDetails } from '../../engine/forecast.ts';
import { focusCsv, ledgerCsv, usageCsv } from '../questions/forecast/csvFiles.ts';
import { renderHtmlReport } from '../questions/forecast/htmlReport.ts';
import { type ReportInput, reportInput } from '../questions/forecast/reportInput.ts';
import { resultWorkbook } from '../questions/forecast/resultWorkbook.ts';
import { renderTextReport } from '../questions/forecast/textReport.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { fileTrouble, type OutputFiles } from '../files/outputPaths.ts';
import { prepareRun } from '../run/prepareRun.ts';
import { forecastInput, runHeader } from '../questions/forecast/runDocumentOf.ts';
import { dataDirectory } from '../store/dataDirectory.ts';
import { EXIT } from './exitCodes.ts';
import { watchInterruption } from './interruption.ts';
import type { RunFlags } from './options.ts';
import { checkOutputDirectory, writeOutputs } from './outputDirectory.ts';
import { runWithProgress } from './runWithProgress.ts';
import { jsonText, textOptions } from './standardOutput.ts';

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
  try {
    const { signal } = interruption;
    const prepared = await prepareRun(file, { settings: flags.set, ...seedOf(flags), signal });
    checkOutputs(flags, prepared.inputs);
    const usage = await runWithProgress(prepared, {
      workers: flags.workers,
      dataDirectory: dataDirectory(flags.dataDir),
      fresh: flags.fresh,
      signal,
      ...(flags.requests === undefined ? {} : { requestsFile: flags.requests }),
    });
    const details = forecastDetails(forecastInput(prepared, usage));
    const run = {
      fleetcast: runHeader(prepared, flags.workers, (performance.now() - startedMs) / 1000),
      ...details.forecast,
    };
    const report = reportInput(run, prepared, details);
    if (flags.out !== undefined) await writeOutputs(flags.out, await outputFiles(report));
    process.stdout.write(flags.json ? jsonText(run) : renderTextReport(run, textOptions()));
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}

function seedOf({ seed }: RunFlags): { readonly seed?: number } {
  return seed === undefined ? {} : { seed };
}

function checkOutputs({ out, requests }: SimulateFlags, inputs: readonly string[]): void {
  if (out !== undefined) checkOutputDirectory(out);
  const trouble = requests === undefined ? undefined : fileTrouble(requests, inputs);
  if (trouble === undefined) return;
  const message = `${requests} cannot be written: ${trouble}`;
  throw new InputProblemError([{ file: '--requests', path: '', message }]);
}

async function outputFiles(report: ReportInput): Promise<OutputFiles> {
  return {
    'forecast.json': jsonText(report.run),
    'usage.csv': usageCsv(report),
    'ledger.csv': ledgerCsv(report),
    'focus.csv': focusCsv(report),
    'report.html': renderHtmlReport(report),
    'report.xlsx': await resultWorkbook(report),
  };
}
