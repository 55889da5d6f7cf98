import { isGenerating } from '../../../engine/finance/generation.ts';
import type { CloseCall } from '../../../engine/planning/closeCalls.ts';
import { closeCallText } from '../../../engine/planning/closeCallText.ts';
import { deploymentOrder } from '../../../engine/planning/compareOrder.ts';
import { keepsPromise } from '../../../engine/planning/promise.ts';
import type { ComparedScenario } from '../../../engine/planning/compare.ts';
import { paretoEdge } from '../../../engine/planning/paretoEdge.ts';
import { compareTable } from './compareColumns.ts';
import type { ComparedPool } from './comparedPools.ts';
import type { CompareLine, CompareView } from './compareResult.ts';

/** A scenario to compare, and which result of which document it is. */
export interface ViewedScenario {
  readonly compared: ComparedScenario;
  readonly pools: readonly ComparedPool[];
  readonly resultId: string;
  readonly documentId: string;
  readonly isApproximate: boolean;
}

/** The table of a comparison: one line a scenario, in their order, and the columns in which they have something. */
export function compareLines(
  scenarios: readonly ViewedScenario[],
  calls: readonly CloseCall[],
): Pick<CompareView, 'columns' | 'lines'> {
  const deployments = scenarios.map(({ compared: { forecast }, pools }) => ({ forecast, pools }));
  const forecasts = deployments.map(({ forecast }) => forecast);
  const { columns, cells } = compareTable(deployments, forecasts[0].cost.currency);
  const order = deploymentOrder(deployments);
  const edge = paretoEdge(forecasts);
  const lines = scenarios.map(({ compared, resultId, documentId, isApproximate }, index): CompareLine => {
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
      ...(isGenerating(forecast) ? {} : { p95VectorSeconds: forecast.latencySeconds.endToEnd.p95 }),
      ...(forecast.traces === undefined
        ? {}
        : { notes: forecast.traces.map(({ workload, sentence: told }) => `${workload}: ${told}.`) }),
      keepsPromise: keepsPromise(forecast),
      overloaded: forecast.overloaded,
      place: order.indexOf(index) + 1,
      isPareto: edge[index],
      closeTo: calls.flatMap((call) => {
        if (call.ahead !== index && call.behind !== index) return [];
        const [ahead, behind] = [call.ahead, call.behind].map((at) => scenarios[at].compared.label);
        return [{ label: call.ahead === index ? behind : ahead, why: closeCallText(call, ahead, behind) }];
      }),
      cells: cells[index],
    };
  });
  return { columns, lines };
}
