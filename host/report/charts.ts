import { LATENCY_NAMES, duration, grouped, money, percent } from '../../engine/finance/plainText.ts';
import { fromMicros } from '../../engine/pricing/money.ts';
import { SKETCH_BINS, sketchQuantile, sketchValue } from '../../engine/statistics/latencySketch.ts';
import type { Latency } from '../../engine/usage/usage.ts';
import { sumColumn } from '../../engine/usage/usageTotals.ts';
import { chartText } from './htmlText.ts';
import { hourStart, type ReportInput } from './reportInput.ts';
import { costByMonth, costByTenant } from './costSections.ts';
import { count, NO_DATA, number, type ReportTable, shareText, text } from './reportSection.ts';

/** A chart, the sentence that says what it shows, and its figures as a table. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly table: ReportTable;
  /** As plotly takes them. Colours of paper, ink and grid come from the page. */
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** The charts of a report. */
export function reportCharts(input: ReportInput): readonly Chart[] {
  return [
    timelineChart(input),
    ...(input.run.requests.completed > 0 ? [latencyChart(input)] : []),
    ...(input.run.cost.total === null ? [] : [tenantChart(input), monthChart(input)]),
  ];
}

/** From here on the timeline has a point a day. */
const MOST_HOURLY_POINTS = 24 * 92;
const MOST_ROWS_BY_HOUR = 48;
const MOST_LINES = 8;

/** Lines that lie in one plot differ in more than their colour. */
const DASHES = ['solid', 'dash', 'dashdot', 'longdash', 'longdashdot', 'dot'] as const;

interface Bucket {
  readonly label: string;
  /** Of each workload; the columns after it are of each pool. */
  readonly requests: readonly number[];
  readonly busyShares: readonly (number | null)[];
  /** Replicas at work and replicas present, on average. */
  readonly atWork: readonly number[];
  readonly present: readonly number[];
  /** Requests waiting, on average: by Little's law the waiting times of those that arrived over the time. */
  readonly waiting: number;
  /** Currency; null where a pool has no price. */
  readonly used: number | null;
  readonly idle: number | null;
}

/** The hours of a horizon in buckets of so many from its start. */
function buckets({ spec, usage, ledger }: ReportInput, size: number): readonly Bucket[] {
  const found: Bucket[] = [];
  const isPriced = ledger.unpricedPools.length === 0;
  for (let from = 0; from < spec.hours; from += size) {
    const hours = Math.min(size, spec.hours - from);
    const sum = (column: Float64Array): number => sumColumn(column, from, from + hours);
    const micros = (column: 'amountMicros' | 'idleMicros'): number =>
      ledger.series.reduce((all, series) => all + sum(series[column]), 0);
    const idle = micros('idleMicros');
    found.push({
      label: size === 1 ? hourStart(spec, from) : hourStart(spec, from).slice(0, 10),
      requests: spec.workloads.map((_, workload) =>
        spec.accounts.reduce(
          (all, account, index) =>
            account.workload === workload ? all + sum(usage.accounts[index].arrived) : all,
          0,
        ),
      ),
      busyShares: usage.pools.map(({ busySeconds, replicaHours }) => {
        const present = sum(replicaHours) * 3600;
        return present > 0 ? sum(busySeconds) / present : null;
      }),
      atWork: usage.pools.map(({ busySeconds }) => sum(busySeconds) / 3600 / hours),
      present: usage.pools.map(({ replicaHours }) => sum(replicaHours) / hours),
      waiting:
        usage.accounts.reduce((all, { waitingSeconds }) => all + sum(waitingSeconds), 0) / 3600 / hours,
      used: isPriced ? fromMicros(micros('amountMicros') - idle) : null,
      idle: isPriced ? fromMicros(idle) : null,
    });
  }
  return found;
}

/** Rows of the timeline from the top down: where each stands in the height of the whole. */
const ROWS = { demand: [0.79, 1], capacity: [0.53, 0.74], queue: [0.27, 0.48], cost: [0, 0.21] } as const;

