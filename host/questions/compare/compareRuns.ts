import { type ForecastInput, forecast, replicationMetrics } from '../../../engine/forecast.ts';
import { type ComparedScenario, compareForecasts } from '../../../engine/planning/compare.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { Usage } from '../../../engine/usage/usage.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { forecastInput } from '../forecast/forecastInput.ts';
import { runHeader } from '../forecast/runHeader.ts';
import type { CompareView } from './compareResult.ts';
import type { CompareDocument } from './compareDocument.ts';
import { compareView } from './compareView.ts';
import { comparedPools } from './comparedPools.ts';

/** The JSON of `compare`: the comparison, and the document of each run that it is made of. */
export interface ComparedRuns
  extends CompareDocument,
    Pick<CompareView, 'columns' | 'lines' | 'fields' | 'bridges'> {
  readonly runs: readonly RunDocument[];
}

/** Why scenarios cannot be compared: costs of two currencies. */
export function comparisonProblems([first, ...others]: readonly PreparedRun[]): readonly Problem[] {
  return others
    .filter(({ currency }) => currency !== first.currency)
    .map(({ file, currency }) => ({
      file,
      path: 'currency',
      message: `it is in ${currency} and ${first.file} in ${first.currency}: their costs cannot be compared`,
    }));
}

/** Simulates each scenario in turn and compares it with the first. */
export async function compareRuns(
  prepared: readonly PreparedRun[],
  workers: number,
  simulate: (scenario: PreparedRun) => Promise<Usage>,
): Promise<{ readonly comparison: ComparedRuns; readonly view: CompareView }> {
  const compared: ComparedScenario[] = [];
  const runs: RunDocument[] = [];
  for (const [index, scenario] of prepared.entries()) {
    const startedMs = performance.now();
    const input: ForecastInput = forecastInput(scenario, await simulate(scenario));
    const found = forecast(input);
    const wallSeconds = (performance.now() - startedMs) / 1000;
    runs.push({ fleetcast: runHeader(scenario, workers, wallSeconds), ...found });
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
      pools: comparedPools(prepared[index]),
      resultId: prepared[index].scenarioHash,
      documentId: prepared[index].file,
      isApproximate: false,
    })),
  );
  const comparison: ComparedRuns = {
    ...compareForecasts(compared),
    currency: prepared[0].currency,
    verdict: view.verdict,
    columns: view.columns,
    lines: view.lines,
    fields: view.fields,
    bridges: view.bridges,
    verdicts: compared.map(({ label, forecast: { verdict } }) => ({ label, verdict })),
    runs,
  };
  return { comparison, view };
}

/** The scenario's name; where another has the same, its file. */
function labelOf(prepared: readonly PreparedRun[], index: number): string {
  const { name, file } = prepared[index];
  return prepared.some((other, at) => at !== index && other.name === name) ? file : name;
}
