import { grouped } from '../../../engine/finance/plainText.ts';
import { replicasPerNode } from '../../../engine/scenario/living/capacity/paidNode.ts';
import { replicaHoursOf } from '../../../engine/usage/paidHours.ts';
import { sumColumn } from '../../../engine/usage/usageTotals.ts';
import { accountsOf } from '../../../engine/finance/serviceLevel.ts';
import { type Chart, MOST_HOURLY_POINTS, MOST_ROWS_BY_HOUR } from '../../report/chart.ts';
import { chartText } from '../../report/htmlText.ts';
import { count, number, text } from '../../report/reportSection.ts';
import { hourStart, type ReportInput } from './reportInput.ts';

/** How many replicas, in the order in which one comes to be there. */
const LEVELS = ['wanted', 'requested', 'ready', 'paid'] as const;
type Level = (typeof LEVELS)[number];
const WORDS: Record<Level, string> = {
  wanted: 'wanted',
  requested: 'on their way',
  ready: 'ready',
  paid: 'paid',
};

/** A pool whose replicas come and go: requests that arrived and replicas, an hour each. */
interface LivingPool extends Readonly<Record<Level, Float64Array>> {
  readonly id: string;
  readonly requests: Float64Array;
}

/** More rows than these in one picture are too low to be read. */
const MOST_POOLS = 4;
/** Between two rows, of the height of the whole. */
const GAP = 0.06;
/** Of the row of demand. */
const DEMAND = 0.24;

/**
 * Replicas wanted, on their way, ready and paid over the demand that they follow, a row for each pool whose replicas come and
 * go; no chart where none do.
 */
export function replicasCharts(input: Pick<ReportInput, 'spec' | 'usage'>): readonly Chart[] {
  const pools = livingPools(input).slice(0, MOST_POOLS);
  if (pools.length === 0) return [];
  const { spec } = input;
  const isHourly = spec.hours <= MOST_HOURLY_POINTS;
  const size = isHourly ? 1 : 24;
  const per = isHourly ? 'hour' : 'day';
  const starts = startsOf(spec.hours, size);
  const label = (from: number, hours: number): string =>
    hourStart(spec, from).slice(0, hours === 1 ? undefined : 10);
  // A step goes on to the next point: the last one is drawn to the end.
  const x = [...starts.map((from) => label(from, size)), label(spec.hours, size)];
  const rowHours = spec.hours <= MOST_ROWS_BY_HOUR ? size : 24;
  const height = (1 - DEMAND - pools.length * GAP) / pools.length;
  const axisOf = (pool: number): string => `y${pool + 2}`;
  return [
    {
      id: 'replicas',
      title: `Replicas over demand by ${per}`,
      summary: `${pools.map(sentenceOf).join('; ')}.`,
      table: {
        columns: [
          text('From (UTC)'),
          ...pools.flatMap(({ id }) => [
            number(`Requests, ${id}`),
            ...LEVELS.map((level) => number(`Replicas ${WORDS[level]}, ${id}`)),
          ]),
        ],
        rows: startsOf(spec.hours, rowHours).map((from) => ({
          cells: [
            label(from, rowHours),
            ...pools.flatMap((pool) => [
              count(sumColumn(pool.requests, from, from + rowHours)),
              ...LEVELS.map((level) => grouped(meanOf(pool[level], from, rowHours), 2)),
            ]),
          ],
        })),
      },
      data: [
        ...pools.map(({ id, requests }) => ({
          type: 'scatter',
          mode: 'lines',
          name: `${chartText(id)}: requests`,
          x,
          y: toTheEnd(starts.map((from) => sumColumn(requests, from, from + size))),
          line: { shape: 'hv' },
        })),
        ...pools.flatMap((pool, index) =>
          LINES.map(({ level, ...look }) => ({
            type: 'scatter',
            mode: 'lines',
            name: `${chartText(pool.id)}: ${WORDS[level]}`,
            x,
            y: toTheEnd(starts.map((from) => meanOf(pool[level], from, size))),
            yaxis: axisOf(index),
            hovertemplate: '%{y:.2f}',
            ...look,
            ...('stackgroup' in look ? { stackgroup: pool.id } : {}),
          })),
        ),
      ],
      layout: {
        xaxis: {
          title: { text: 'UTC' },
          anchor: axisOf(pools.length - 1),
          showspikes: true,
          spikemode: 'across',
          spikethickness: 1,
          spikedash: 'dot',
        },
        yaxis: axis([1 - DEMAND, 1], `requests/${per}`),
        ...Object.fromEntries(
          pools.map(({ id }, index) => {
            const top = 1 - DEMAND - GAP - index * (height + GAP);
            const title = pools.length === 1 ? 'replicas' : `${chartText(id)}, replicas`;
            return [`yaxis${index + 2}`, axis([Math.max(0, top - height), top], title)];
          }),
        ),
        // One crosshair through all rows.
        hovermode: 'x unified',
        hoversubplots: 'axis',
        legend: { traceorder: 'normal' },
      },
    },
  ];
}

