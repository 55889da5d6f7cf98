import { orderDeployments } from '../../../engine/planning/compareOrder.ts';
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
export function compareLines(scenarios: readonly ViewedScenario[]): Pick<CompareView, 'columns' | 'lines'> {
  const deployments = scenarios.map(({ compared: { forecast }, pools }) => ({ forecast, pools }));
  const forecasts = deployments.map(({ forecast }) => forecast);
  const { columns, cells } = compareTable(deployments, forecasts[0].cost.currency);
  const order = orderDeployments(deployments);
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
      keepsPromise: keepsPromise(forecast),
      overloaded: forecast.overloaded,
      place: order.indexOf(deployments[index]) + 1,
      isPareto: edge[index],
      closeTo: [],
      cells: cells[index],
    };
  });
  return { columns, lines };
}