function timelineChart(input: ReportInput): Chart {
  const { spec, run } = input;
  const isHourly = spec.hours <= MOST_HOURLY_POINTS;
  const points = buckets(input, isHourly ? 1 : 24);
  const rows = spec.hours <= MOST_ROWS_BY_HOUR ? points : isHourly ? buckets(input, 24) : points;
  const per = isHourly ? 'hour' : 'day';
  const x = points.map(({ label }) => label);
  const lines =
    spec.workloads.length <= MOST_LINES
      ? spec.workloads.map(({ id }, workload) => ({
          name: id,
          y: points.map(({ requests }) => requests[workload]),
        }))
      : [{ name: 'all workloads', y: points.map(totalOf) }];
  const peak = points.reduce((best, point) => (totalOf(point) > totalOf(best) ? point : best));
  const longest = points.reduce((best, point) => (point.waiting > best.waiting ? point : best));
  const busiest = spec.pools.map(({ id }, pool) => {
    const share = points.reduce((most, { busyShares }) => Math.max(most, busyShares[pool] ?? 0), 0);
    return `${id} was at work at most ${percent(share)} of an ${per === 'hour' ? 'hour' : 'average hour of a day'}`;
  });
  const queueSentence =
    longest.waiting < 0.05
      ? 'hardly a request waited'
      : `at most ${grouped(longest.waiting, longest.waiting < 10 ? 1 : 0)} requests waited on average, in the ${per} of ${longest.label}`;
  const isPriced = run.cost.total !== null;
  const { currency } = run.cost;
  const row = (range: readonly [number, number], title: string): Record<string, unknown> => ({
    domain: range,
    title: { text: title, standoff: 8 },
    rangemode: 'tozero',
    anchor: 'x',
  });
  return {
    id: 'timeline',
    title: `Demand, capacity, queue and cost by ${per}`,
    summary: `Demand peaked at ${count(totalOf(peak))} requests in the ${per} of ${peak.label}; ${busiest.slice(0, 3).join('; ')}; ${queueSentence}.`,
    table: {
      columns: [
        text('From (UTC)'),
        ...spec.workloads.map(({ id }) => number(`Requests, ${id}`)),
        ...spec.pools.map(({ id }) => number(`At work, ${id}`)),
        number('Requests waiting, mean'),
        ...(isPriced ? [number(`Used, ${currency}`), number(`Idle, ${currency}`)] : []),
      ],
      rows: rows.map(({ label, requests, busyShares, waiting, used, idle }) => ({
        cells: [
          label,
          ...requests.map(count),
          ...busyShares.map((share) => (share === null ? NO_DATA : shareText(share))),
          grouped(waiting, 2),
          ...(used === null || idle === null ? [] : [grouped(used, 2), grouped(idle, 2)]),
        ],
      })),
    },
    data: [
      ...lines.map(({ name, y }, line) => ({
        type: 'scatter',
        mode: 'lines',
        name: `${chartText(name)}: requests`,
        x,
        y,
        line: { shape: 'hv', dash: DASHES[line % DASHES.length] },
      })),
      ...spec.pools.slice(0, MOST_LINES).flatMap(({ id }, pool) => [
        {
          type: 'scatter',
          mode: 'lines',
          name: `${chartText(id)}: replicas`,
          x,
          y: points.map(({ present }) => present[pool]),
          yaxis: 'y2',
          line: { shape: 'hv', dash: 'dot' },
        },
        {
          type: 'scatter',
          mode: 'lines',
          name: `${chartText(id)}: at work`,
          x,
          y: points.map(({ atWork }) => atWork[pool]),
          yaxis: 'y2',
          // Dots are for replicas that are present.
          line: { shape: 'hv', dash: DASHES[pool % (DASHES.length - 1)] },
          hovertemplate: '%{y:.2f}',
        },
      ]),
      {
        type: 'scatter',
        mode: 'lines',
        name: 'waiting',
        x,
        y: points.map(({ waiting }) => waiting),
        yaxis: 'y3',
        line: { shape: 'hv' },
        fill: 'tozeroy',
        hovertemplate: '%{y:.2f}',
      },
      ...(isPriced
        ? [
            {
              type: 'bar',
              name: 'used',
              x,
              y: points.map(({ used }) => used),
              yaxis: 'y4',
              // From the start of its hour on, as the lines above.
              offset: 0,
              marker: { color: '#2563eb' },
              hovertemplate: '%{y:,.2f}',
            },
            {
              type: 'bar',
              name: 'idle',
              x,
              y: points.map(({ idle }) => idle),
              yaxis: 'y4',
              offset: 0,
              marker: { color: '#94a3b8', pattern: { shape: '/' } },
              hovertemplate: '%{y:,.2f}',
            },
          ]
        : []),
    ],
    layout: {
      xaxis: {
        title: { text: 'UTC' },
        anchor: isPriced ? 'y4' : 'y3',
        showspikes: true,
        spikemode: 'across',
        spikethickness: 1,
        spikedash: 'dot',
      },
      yaxis: row(ROWS.demand, `requests/${per}`),
      yaxis2: row(ROWS.capacity, 'replicas'),
      yaxis3: row(ROWS.queue, 'waiting'),
      ...(isPriced ? { yaxis4: row(ROWS.cost, `${chartText(currency)}/${per}`) } : {}),
      barmode: 'stack',
      bargap: 0,
      // One crosshair through all rows.
      hovermode: 'x unified',
      hoversubplots: 'axis',
      legend: { traceorder: 'normal' },
    },
  };
}

