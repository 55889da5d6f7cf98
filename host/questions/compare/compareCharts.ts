import { type Amount, duration, grouped, money } from '../../../engine/finance/plainText.ts';
import type { CompareView } from './compareResult.ts';
import type { Chart } from '../../report/chart.ts';
import { minusAmount, totalAmount } from '../../report/amounts.ts';
import { chartText } from '../../report/htmlText.ts';
import { NO_DATA, number, text } from '../../report/reportSection.ts';

type Compared = Pick<CompareView, 'currency' | 'lines' | 'bridges'>;

/** The charts of a comparison: cost against latency, and one bridge a scenario but the baseline. */
export function compareCharts(view: Compared): readonly Chart[] {
  return [...paretoChart(view), ...view.bridges.map((_, index) => bridgeChart(view, index))];
}

function paretoChart({ currency, lines }: Compared): readonly Chart[] {
  const points = lines.flatMap(({ label, costPerMonth, p95TtftSeconds, isPareto, keepsPromise: sloMet }) =>
    costPerMonth === null || p95TtftSeconds === null
      ? []
      : [{ label, cost: costPerMonth, latency: p95TtftSeconds, isPareto, sloMet }],
  );
  if (points.length < 2) return [];
  const dearest = Math.max(...points.map(({ cost }) => cost));
  const latencies = points.map(({ latency }) => latency);
  // An overloaded scenario would press all others on to the axis.
  const isWide = Math.min(...latencies) > 0 && Math.max(...latencies) > 20 * Math.min(...latencies);
  const edge = points.filter(({ isPareto }) => isPareto).sort((a, b) => a.cost - b.cost);
  const names = edge.map(({ label }) => label).join(', ');
  return [
    {
      id: 'pareto',
      title: 'Cost against latency',
      summary: `Nothing compared is both cheaper and quicker than ${names}.`,
      table: {
        columns: [
          text('Scenario'),
          number(`${currency} a month`),
          number('p95 time to first token'),
          text('Service levels'),
          text('On the edge'),
        ],
        rows: points.map(({ label, cost, latency, isPareto, sloMet }) => ({
          ...(sloMet === false ? { tone: 'miss' as const } : {}),
          cells: [
            label,
            grouped(cost),
            duration(latency),
            sloMet === null ? NO_DATA : sloMet ? 'met' : 'missed',
            isPareto ? 'yes' : 'no',
          ],
        })),
      },
      data: [
        {
          type: 'scatter',
          mode: 'lines',
          name: 'Pareto edge',
          x: edge.map(({ cost }) => cost),
          y: edge.map(({ latency }) => latency),
          line: { dash: 'dot', shape: 'hv', color: '#94a3b8' },
          hoverinfo: 'skip',
        },
        ...[true, false].flatMap((isMet) => {
          const some = points.filter(({ sloMet }) => (sloMet !== false) === isMet);
          if (some.length === 0) return [];
          return [
            {
              type: 'scatter',
              mode: 'markers+text',
              name: isMet ? 'service levels met' : 'a service level missed',
              x: some.map(({ cost }) => cost),
              y: some.map(({ latency }) => latency),
              text: some.map(({ label }) => chartText(label)),
              // The cheapest one's name would lie on the axis.
              textposition: some.map(({ cost }) => (cost < 0.3 * dearest ? 'top right' : 'top center')),
              cliponaxis: false,
              marker: {
                size: 12,
                symbol: isMet ? 'circle' : 'x',
                color: isMet ? '#2563eb' : '#c2410c',
              },
              hovertemplate: `%{text}<br>%{x:,.0f} ${chartText(currency)} a month<br>%{y:.3f} s<extra></extra>`,
            },
          ];
        }),
      ],
      layout: {
        // Room for the names beside the outermost points.
        xaxis: {
          title: { text: `${chartText(currency)} a month` },
          range: [0, 1.25 * dearest],
        },
        yaxis: isWide
          ? { title: { text: 'p95 TTFT, s (logarithmic)' }, type: 'log', dtick: 1 }
          : { title: { text: 'p95 TTFT, s' }, rangemode: 'tozero' },
      },
    },
  ];
}

function bridgeChart({ currency, lines, bridges }: Compared, index: number): Chart {
  const { label, steps } = bridges[index];
  const [baseline] = lines;
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
  // Amounts stand beyond the ends of their bars.
  const most = Math.max(1, from, ...ends);
  const lefts = steps.flatMap(({ amount }, i) => (amount < 0 ? [ends[i]] : []));
  const room = 0.2 * (most - Math.min(0, ...ends));
  const least = Math.min(0, ...lefts.map((left) => left - room));
  const largest = [...steps].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))[0];
  const exactFrom = baseline.exactCostPerMonth ?? from;
  const exactTo = totalAmount([exactFrom, ...steps.map(({ amount, exactAmount }) => exactAmount ?? amount)]);
  const exactDifference = minusAmount(exactTo, exactFrom);
  const difference = Number(exactDifference);
  const signed = (amount: Amount): string => `${Number(amount) > 0 ? '+' : ''}${grouped(amount)}`;
  return {
    id: `bridge-${index}`,
    title: `Why ${label} differs from ${baseline.label}`,
    summary:
      difference === 0
        ? 'The two cost the same.'
        : `${money(difference < 0 ? minusAmount(0, exactDifference) : exactDifference, currency)} a month ${difference > 0 ? 'more' : 'less'}, most of it by ${largest.label.toLowerCase()} (${largest.explanation}: ${signed(largest.exactAmount ?? largest.amount)}).`,
    table: {
      columns: [text('Cause'), text('What it is'), number(`${currency} a month`)],
      rows: [
        { cells: [baseline.label, '', grouped(exactFrom)] },
        ...steps.map(({ label: name, explanation, amount, exactAmount }) => ({
          cells: [name, explanation, signed(exactAmount ?? amount)],
        })),
        { tone: 'total' as const, cells: [label, '', grouped(exactTo)] },
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
        text: bars.map(({ isTotal, amount }) => (isTotal ? grouped(amount) : signed(amount))),
        textposition: 'outside',
        cliponaxis: false,
        hoverinfo: 'skip',
      },
    ],
    layout: {
      xaxis: {
        title: { text: `${chartText(currency)} a month` },
        // Room for the amounts beyond the ends of the longest bars.
        range: [least, most + room],
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
