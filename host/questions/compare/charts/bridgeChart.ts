import { grouped } from '../../../../engine/finance/plainText.ts';
import type { Chart } from '../../../report/chart.ts';
import { chartText } from '../../../report/htmlText.ts';
import { number, text } from '../../../report/reportSection.ts';
import { bridgeEnd, signed } from './bridgeText.ts';
import type { CompareBridge, CompareLine } from '../compareResult.ts';

/** The way from the baseline’s cost to another’s as bars, one below the other. For a bridge that has steps. */
export function bridgeChart(
  baseline: CompareLine,
  bridge: CompareBridge,
  id: string,
  currency: string,
): Chart {
  const { label, steps, sentence } = bridge;
  const from = baseline.costPerMonth ?? 0;
  const ends = steps.reduce<number[]>((sums, { amount }) => [...sums, (sums.at(-1) ?? from) + amount], []);
  const to = ends.at(-1) ?? from;
  const bars = [
    { name: baseline.label, base: 0, height: from, amount: from, isTotal: true },
    ...steps.map(({ label: name, amount }, i) => ({
      name,
      base: i === 0 ? from : ends[i - 1],
      height: amount,
      amount,
      isTotal: false,
    })),
    { name: label, base: 0, height: to, amount: to, isTotal: true },
  ];
  const range = roomyRange(
    bars.map(({ base, height, isTotal, amount }) => ({
      from: base,
      to: base + height,
      text: barText(amount, isTotal),
    })),
  );
  const exactFrom = baseline.exactCostPerMonth ?? from;
  return {
    id,
    title: `Why ${label} differs from ${baseline.label}`,
    summary: sentence,
    table: {
      columns: [text('Cause'), text('What it is'), number(`${currency} a month`)],
      rows: [
        { cells: [baseline.label, '', grouped(exactFrom)] },
        ...steps.map(({ label: name, explanation, amount, exactAmount }) => ({
          cells: [name, explanation, signed(exactAmount ?? amount)],
        })),
        { tone: 'total' as const, cells: [label, '', grouped(bridgeEnd(exactFrom, steps))] },
      ],
    },
    data: [
      {
        type: 'bar',
        // Lying down, so that the names of causes and scenarios have room on a narrow page too.
        orientation: 'h',
        // Positions and not names: two scenarios may be called alike.
        y: bars.map((_, i) => i),
        x: bars.map(({ height }) => height),
        base: bars.map(({ base }) => base),
        marker: {
          color: bars.map(({ isTotal, amount }) =>
            isTotal ? '#64748b' : amount > 0 ? '#c2410c' : '#0f766e',
          ),
        },
        text: bars.map(({ isTotal, amount }) => barText(amount, isTotal)),
        textposition: 'outside',
        cliponaxis: false,
        hoverinfo: 'skip',
      },
    ],
    layout: {
      xaxis: {
        title: { text: `${chartText(currency)} a month` },
        range,
      },
      yaxis: {
        tickvals: bars.map((_, i) => i),
        ticktext: bars.map(({ name }) => wrappedLabel(name)),
        autorange: 'reversed',
        showgrid: false,
        zeroline: false,
      },
      showlegend: false,
    },
  };
}

function barText(amount: number, isTotal: boolean): string {
  return isTotal ? grouped(amount) : signed(amount);
}

/** A letter of an amount with 12 pixels, and what lies between it and its bar and beyond it: upper bounds. */
const LETTER = 7.5;
const GAP = 10;
/** Of the narrowest plot that is drawn beside its names. */
const NARROW_PLOT = 250;

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A range of the axis from 0 or lower in which each amount has room beyond the end of its bar: to its left where the bar
 * goes down. Else amounts would lie over the names of the bars, or be cut off.
 */
function roomyRange(bars: readonly Bar[]): readonly [number, number] {
  let [least, most] = [Math.min(0, ...bars.map(({ to }) => to)), Math.max(1, ...bars.map(({ to }) => to))];
  const share = ({ text: written }: Bar): number =>
    Math.min(0.4, (written.length * LETTER + GAP) / NARROW_PLOT);
  // Room on one side makes that on the other narrower: a few rounds settle it.
  for (let round = 0; round < 24; round++) {
    const span = most - least;
    most = Math.max(1, ...bars.map((bar) => (bar.to < bar.from ? bar.from : bar.to + share(bar) * span)));
    least = Math.min(0, ...bars.map((bar) => (bar.to < bar.from ? bar.to - share(bar) * span : bar.to)));
  }
  return [least, most];
}

/** A name in short lines, so that it stands beside its bar. */
function wrappedLabel(name: string): string {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 14) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 4).map(chartText).join('<br>');
}
