import type { ComparedScenario, Comparison } from '../../../engine/planning/compare.ts';
import { compareForecasts } from '../../../engine/planning/compare.ts';
import { compareVerdict } from '../../../engine/planning/compareVerdict.ts';
import type { Forecast } from '../../../engine/forecast.ts';
import { type BridgeCause, costBridge, type CostStep } from '../../../engine/planning/costBridge.ts';
import type { BridgeStep, CompareColumn, CompareRow, CompareView } from './compareResult.ts';
import { compareCharts } from './compareCharts.ts';
import { differenceText, metricText, shown } from './metricText.ts';
import { NO_DATA } from '../../report/reportSection.ts';

/** A scenario to compare, and which result of which document it is. */
export interface ViewedScenario {
  readonly compared: ComparedScenario;
  readonly resultId: string;
  readonly documentId: string;
  readonly isApproximate: boolean;
}

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
    columns: columnsOf(scenarios),
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

function columnsOf(scenarios: readonly ViewedScenario[]): readonly CompareColumn[] {
  const points = scenarios.map(({ compared: { forecast } }) => ({
    cost: forecast.costPerMonth,
    latency: forecast.latencySeconds.ttft.p95,
  }));
  return scenarios.map(({ compared, resultId, documentId, isApproximate }, i) => {
    const { forecast, label } = compared;
    const exactCostPerMonth = forecast.exactAmounts?.['costPerMonth'];
    return {
      resultId,
      documentId,
      label,
      verdict: forecast.verdict,
      approximate: isApproximate,
      costPerMonth: forecast.costPerMonth,
      ...(exactCostPerMonth === undefined ? {} : { exactCostPerMonth }),
      p95TtftSeconds: forecast.latencySeconds.ttft.p95,
      sloMet: isMet(forecast),
      isPareto: points.every((other) => !isBetter(other, points[i])),
    };
  });
}

/** Null where no service level was judged; of an overloaded one that was given up none was, and none is kept. */
function isMet({ slo, givenUp }: Forecast): boolean | null {
  if (givenUp !== undefined && slo.length > 0) return false;
  const judged = slo.filter(({ met }) => met !== null);
  return judged.length === 0 ? null : judged.every(({ met }) => met === true);
}

/** Cheaper or quicker, and in neither respect worse. */
function isBetter(
  a: { readonly cost: number | null; readonly latency: number | null },
  b: { readonly cost: number | null; readonly latency: number | null },
): boolean {
  if (a.cost === null || a.latency === null || b.cost === null || b.latency === null) return false;
  return a.cost <= b.cost && a.latency <= b.latency && (a.cost < b.cost || a.latency < b.latency);
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