function totalOf({ requests }: Bucket): number {
  return requests.reduce((sum, value) => sum + value, 0);
}

const SHOWN_LATENCIES = ['ttft', 'tpot', 'endToEnd'] as const satisfies readonly Latency[];
const SHOWN_QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const;
/** Steps of a curve; more cannot be seen. */
const CURVE_POINTS = 250;

function latencyChart({ spec, usage, run }: ReportInput): Chart {
  const curves = usage.workloads.slice(0, MOST_LINES).flatMap(({ sketches }, workload) =>
    SHOWN_LATENCIES.map((latency) => ({
      name: `${spec.workloads[workload].id}, ${LATENCY_NAMES[latency].short}`,
      sketch: sketches[latency],
    })),
  );
  const limits = run.slo.flatMap(({ workload, limits: each }) =>
    each.map((limit) => ({ workload, ...limit })),
  );
  const limitSentence = limits
    .slice(0, 3)
    .map(
      ({ workload, latency, seconds, within }) =>
        `${within === null ? 'none' : percent(within)} of ${workload}'s requests have a ${LATENCY_NAMES[latency].long} of at most ${duration(seconds)}`,
    );
  const { p50, p95 } = run.latencySeconds.ttft;
  const first = `Half of the requests get their first token within ${duration(p50 ?? 0)}, 95% within ${duration(p95 ?? 0)}`;
  return {
    id: 'latency',
    title: 'How long requests take',
    summary: `${[first, ...limitSentence].join('; ')}.`,
    table: {
      columns: [
        text('Seconds within which so many requests are'),
        ...SHOWN_QUANTILES.map((q) => number(shareText(q))),
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
        text: `${chartText(workload)} ${LATENCY_NAMES[latency].short} limit`,
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
  const { byTenant, idle, total: whole, currency } = run.cost;
  const tenants = Object.entries(byTenant)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 20);
  const [largest] = tenants;
  const idleShare = whole === null || whole === 0 || idle === null ? 0 : idle / whole;
  // From the bottom up, so that the largest stands on top and idle last.
  const bars = [
    ...tenants.map(([name, amount]) => ({ name, amount })),
    { name: 'Idle capacity', amount: idle ?? 0 },
  ].reverse();
  return {
    id: 'tenants',
    title: 'Cost by tenant',
    summary: `Of ${money(whole ?? 0, currency)}, ${percent(idleShare)} is idle capacity${largest === undefined ? '' : `; the largest tenant is ${largest[0]} with ${money(largest[1], currency)}`}.`,
    table: costByTenant(run).table,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: bars.map((_, i) => i),
        x: bars.map(({ amount }) => amount),
        marker: {
          color: bars.map(({ name }, i) => (i === 0 && name === 'Idle capacity' ? '#94a3b8' : '#2563eb')),
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
  return {
    id: 'months',
    title: 'Cost by month',
    summary:
      months.length === 1
        ? `All of the horizon lies in ${dearest.month}: ${money(dearest.cost ?? 0, run.cost.currency)}.`
        : `The dearest of ${months.length} months is ${dearest.month} with ${money(dearest.cost ?? 0, run.cost.currency)} in ${dearest.hours} hours.`,
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
