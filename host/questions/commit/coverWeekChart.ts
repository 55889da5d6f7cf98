import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import type { Chart } from '../../report/chart.ts';
import { number, text } from '../../report/reportSection.ts';

/** Hours of a mean week from Monday 00:00 UTC, at on-demand prices, money an hour. */
export interface WeekOfCover {
  /** Of the growth case. */
  readonly name: string;
  readonly demand: readonly number[];
  /** Of it, what no commitment covers. */
  readonly rest: readonly number[];
  /** Committed and not used. */
  readonly unused: readonly number[];
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Demand of a mean week against a commitment: what it covers, what is wasted below its line, what overflows above it. The line is the first shape, and may be dragged. */
export function coverWeekChart(
  { name, demand, rest, unused }: WeekOfCover,
  {
    currency,
    offer,
    onDemandHourly,
  }: { readonly currency: string; readonly offer: string; readonly onDemandHourly: number },
): Chart {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const covered = demand.map((value, at) => value - rest[at]);
  const x = demand.map((_, at) => at);
  const area = (label: string, y: readonly number[], shape: string, colour: string) => ({
    type: 'scatter',
    mode: 'lines',
    name: label,
    x,
    y,
    stackgroup: 'hour',
    line: { width: 0, shape: 'hv' },
    fillcolor: colour,
    fillpattern: { shape, fgcolor: colour.replace('0.55', '1'), size: 6, solidity: 0.35 },
  });
  const all = mean(demand);
  return {
    id: 'week',
    title: 'A mean week: covered, wasted, overflowing',
    summary:
      `While ${offer} holds and growth is ${name}, use comes to ${money(all, currency)} an hour on demand; ` +
      `${all > 0 ? percent(mean(covered) / all) : '0%'} of it is covered, ${money(mean(rest), currency)} an hour overflows, ${money(mean(unused), currency)} an hour is committed and not used.`,
    table: {
      columns: [text('Day'), number('Use'), number('Covered'), number('Overflow'), number('Wasted')],
      rows: DAYS.map((day, index) => ({
        cells: [
          day,
          ...[demand, covered, rest, unused].map((column) =>
            grouped(mean(column.slice(index * 24, index * 24 + 24)), 2),
          ),
        ],
      })),
    },
    data: [
      area('covered', covered, '', 'rgba(15, 118, 110, 0.55)'),
      area('wasted', unused, 'x', 'rgba(220, 38, 38, 0.55)'),
      area('overflow, on demand', rest, '/', 'rgba(217, 119, 6, 0.55)'),
    ],
    layout: {
      xaxis: {
        tickvals: DAYS.map((_, day) => day * 24),
        ticktext: DAYS.map((day) => day.slice(0, 3)),
        title: { text: 'UTC' },
      },
      yaxis: { title: { text: `${currency} an hour, on demand` }, rangemode: 'tozero' },
      shapes: [
        {
          type: 'line',
          xref: 'paper',
          x0: 0,
          x1: 1,
          y0: onDemandHourly,
          y1: onDemandHourly,
          line: { width: 5, color: '#64748b' },
        },
      ],
    },
  };
}
