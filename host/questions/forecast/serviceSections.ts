import { duration, grouped, LATENCY_NAMES, percent } from '../../../engine/finance/plainText.ts';
import type { LatencyFigures, LatencySummary } from '../../../engine/finance/latencySummary.ts';
import { LATENCIES } from '../../../engine/usage/usage.ts';
import type { RunDocument } from './runDocument.ts';
import {
  count,
  decimalsFor,
  figure,
  NO_DATA,
  number,
  plusMinus,
  type ReportRow,
  type ReportSection,
  shareText,
  text,
} from '../../report/reportSection.ts';

const REASONS: Readonly<Record<string, string>> = {
  context: 'longer than the model’s context',
  kv: 'too long for the KV memory of a replica',
};

/** Whether each workload's service level is met, and each limit by itself. */
export function serviceLevels(run: RunDocument): ReportSection {
  const rows = run.slo.flatMap(({ workload, attained, percentile, met, limits }): ReportRow[] => {
    const half = plusMinus(run, `slo.${workload}.attained`, attained);
    const reached =
      attained === null
        ? NO_DATA
        : `${percent(attained)}${half === undefined ? '' : ` ± ${grouped(half * 100, 2)}`}`;
    const all: ReportRow = {
      ...(met === false ? { tone: 'miss' as const } : {}),
      cells: [
        workload,
        limits.length === 1 ? limitText(limits[0]) : 'all of its limits',
        percent(percentile),
        reached,
        met === null ? NO_DATA : met ? 'met' : 'missed',
      ],
      figures: [undefined, undefined, undefined, `slo.${workload}.attained`],
    };
    const each =
      limits.length === 1
        ? []
        : limits.map(
            (limit): ReportRow => ({
              cells: ['', limitText(limit), '', limit.within === null ? NO_DATA : percent(limit.within), ''],
            }),
          );
    return [all, ...each];
  });
  return {
    title: 'Service levels',
    table: {
      columns: [
        text('Workload'),
        text('Limit'),
        number('Asked of requests'),
        number('Reached by'),
        text('Outcome'),
      ],
      rows,
    },
    notes: [
      'A rejected request misses its service level.',
      ...(run.goodputPerSecond === null
        ? []
        : [
            `Goodput, requests within their service level: ${grouped(run.goodputPerSecond, decimalsFor(run.goodputPerSecond))} a second on average over the horizon.`,
          ]),
    ],
  };
}

function limitText({ latency, seconds }: RunDocument['slo'][number]['limits'][number]): string {
  return `${LATENCY_NAMES[latency].long} up to ${duration(seconds)}`;
}

/** Of the line of all workloads together. */
const DEMAND_FIGURES = [
  undefined,
  'requests.arrived',
  'requests.completed',
  'requests.rejected',
  'tokens.prompt',
  'tokens.cached',
  'tokens.output',
];

/** Requests and tokens of each workload. */
export function demand(run: RunDocument): ReportSection {
  const row = (
    name: string,
    { requests, tokens }: Pick<RunDocument, 'requests' | 'tokens'>,
  ): readonly string[] => [
    name,
    count(requests.arrived),
    count(requests.completed),
    count(requests.rejected),
    count(tokens.prompt),
    count(tokens.cached),
    count(tokens.output),
  ];
  const rows: readonly ReportRow[] =
    run.workloads.length === 1
      ? [{ cells: row(run.workloads[0].id, run), figures: DEMAND_FIGURES }]
      : [
          ...run.workloads.map((workload) => ({ cells: row(workload.id, workload) })),
          { tone: 'total', cells: row('Total', run), figures: DEMAND_FIGURES },
        ];
  const reasons = Object.entries(run.requests.rejectedBy).map(
    ([reason, many]) => `${count(many)} ${REASONS[reason] ?? reason}`,
  );
  return {
    title: 'Requests and tokens',
    table: {
      columns: [
        text('Workload'),
        number('Requests'),
        number('Completed'),
        number('Rejected'),
        number('Prompt tokens'),
        number('of them cached'),
        number('Output tokens'),
      ],
      rows,
    },
    notes: [
      ...(reasons.length > 0 ? [`Rejected on arrival: ${reasons.join(', ')}.`] : []),
      ...(run.requests.unfinished > 0
        ? [`${count(run.requests.unfinished)} requests were not finished.`]
        : []),
      ...traceLines(run),
    ],
  };
}