/** Colours that can be told apart on light and dark alike. Those on their way stand on those that are ready: together they are what is wanted. */
const LINES = [
  { level: 'ready', stackgroup: '', line: { shape: 'hv', color: '#2563eb', width: 1.5 } },
  {
    level: 'requested',
    stackgroup: '',
    line: { shape: 'hv', color: '#d97706', width: 0 },
    fillpattern: { shape: '/', fgcolor: '#d97706', size: 6 },
  },
  { level: 'wanted', line: { shape: 'hv', color: '#db2777', dash: 'dash', width: 1.5 } },
  { level: 'paid', line: { shape: 'hv', color: '#7b8794', dash: 'dot', width: 2 } },
] as const satisfies readonly ({ readonly level: Level } & Record<string, unknown>)[];

function livingPools({ spec, usage }: Pick<ReportInput, 'spec' | 'usage'>): readonly LivingPool[] {
  return usage.pools.flatMap(({ wantedSeconds, requestedSeconds, readySeconds, paid }, pool) => {
    if (wantedSeconds === undefined || requestedSeconds === undefined || readySeconds === undefined)
      return [];
    const requests = new Float64Array(spec.hours);
    for (const [w, workload] of spec.workloads.entries()) {
      if (workload.pool !== pool) continue;
      for (const account of accountsOf(spec, w))
        usage.accounts[account].arrived.forEach((arrived, hour) => (requests[hour] += arrived));
    }
    const inReplicas = (seconds: Float64Array): Float64Array => seconds.map((each) => each / 3600);
    return [
      {
        id: spec.pools[pool].id,
        requests,
        wanted: inReplicas(wantedSeconds),
        requested: inReplicas(requestedSeconds),
        ready: inReplicas(readySeconds),
        paid: replicaHoursOf(paid, spec.hours, replicasPerNode(spec.pools[pool])),
      },
    ];
  });
}

function sentenceOf({ id, ready, wanted, paid }: LivingPool): string {
  const mean = (column: Float64Array): string => grouped(meanOf(column, 0, column.length), 2);
  const end = (of: (a: number, b: number) => number): string => count(ready.reduce(of));
  return (
    `${id} had ${end((a, b) => Math.min(a, b))} to ${end((a, b) => Math.max(a, b))} replicas ready in an hour, ${mean(ready)} on average; ` +
    `${mean(wanted)} were wanted and ${mean(paid)} were paid`
  );
}

/** With the last value once more, where it ends. */
function toTheEnd(values: readonly number[]): readonly number[] {
  return [...values, ...values.slice(-1)];
}

function startsOf(hours: number, size: number): readonly number[] {
  return Array.from({ length: Math.ceil(hours / size) }, (_, i) => i * size);
}

/** Of hours [from, from + hours), as far as there are any. */
function meanOf(column: Float64Array, from: number, hours: number): number {
  return sumColumn(column, from, from + hours) / Math.min(hours, column.length - from);
}

function axis(domain: readonly [number, number], title: string): Readonly<Record<string, unknown>> {
  return { domain, title: { text: title, standoff: 8 }, rangemode: 'tozero', anchor: 'x' };
}
