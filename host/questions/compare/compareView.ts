import { isGenerating } from '../../../engine/finance/generation.ts';
import type { Amount } from '../../../engine/finance/plainText.ts';
import { bridgeOf } from './charts/bridgeText.ts';
import type { Forecast } from '../../../engine/forecast.ts';
import type { Comparison } from '../../../engine/planning/compare.ts';
import { compareForecasts } from '../../../engine/planning/compare.ts';
import { closeCalls } from '../../../engine/planning/closeCalls.ts';
import { fieldDifferences } from '../../../engine/planning/fieldDifferences.ts';
import { compareVerdict } from '../../../engine/planning/compareVerdict.ts';
import { costBridge } from '../../../engine/planning/costBridge.ts';
import type { CompareRow, CompareView } from './compareResult.ts';
import { type ComparedPool, OWN } from './comparedPools.ts';
import { compareLines, type ViewedScenario } from './compareLines.ts';
import { titledFields } from './titledFields.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import { lineNotes } from './lineNotes.ts';
import { compareCharts } from './charts/compareCharts.ts';
import { differenceText, metricText, shown } from './metricText.ts';
import { NO_DATA } from '../../report/reportSection.ts';

/** Everything the Compare screen and its exports show; the first scenario is the baseline. */
export function compareView(scenarios: readonly ViewedScenario[]): CompareView {
  const compared = scenarios.map(({ compared: each, pools }) => ({
    ...each,
    ...stepTimesOf(each.forecast, pools),
  }));
  const comparison = compareForecasts(compared);
  const { currency } = compared[0].forecast.cost;
  const calls = closeCalls(compared);
  const generates = compared.some(({ forecast }) => isGenerating(forecast));
  const parts = {
    currency,
    verdict: compareVerdict(compared, comparison, calls),
    ...compareLines(scenarios, calls),
    fields: titledFields(
      fieldDifferences(compared.map(({ document }) => document)).filter(
        ({ path }) => path !== 'name' && path !== 'description',
      ),
      readCatalog(),
    ),
    scenarios: comparison.scenarios,
    rows: rowsOf(comparison, currency, generates),
    bridges: compared.slice(1).flatMap(({ label, forecast }) => {
      const steps = costBridge(compared[0].forecast, forecast);
      if (steps === undefined) return [];
      const from = { label: compared[0].label, cost: costOf(compared[0].forecast) };
      return [bridgeOf(from, { label, cost: costOf(forecast) }, steps, currency)];
    }),
  };
  const notes = lineNotes(parts.lines);
  return { ...parts, ...(notes.length === 0 ? {} : { notes }), charts: compareCharts(parts) };
}

/**
 * What the step times of a deployment are predicted from: two that have the same are wrong by the same factor. Absent where
 * the document has figures of its own, which others that are called alike need not share.
 */
function stepTimesOf(
  { performance }: Forecast,
  pools: readonly ComparedPool[],
): { readonly stepTimes?: string } {
  if (pools.length === 0 || pools.some(({ model, accelerator }) => model === OWN || accelerator === OWN))
    return {};
  const parts = pools.map(({ id, model, accelerator, gpusPerReplica, precision }) => {
    const engine = performance.find(({ pool }) => pool === id)?.engine;
    return [model, accelerator, gpusPerReplica, precision, engine];
  });
  return { stepTimes: JSON.stringify(parts) };
}

function costOf({ costPerMonth, exactAmounts }: Forecast): Amount {
  return exactAmounts?.['costPerMonth'] ?? costPerMonth ?? 0;
}

function rowsOf({ scenarios }: Comparison, currency: string, generates: boolean): readonly CompareRow[] {
  const metrics = [...new Set(scenarios.flatMap((scenario) => scenario.metrics.map(({ metric }) => metric)))];
  return metrics.flatMap((metric): readonly CompareRow[] => {
    const text = metricText(metric, currency, generates);
    const found = scenarios.map((scenario) =>
      scenario.metrics.find((candidate) => candidate.metric === metric),
    );
    const baseline = found.find((difference) => difference !== undefined)?.baseline ?? null;
    const values = [baseline, ...found.map((difference) => difference?.value ?? null)];
    const exact = [found[0]?.exactAmounts?.baseline, ...found.map((each) => each?.exactAmounts?.value)];
    if (text === undefined || values.every((value) => value === null || value === 0)) return [];
    return [
      {
        metric,
        label: text.label,
        values: values.map((value, i) => (value === null ? NO_DATA : shown(text.show, value, exact[i]))),
        differences: found.map((difference) =>
          difference === undefined
            ? {
                difference: NO_DATA,
                relative: NO_DATA,
                interval: NO_DATA,
                verdict: 'unknown',
                reason: 'no data',
              }
            : { ...differenceText(difference, text), reason: difference.reason },
        ),
      },
    ];
  });
}
