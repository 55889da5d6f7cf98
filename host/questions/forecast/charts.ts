import {
  isGenerating,
  latencyName,
  leadLatency,
  workloadLatencyName,
} from '../../../engine/finance/generation.ts';
import { duration, grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { toldLimits } from '../../../engine/finance/serviceLevel.ts';
import { SKETCH_BINS, sketchQuantile, sketchValue } from '../../../engine/statistics/latencySketch.ts';
import type { Latency } from '../../../engine/usage/usage.ts';
import { type Chart, DASHES, MOST_LINES } from '../../report/chart.ts';
import { chartText } from '../../report/htmlText.ts';
import { costByMonth, costByTenant, nobodysLines, tenantAmount } from './sections/costSections.ts';
import { replicasCharts } from './replicasChart.ts';
import type { ReportInput } from './reportInput.ts';
import { bookedAmount } from './runDocument.ts';
import { NO_DATA, number, text } from '../../report/reportSection.ts';
import { timelineChart } from './timelineChart.ts';

/** The charts of a report. */
export function reportCharts(input: ReportInput): readonly Chart[] {
  // What was counted before a simulation was given up draws no curve of the horizon.
  if (input.run.givenUp !== undefined) return input.run.cost.total === null ? [] : [monthChart(input)];
  return [
    timelineChart(input),
    ...replicasCharts(input),
    ...(input.run.requests.completed > 0 ? [latencyChart(input)] : []),
    ...(input.run.cost.total === null ? [] : [tenantChart(input), monthChart(input)]),
  ];
}

const SHOWN_LATENCIES = ['ttft', 'tpot', 'endToEnd'] as const satisfies readonly Latency[];
const SHOWN_QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const;
/** Steps of a curve; more cannot be seen. */
const CURVE_POINTS = 250;

function latencyChart({ spec, usage, run }: ReportInput): Chart {
  const curves = usage.workloads.slice(0, MOST_LINES).flatMap(({ sketches }, workload) => {
    const { id } = spec.workloads[workload];
    const generates = run.workloads[workload]?.generates !== false;
    return (generates ? SHOWN_LATENCIES : (['endToEnd'] as const)).map((latency) => ({
      name: `${id}, ${latencyName(latency, generates).short}`,
      sketch: sketches[latency],
    }));
  });
  const limits = run.slo.flatMap((slo) => {
    const { requests } = run.workloads.find(({ id }) => id === slo.workload) ?? run;
    return toldLimits(slo, requests.rejected).map((limit) => ({ workload: slo.workload, ...limit }));
  });
  const limitSentence = limits
    .slice(0, 3)
    .map(
      ({ workload, latency, seconds, within }) =>
        `${within === null ? 'none' : percent(within)} of ${workload}'s requests have a ${workloadLatencyName(run, workload, latency).long} of at most ${duration(seconds)}`,
    );
  const { p50, p95 } = run.latencySeconds[leadLatency(run)];
  const first = `Half of the requests get their ${isGenerating(run) ? 'first token' : 'vector'} within ${duration(p50 ?? 0)}, 95% within ${duration(p95 ?? 0)}`;
  return {
    id: 'latency',
    title: 'How long requests take',
    summary: `${[first, ...limitSentence].join('; ')}.`,
    table: {
      columns: [
        text('Seconds within which so many requests are'),
        ...SHOWN_QUANTILES.map((q) => number(`${grouped(q * 100, 1)}%`)),
      ],
      rows: curves.map(({ name, sketch }) => ({
        cells: [
          name,
          ...SHOWN_QUANTILES.map((q) => {
            const value = sketchQuantile(sketch, q);
            return value === undefined ? NO_DATA : grouped(value, value < 1 ? 4 : 2);
          }),
        ],
      })),
    },
    data: curves.map(({ name, sketch }, line) => ({
      type: 'scatter',
      mode: 'lines',
      name: chartText(name),
      line: { shape: 'hv', dash: DASHES[line % DASHES.length] },
      ...curve(sketch),
    })),
    layout: {
      xaxis: { title: { text: 'seconds (logarithmic)' }, type: 'log' },
      yaxis: { title: { text: 'share of requests within' }, range: [0, 1.02], tickformat: '.0%' },
      shapes: limits.map(({ seconds }) => ({
        type: 'line',
        xref: 'x',
        yref: 'paper',
        x0: seconds,
        x1: seconds,
        y0: 0,
        y1: 1,
        line: { dash: 'dash', width: 1, color: '#c2410c' },
      })),
      annotations: limits.map(({ workload, latency, seconds }, i) => ({
        // Positions on a logarithmic axis are exponents.
        x: Math.log10(seconds),
        xref: 'x',
        y: 0.3 - 0.07 * (i % 5),
        yref: 'paper',
        showarrow: false,
        xanchor: 'left',
        xshift: 4,
        text: `${chartText(workload)} ${workloadLatencyName(run, workload, latency).short} limit`,
      })),
    },
  };
}

/** The cumulative histogram, thinned to steps that can be seen. The bin of 0 cannot stand on a logarithmic axis. */
function curve(sketch: Float64Array): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const all = sketch.reduce((sum, weight) => sum + weight, 0);
  const x: number[] = [];
  const y: number[] = [];
  let below = 0;
  let drawn = -1;
  for (let bin = 0; bin < SKETCH_BINS; bin++) {
    if (sketch[bin] === 0) continue;
    below += sketch[bin];
    const step = Math.floor((below / all) * CURVE_POINTS);
    if (bin === 0 || (step === drawn && below < all)) continue;
    drawn = step;
    x.push(sketchValue(bin));
    y.push(below / all);
  }
  return { x, y };
}

