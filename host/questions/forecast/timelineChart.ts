import { usedMicros } from '../../../engine/finance/usedCapacity.ts';
import { grouped, percent } from '../../../engine/finance/plainText.ts';
import { sumMicros } from '../../../engine/pricing/microsColumn.ts';
import {
  fromMicros,
  type Micros,
  minusMicros,
  totalMicros,
  writtenMicros,
} from '../../../engine/pricing/money.ts';
import { replicasPerNode } from '../../../engine/scenario/living/capacity/paidNode.ts';
import { replicaHoursOf } from '../../../engine/usage/paidHours.ts';
import { sumColumn } from '../../../engine/usage/usageTotals.ts';
import { type Chart, DASHES, MOST_HOURLY_POINTS, MOST_LINES, MOST_ROWS_BY_HOUR } from '../../report/chart.ts';
import { chartText } from '../../report/htmlText.ts';
import { hourStart, type ReportInput } from './reportInput.ts';
import { count, NO_DATA, number, shareText, text } from '../../report/reportSection.ts';

interface Bucket {
  readonly label: string;
  /** Of each workload; the columns after it are of each pool. */
  readonly requests: readonly number[];
  readonly usedShares: readonly (number | null)[];
  readonly busyShares: readonly (number | null)[];
  /** Replicas in use, at work and present, on average. */
  readonly inUse: readonly number[];
  readonly atWork: readonly number[];
  readonly present: readonly number[];
  /** Requests waiting, on average: by Little's law the waiting times of those that arrived over the time. */
  readonly waiting: number;
  /** Paid for capacity in use, and for the rest; null where a pool has no price. */
  readonly used: Micros | null;
  readonly notUsed: Micros | null;
}

/** The hours of a horizon in buckets of so many from its start. */
function buckets({ spec, usage, ledger }: ReportInput, size: number): readonly Bucket[] {
  const found: Bucket[] = [];
  const isPriced = ledger.unpricedPools.length === 0;
  const paidHours = usage.pools.map(({ paid }, pool) =>
    replicaHoursOf(paid, spec.hours, replicasPerNode(spec.pools[pool])),
  );
  for (let from = 0; from < spec.hours; from += size) {
    const hours = Math.min(size, spec.hours - from);
    const sum = (column: Float64Array): number => sumColumn(column, from, from + hours);
    const paid = totalMicros(
      ledger.series.map(({ amountMicros }) => sumMicros(amountMicros, from, from + hours)),
    );
    const used = totalMicros(
      spec.pools.map((_, pool) => usedMicros(spec, usage, ledger, pool, from, from + hours)),
    );
    const shares = (column: 'busySeconds' | 'usedSeconds') =>
      usage.pools.map((each, pool) => {
        const present = sum(paidHours[pool]) * 3600;
        return present > 0 ? sum(each[column]) / present : null;
      });
    found.push({
      label: size === 1 ? hourStart(spec, from) : hourStart(spec, from).slice(0, 10),
      requests: spec.workloads.map((_, workload) =>
        spec.accounts.reduce(
          (all, account, index) =>
            account.workload === workload ? all + sum(usage.accounts[index].arrived) : all,
          0,
        ),
      ),
      usedShares: shares('usedSeconds'),
      busyShares: shares('busySeconds'),
      inUse: usage.pools.map(({ usedSeconds }) => sum(usedSeconds) / 3600 / hours),
      atWork: usage.pools.map(({ busySeconds }) => sum(busySeconds) / 3600 / hours),
      present: paidHours.map((column) => sum(column) / hours),
      waiting:
        usage.accounts.reduce((all, { waitingSeconds }) => all + sum(waitingSeconds), 0) / 3600 / hours,
      used: isPriced ? used : null,
      notUsed: isPriced ? minusMicros(paid, used) : null,
    });
  }
  return found;
}

/** The label of an hour or a day as a sentence has it: `2026-01-05, 12:00 UTC`. */
function inWords(label: string): string {
  return label.replace(/T(\d\d:\d\d)Z$/, ', $1 UTC');
}

/** Rows of the timeline from the top down: where each stands in the height of the whole. */
const ROWS = { demand: [0.79, 1], capacity: [0.53, 0.74], queue: [0.27, 0.48], cost: [0, 0.21] } as const;

/** Demand, capacity, queue and cost over time, on one axis with one crosshair. */
export function timelineChart(input: ReportInput): Chart {
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
    const most = (name: 'usedShares' | 'busyShares') =>
      percent(points.reduce((share, point) => Math.max(share, point[name][pool] ?? 0), 0));
    return `${id} was used to ${most('usedShares')} at most, and at work at most ${most('busyShares')} of an ${per === 'hour' ? 'hour' : 'average hour of a day'}`;
  });
  const queueSentence =
    longest.waiting < 0.05
      ? 'hardly a request waited'
      : `at most ${grouped(longest.waiting, longest.waiting < 10 ? 1 : 0)} requests waited on average, in the ${per} of ${inWords(longest.label)}`;
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
    summary: `Demand peaked at ${count(totalOf(peak))} requests in the ${per} of ${inWords(peak.label)}; ${busiest.slice(0, 3).join('; ')}; ${queueSentence}.`,
    table: {
      columns: [
        text('From (UTC)'),
        ...spec.workloads.map(({ id }) => number(`Requests, ${id}`)),
        ...spec.pools.flatMap(({ id }) => [number(`In use, ${id}`), number(`At work, ${id}`)]),
        number('Requests waiting, mean'),
        ...(isPriced ? [number(`In use, ${currency}`), number(`Not used, ${currency}`)] : []),
      ],
      rows: rows.map(({ label, requests, usedShares, busyShares, waiting, used, notUsed }) => ({
        cells: [
          label,
          ...requests.map(count),
          ...busyShares.flatMap((share, pool) =>
            [usedShares[pool], share].map((each) => (each === null ? NO_DATA : shareText(each))),
          ),
          grouped(waiting, 2),
          ...(used === null || notUsed === null
            ? []
            : [grouped(writtenMicros(used), 2), grouped(writtenMicros(notUsed), 2)]),
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
          name: `${chartText(id)}: replicas${spec.pools[pool].living === undefined ? '' : ' paid'}`,
          x,
          y: points.map(({ present }) => present[pool]),
          yaxis: 'y2',
          line: { shape: 'hv', dash: 'dot' },
        },
        {
          type: 'scatter',
          mode: 'lines',
          name: `${chartText(id)}: in use`,
          x,
          y: points.map(({ inUse }) => inUse[pool]),
          yaxis: 'y2',
          // Dots are for replicas that are present.
          line: { shape: 'hv', dash: DASHES[pool % (DASHES.length - 1)] },
          fill: 'tozeroy',
          hovertemplate: '%{y:.2f}',
        },
        {
          type: 'scatter',
          mode: 'lines',
          name: `${chartText(id)}: at work`,
          x,
          y: points.map(({ atWork }) => atWork[pool]),
          yaxis: 'y2',
          line: { shape: 'hv', dash: DASHES[pool % (DASHES.length - 1)], width: 1 },
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
              name: 'in use',
              x,
              y: points.map(({ used }) => fromMicros(used ?? 0)),
              yaxis: 'y4',
              // From the start of its hour on, as the lines above.
              offset: 0,
              marker: { color: '#2563eb' },
              hovertemplate: '%{y:,.2f}',
            },
            {
              type: 'bar',
              name: 'not used',
              x,
              y: points.map(({ notUsed }) => fromMicros(notUsed ?? 0)),
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
