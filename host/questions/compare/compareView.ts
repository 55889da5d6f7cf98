import type { Comparison } from '../../../engine/planning/compare.ts';
import { compareForecasts } from '../../../engine/planning/compare.ts';
import { compareVerdict } from '../../../engine/planning/compareVerdict.ts';
import { type BridgeCause, costBridge, type CostStep } from '../../../engine/planning/costBridge.ts';
import type { BridgeStep, CompareRow, CompareView } from './compareResult.ts';
import { compareLines, type ViewedScenario } from './compareLines.ts';
import { compareCharts } from './compareCharts.ts';
import { differenceText, metricText, shown } from './metricText.ts';
import { NO_DATA } from '../../report/reportSection.ts';

const STEP_TEXTS: Readonly<Record<BridgeCause, { readonly label: string; readonly explanation: string }>> = {
  demand: { label: 'Demand', explanation: 'tokens served a month' },
  work: { label: 'Utilisation', explanation: 'GPU-hours at work for each million tokens' },
  price: { label: 'Price', explanation: 'price of a paid GPU-hour, averaged over the pools' },
  idle: { label: 'Idle', explanation: 'GPU-hours paid for and not used' },
};

/** Everything the Compare screen and its exports show; the first scenario is the baseline. */
export function compareView(scenarios: readonly ViewedScenario[]): CompareView {
  const compared = scenarios.map((scenario) => scenario.compared);
  const comparison = compareForecasts(compared);
  const { currency } = compared[0].forecast.cost;
  const parts = {
    currency,
    verdict: compareVerdict(compared, comparison),
    ...compareLines(scenarios),
    scenarios: comparison.scenarios,
    rows: rowsOf(comparison, currency),
    bridges: compared.slice(1).flatMap(({ label, forecast }) => {
      const steps = costBridge(compared[0].forecast, forecast);
      return steps === undefined ? [] : [{ label, steps: steps.map(stepOf) }];
    }),
  };
  return { ...parts, charts: compareCharts(parts) };
}

function stepOf(step: CostStep): BridgeStep {
  return { ...step, ...STEP_TEXTS[step.cause] };
}

function rowsOf({ scenarios }: Comparison, currency: string): readonly CompareRow[] {
  const metrics = [...new Set(scenarios.flatMap((scenario) => scenario.metrics.map(({ metric }) => metric)))];
  return metrics.flatMap((metric): readonly CompareRow[] => {
    const text = metricText(metric, currency);
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