/** What of each trace is not simulated, a sentence each. */
export function traceLines({ traces = [] }: Pick<RunDocument, 'traces'>): readonly string[] {
  return traces.map(({ workload, sentence }) => `Trace of ${workload}: ${sentence}.`);
}

const COLUMNS = ['mean', 'p50', 'p90', 'p95', 'p99'] as const satisfies readonly (keyof LatencyFigures)[];

/** Latencies of all requests, with intervals; then of each workload where there are several. */
export function latencies(run: RunDocument): readonly ReportSection[] {
  const all: ReportSection = {
    title: run.workloads.length > 1 ? 'Latency of all workloads together' : 'Latency',
    table: {
      columns: latencyColumns(),
      rows: latencyRows(run.latencySeconds, (path, value) => plusMinus(run, path, value), true),
    },
    notes: [
      ...(run.overloaded
        ? ['Overloaded: waiting times grow with the horizon. None of these figures is a steady value.']
        : []),
      'p95 is the time that 95% of requests do not exceed. ' +
        `Percentiles are within ${grouped(run.latencySketchRelativeError * 100, 2)}% of the simulated value; means are exact.`,
    ],
  };
  if (run.workloads.length < 2) return [all];
  const each = run.workloads.map(
    ({ id, latencySeconds }): ReportSection => ({
      title: `Latency of ${id}`,
      table: { columns: latencyColumns(), rows: latencyRows(latencySeconds, () => undefined, false) },
      notes: [],
    }),
  );
  return [all, ...each];
}

function latencyColumns(): ReportSection['table']['columns'] {
  return [text('Latency'), ...COLUMNS.map((column) => number(`${column} (s)`))];
}

function latencyRows(
  summary: LatencySummary,
  half: (path: string, value: number | null) => number | undefined,
  /** Only these have paths that can be asked about. */
  isOfAll: boolean,
): readonly ReportRow[] {
  return LATENCIES.flatMap((latency): ReportRow[] => {
    const decimals = decimalsFor(summary[latency].p50 === 0 ? summary[latency].p99 : summary[latency].p50);
    const paths = COLUMNS.map((column) => `latencySeconds.${latency}.${column}`);
    const halves = COLUMNS.map((column, i) => half(paths[i], summary[latency][column]));
    const row = {
      cells: [LATENCY_WORDS[latency], ...COLUMNS.map((column) => figure(summary[latency][column], decimals))],
      ...(isOfAll ? { figures: [undefined, ...paths] } : {}),
    };
    if (halves.every((width) => width === undefined)) return [row];
    return [
      row,
      { cells: ['', ...halves.map((width) => (width === undefined ? '' : `± ${grouped(width, decimals)}`))] },
    ];
  });
}

const LATENCY_WORDS = {
  ttft: 'Time to first token (TTFT)',
  tpot: 'Time per output token (TPOT)',
  endToEnd: 'End to end',
  queue: 'Waiting to start',
} as const;

/** What the replicas did. */
export function pools(run: RunDocument): ReportSection {
  return {
    title: 'Pools',
    table: {
      columns: [
        text('Pool'),
        number('Replicas (most)'),
        number('GPU-hours'),
        number('At work'),
        number('KV cache, peak'),
        number('Preemptions'),
        number('Output tokens/s per GPU'),
      ],
      rows: run.pools.map((pool) => ({
        cells: [
          pool.id,
          count(pool.peakReplicas),
          figure(pool.gpuHours),
          pool.busyShare === null ? NO_DATA : shareText(pool.busyShare),
          pool.kvPeakShare === null ? NO_DATA : shareText(pool.kvPeakShare),
          count(pool.preemptions),
          figure(pool.outputTokensPerSecondPerGpu, decimalsFor(pool.outputTokensPerSecondPerGpu)),
        ],
        figures: [
          undefined,
          undefined,
          undefined,
          ...['busyShare', 'kvPeakShare', 'preemptions', 'outputTokensPerSecondPerGpu'].map(
            (name) => `pools.${pool.id}.${name}`,
          ),
        ],
      })),
    },
    notes: [
      'At work: share of the time in which a replica has at least one request; such a replica may still take more. ' +
        'Preemptions: requests put back for want of KV cache memory, whose work is done again.',
    ],
  };
}
