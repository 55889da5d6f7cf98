import { forecastDetails } from '../../engine/forecast.ts';
import { ledgerCsv, usageCsv } from '../report/csvFiles.ts';
import { renderHtmlReport } from '../report/htmlReport.ts';
import type { ReportInput } from '../report/reportInput.ts';
import { renderTextReport } from '../report/textReport.ts';
import { InputProblemError } from '../run/inputProblem.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import { directoryTrouble, fileTrouble, writeOutputDirectory } from '../run/outputPaths.ts';
import { prepareRun } from '../run/prepareRun.ts';
import { forecastInput, runHeader } from '../run/runDocumentOf.ts';
import { dataDirectory } from '../store/dataDirectory.ts';
import { EXIT } from './exitCodes.ts';
import { watchInterruption } from './interruption.ts';
import type { RunFlags } from './options.ts';
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
    const report: ReportInput = { run, spec: prepared.spec, usage: details.usage, ledger: details.ledger };
    if (flags.out !== undefined) await writeOutputs(flags.out, report);
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
  const problems: Problem[] = [];
  const note = (option: string, path: string, trouble: string | undefined): void => {
    if (trouble !== undefined)
      problems.push({ file: option, path: '', message: `${path} cannot be written: ${trouble}` });
  };
  if (out !== undefined) note('--out', out, directoryTrouble(out));
  if (requests !== undefined) note('--requests', requests, fileTrouble(requests, inputs));
  if (problems.length > 0) throw new InputProblemError(problems);
}

/** What the check before could not see, a full disk for one, is no fault of ours either. */
async function writeOutputs(directory: string, report: ReportInput): Promise<void> {
  try {
    await writeOutputDirectory(directory, outputFiles(report));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new InputProblemError([
      { file: '--out', path: '', message: `${directory} cannot be written: ${error.message}` },
    ]);
  }
}

function outputFiles(report: ReportInput): Record<string, string | Iterable<string>> {
  return {
    'forecast.json': jsonText(report.run),
    'usage.csv': usageCsv(report),
    'ledger.csv': ledgerCsv(report),
    'report.html': renderHtmlReport(report),
  };
}
