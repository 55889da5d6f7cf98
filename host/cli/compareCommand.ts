import { forecast, replicationMetrics } from '../../engine/forecast.ts';
import type { ComparedScenario } from '../../engine/planning/compare.ts';
import { compareForecasts } from '../../engine/planning/compare.ts';
import type { CompareDocument } from '../questions/compare/compareText.ts';
import { compareText } from '../questions/compare/compareText.ts';
import { compareView } from '../questions/compare/compareView.ts';
import { renderCompareReport } from '../questions/compare/compareHtml.ts';
import type { RunDocument } from '../questions/forecast/runDocument.ts';
import { compareWorkbook } from '../questions/compare/compareWorkbook.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import { prepareRun } from '../run/prepareRun.ts';
import { forecastInput, runHeader } from '../questions/forecast/runDocumentOf.ts';
import { dataDirectory } from '../store/dataDirectory.ts';
import { EXIT } from './exitCodes.ts';
import { watchInterruption } from './interruption.ts';
import type { RunFlags } from './options.ts';
import { checkOutputDirectory, writeOutputs } from './outputDirectory.ts';
import { runWithProgress } from './runWithProgress.ts';
import { jsonText, textOptions } from './standardOutput.ts';

/** The JSON of `compare`: the comparison, and the document of each run that it is made of. */
interface ComparedRuns extends CompareDocument {
  readonly runs: readonly RunDocument[];
}

export interface CompareFlags extends RunFlags {
  readonly out?: string;
}

/** `fleetcast compare`: every scenario is checked before the first is run; each is compared with the first. */
export async function compareCommand(files: readonly string[], flags: CompareFlags): Promise<number> {
  const interruption = watchInterruption();
  try {
    const prepared = await prepareAll(files, flags, interruption.signal);
    if (flags.out !== undefined) checkOutputDirectory(flags.out);
    const compared: ComparedScenario[] = [];
    const runs: RunDocument[] = [];
    for (const [index, scenario] of prepared.entries()) {
      const startedMs = performance.now();
      const usage = await runWithProgress(scenario, {
        workers: flags.workers,
        dataDirectory: dataDirectory(flags.dataDir),
        fresh: flags.fresh,
        signal: interruption.signal,
      });
      const input = forecastInput(scenario, usage);
      const found = forecast(input);
      const wallSeconds = (performance.now() - startedMs) / 1000;
      runs.push({ fleetcast: runHeader(scenario, flags.workers, wallSeconds), ...found });
      compared.push({
        label: labelOf(prepared, index),
        document: scenario.document,
        forecast: found,
        metrics: replicationMetrics(input),
        seed: scenario.spec.seed,
      });
    }
    const view = compareView(
      compared.map((scenario, index) => ({
        compared: scenario,
        resultId: prepared[index].scenarioHash,
        documentId: prepared[index].file,
        isApproximate: false,
      })),
    );
    const comparison: ComparedRuns = {
      ...compareForecasts(compared),
      currency: prepared[0].currency,
      verdict: view.verdict,
      verdicts: compared.map(({ label, forecast: { verdict } }) => ({ label, verdict })),
      runs,
    };
    if (flags.out !== undefined) {
      await writeOutputs(flags.out, {
        'comparison.json': jsonText(comparison),
        'comparison.html': renderCompareReport(view, runs),
        'comparison.xlsx': await compareWorkbook(view, runs),
      });
    }
    process.stdout.write(flags.json ? jsonText(comparison) : compareText(comparison, textOptions()));
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}

async function prepareAll(
  files: readonly string[],
  { set, seed }: RunFlags,
  signal: AbortSignal,
): Promise<readonly PreparedRun[]> {
  if (files.length < 2) {
    throw new InputProblemError([{ file: 'compare', path: '', message: 'it takes two scenarios or more' }]);
  }
  const prepared: PreparedRun[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      prepared.push(
        await prepareRun(file, { settings: set, ...(seed === undefined ? {} : { seed }), signal }),
      );
    } catch (error) {
      if (!(error instanceof InputProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  const [first] = prepared;
  for (const { file, currency } of prepared.slice(1)) {
    if (currency === first.currency) continue;
    const message = `it is in ${currency} and ${first.file} in ${first.currency}: their costs cannot be compared`;
    problems.push({ file, path: 'currency', message });
  }
  if (problems.length > 0) throw new InputProblemError(problems);
  return prepared;
}

/** The scenario's name; where another has the same, its file. */
function labelOf(prepared: readonly PreparedRun[], index: number): string {
  const { name, file } = prepared[index];
  return prepared.some((other, at) => at !== index && other.name === name) ? file : name;
}
