import type { Chart } from '../../../report/chart.ts';
import { bridgeChart } from './bridgeChart.ts';
import type { CompareView } from '../compareResult.ts';
import { paretoChart } from './paretoChart.ts';

/** So many bridges are drawn, those to take first; the others are told in words and in the workbook. */
const MOST_BRIDGES = 5;

/** The charts of a comparison: cost against latency, and why the first few differ in cost from the baseline. */
export function compareCharts(view: Pick<CompareView, 'currency' | 'lines' | 'bridges'>): readonly Chart[] {
  const { currency, lines, bridges } = view;
  const [baseline] = lines;
  const drawn = bridges
    .flatMap((bridge) => {
      const index = lines.findIndex(({ label }, i) => i > 0 && label === bridge.label);
      return bridge.steps.length === 0 || index < 0 ? [] : [{ bridge, index, place: lines[index].place }];
    })
    .sort((a, b) => a.place - b.place)
    .slice(0, MOST_BRIDGES)
    .sort((a, b) => a.index - b.index);
  return [
    ...paretoChart(view),
    ...drawn.map(({ bridge, index }) => bridgeChart(baseline, bridge, `bridge-${index - 1}`, currency)),
  ];
}