function tenantChart({ run }: ReportInput): Chart {
  const { byTenant, total: whole, currency } = run.cost;
  const nobodys = nobodysLines(run).map(({ label, amount }) => ({
    name: label,
    amount: Number(amount ?? 0),
  }));
  const [{ amount: idle }] = nobodys;
  const tenants = Object.entries(byTenant)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 20);
  const [largest] = tenants;
  const idleShare = whole === null || whole === 0 ? 0 : idle / whole;
  const usedShare = whole === null || whole === 0 || run.usedCost === null ? undefined : run.usedCost / whole;
  // From the bottom up, so that the largest stands on top and idle last.
  const bars = [...tenants.map(([name, amount]) => ({ name, amount })), ...nobodys].reverse();
  return {
    id: 'tenants',
    title: 'Cost by tenant',
    summary: `Of ${money(bookedAmount(run, 'cost.total', whole) ?? 0, currency)}, ${usedShare === undefined ? '' : `${percent(usedShare)} is capacity in use; `}${percent(idleShare)} is booked to nobody, for time without work${largest === undefined ? '' : `; the largest tenant is ${largest[0]} with ${money(tenantAmount(run, largest[0]) ?? largest[1], currency)}`}.`,
    table: costByTenant(run).table,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: bars.map((_, i) => i),
        x: bars.map(({ amount }) => amount),
        marker: {
          color: bars.map((_, i) => (i < nobodys.length ? '#94a3b8' : '#2563eb')),
        },
        hovertemplate: `%{x:,.2f} ${chartText(currency)}<extra></extra>`,
      },
    ],
    layout: {
      xaxis: { title: { text: chartText(currency) } },
      // Positions and not names: two tenants whose names look alike stay two bars.
      yaxis: {
        tickvals: bars.map((_, i) => i),
        ticktext: bars.map(({ name }) => chartText(name)),
        automargin: true,
      },
      showlegend: false,
    },
  };
}

function monthChart({ run }: ReportInput): Chart {
  const { months } = run;
  const dearest = months.reduce((best, month) => ((month.cost ?? 0) > (best.cost ?? 0) ? month : best));
  const most = money(bookedAmount(run, `months.${dearest.month}.cost`, dearest.cost) ?? 0, run.cost.currency);
  return {
    id: 'months',
    title: 'Cost by month',
    summary:
      months.length === 1
        ? `All of the horizon lies in ${dearest.month}: ${most}.`
        : `The dearest of ${months.length} months is ${dearest.month} with ${most} in ${dearest.hours} hours.`,
    table: costByMonth(run).table,
    data: [
      {
        type: 'bar',
        x: months.map(({ month }) => month),
        y: months.map(({ cost }) => cost),
        marker: { color: '#2563eb' },
        hovertemplate: `%{y:,.2f} ${chartText(run.cost.currency)}<extra>%{x}</extra>`,
      },
    ],
    layout: {
      xaxis: { type: 'category' },
      yaxis: { title: { text: chartText(run.cost.currency) }, rangemode: 'tozero' },
      // A month or two should not look like a wall.
      bargap: months.length < 4 ? 0.75 : 0.2,
      showlegend: false,
    },
  };
}
