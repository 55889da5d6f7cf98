import { grouped, money } from '../../../engine/finance/plainText.ts';
import type { CostCurve, CostPoint } from '../../../engine/planning/commit/candidateSearch.ts';
import type { Chart } from '../../report/chart.ts';
import { chartText } from '../../report/htmlText.ts';
import { number } from '../../report/reportSection.ts';

/** In what an offer is bought. */
export function unitOf(isOfUnits: boolean, currency: string): string {
  return isOfUnits ? 'units' : `${currency} an hour`;
}

/** Units, or money an hour. */
export function amountText(amount: number): string {
  return grouped(amount, Number.isInteger(amount) ? 0 : 3);
}

/** Expected cost against how much of one offer is bought at the start, its best point and what is as good; a point beside them is marked. */
export function costCurveChart(
  { offer, points, best, safe }: CostCurve,
  { currency, unit }: { readonly currency: string; readonly unit: string },
  id: string,
  marked?: CostPoint,
): Chart {
  return {
    id,
    title: `Cost against how much of ${offer}`,
    summary: `Bought alone at the start it costs least at ${amountText(best.amount)} ${unit} (${money(best.cost, currency)}); ${safe.from === safe.until ? 'every other amount that was tried costs over 1% more' : `from ${amountText(safe.from)} to ${amountText(safe.until)} it costs at most 1% more`}.`,
    table: {
      columns: [number(`Amount, ${unit}`), number(`${currency} expected`)],
      rows: points.map(({ amount, cost }) => ({ cells: [amountText(amount), grouped(cost)] })),
    },
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: chartText(offer),
        x: points.map(({ amount }) => amount),
        y: points.map(({ cost }) => cost),
      },
      dot('least', best, 'star'),
      ...(marked === undefined ? [] : [dot('as chosen', marked, 'diamond')]),
    ],
    layout: {
      xaxis: { title: { text: unit } },
      yaxis: { title: { text: `${currency} expected` } },
      shapes: [
        {
          type: 'rect',
          xref: 'x',
          yref: 'paper',
          x0: safe.from,
          x1: safe.until,
          y0: 0,
          y1: 1,
          line: { width: 0 },
          fillcolor: 'rgba(15, 118, 110, 0.15)',
        },
      ],
    },
  };
}

function dot(name: string, { amount, cost }: CostPoint, symbol: string): Chart['data'][number] {
  return { type: 'scatter', mode: 'markers', name, x: [amount], y: [cost], marker: { size: 13, symbol } };
}
