import { batchText } from '../batchText.ts';
import { isGenerating, workloadLatencyName } from '../../../../engine/finance/generation.ts';
import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import type { LatencyFigures, LatencySummary } from '../../../../engine/finance/latencySummary.ts';
import { LATENCIES } from '../../../../engine/usage/usage.ts';
import type { RunDocument } from '../runDocument.ts';
import { decimalsOfHours } from './costSections.ts';
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
} from '../../../report/reportSection.ts';

const REASONS: Readonly<Record<string, string>> = {
  context: 'longer than the model’s context',
  kv: 'too long for the KV memory of a replica',
};

/** Why requests are turned away that had been taken in. */
const LATER_REASONS: Readonly<Record<string, string>> = {
  'no-replica': 'for which no replica was ready in time',
  lost: 'lost with their replica',
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
        limits.length === 1 ? limitText(run, workload, limits[0]) : 'all of its limits',
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
              cells: [
                '',
                limitText(run, workload, limit),
                '',
                limit.within === null ? NO_DATA : percent(limit.within),
                '',
              ],
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
      'A rejected request misses its service level.' +
        (run.requests.unfinished > 0 && run.givenUp === undefined
          ? ' So does one that is not done at the end.'
          : ''),
      ...run.slo.flatMap(({ workload, batch, met }) =>
        batch === undefined ? [] : [batchText(workload, batch, met)],
      ),
      ...(run.goodputPerSecond === null
        ? []
        : [
            `Goodput, requests within their service level: ${grouped(run.goodputPerSecond, decimalsFor(run.goodputPerSecond))} a second on average over the horizon.`,
          ]),
    ],
  };
}

function limitText(
  run: RunDocument,
  workload: string,
  { latency, seconds }: RunDocument['slo'][number]['limits'][number],
): string {
  return `${workloadLatencyName(run, workload, latency).long} up to ${duration(seconds)}`;
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
  const hasOutput = isGenerating(run);
  const row = (
    name: string,
    { requests, tokens }: Pick<RunDocument, 'requests' | 'tokens'>,
  ): readonly string[] => [
    name,
    count(requests.arrived),
    count(requests.completed),
    count(requests.rejected),
    count(tokens.prompt),
    ...(hasOutput ? [counted(tokens.cached), counted(tokens.output)] : []),
  ];
  const rows: readonly ReportRow[] =
    run.workloads.length === 1
      ? [
          {
            cells: row(run.workloads[0].id, run),
            figures: DEMAND_FIGURES.slice(0, hasOutput ? undefined : -2),
          },
        ]
      : [
          ...run.workloads.map((workload) => ({ cells: row(workload.id, workload) })),
          {
            tone: 'total',
            cells: row('Total', run),
            figures: DEMAND_FIGURES.slice(0, hasOutput ? undefined : -2),
          },
        ];
  const rejectedFor = (words: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(run.requests.rejectedBy).flatMap(([reason, many]) =>
      Object.hasOwn(words, reason) ? [`${count(many)} ${words[reason]}`] : [],
    );
  const reasons = rejectedFor(REASONS);
  const laterReasons = rejectedFor(LATER_REASONS);
  return {
    title: 'Requests and tokens',
    table: {
      columns: [
        text('Workload'),
        number('Requests'),
        number('Completed'),
        number('Rejected'),
        number('Prompt tokens'),
        ...(hasOutput ? [number('of them cached'), number('Output tokens')] : []),
      ],
      rows,
    },
    notes: [
      ...(reasons.length > 0 ? [`Rejected on arrival: ${reasons.join(', ')}.`] : []),
      ...(laterReasons.length > 0 ? [`Rejected later: ${laterReasons.join(', ')}.`] : []),
      ...(run.requests.unfinished > 0
        ? [`${count(run.requests.unfinished)} requests were not finished.`]
        : []),
      ...traceLines(run),
      ...encoderLines(run),
    ],
  };
}

/** Which workloads have no output, and why. */
function encoderLines({ workloads }: RunDocument): readonly string[] {
  const encoded = workloads.filter(({ generates }) => generates === false).map(({ id }) => id);
  return encoded.length === 0
    ? []
    : [`The model of ${encoded.join(', ')} is an encoder: it gives back a vector and generates no tokens.`];
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
      rows: latencyRows(
        run.latencySeconds,
        (path, value) => plusMinus(run, path, value),
        true,
        isGenerating(run),
      ),
    },
    notes: [
      ...(run.overloaded
        ? [
            run.overloadedHours === undefined
              ? 'Overloaded: waiting times grow with the horizon. None of these figures is a steady value.'
              : `Overloaded in ${count(run.overloadedHours)} hours: waiting times grow until a quieter hour comes. None of these figures is a steady value.`,
          ]
        : []),
      ...(run.workloads.length > 1 &&
      isGenerating(run) &&
      run.workloads.some(({ generates }) => generates === false)
        ? ['Times to and per token are those of the workloads that generate any.']
        : []),
      'p95 is the time that 95% of requests do not exceed. ' +
        `Percentiles are within ${grouped(run.latencySketchRelativeError * 100, 2)}% of the simulated value; means are exact.`,
    ],
  };
  if (run.workloads.length < 2) return [all];
  const each = run.workloads.map(
    ({ id, latencySeconds, generates }): ReportSection => ({
      title: `Latency of ${id}`,
      table: {
        columns: latencyColumns(),
        rows: latencyRows(latencySeconds, () => undefined, false, generates !== false),
      },
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
  hasTokens: boolean,
): readonly ReportRow[] {
  return LATENCIES.flatMap((latency): ReportRow[] => {
    if (!hasTokens && (latency === 'ttft' || latency === 'tpot')) return [];
    const decimals = decimalsFor(summary[latency].p50 === 0 ? summary[latency].p99 : summary[latency].p50);
    const paths = COLUMNS.map((column) => `latencySeconds.${latency}.${column}`);
    const halves = COLUMNS.map((column, i) => half(paths[i], summary[latency][column]));
    const row = {
      cells: [
        !hasTokens && latency === 'endToEnd' ? 'Time to the vector' : LATENCY_WORDS[latency],
        ...COLUMNS.map((column) => figure(summary[latency][column], decimals)),
      ],
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
  const hasTokens = run.pools.some(({ generates }) => generates !== false);
  return {
    title: 'Pools',
    table: {
      columns: [
        text('Pool'),
        number('Replicas (most)'),
        number('GPU-hours'),
        number('In use'),
        number('At work'),
        ...(hasTokens ? [number('KV, peak'), number('Preemptions'), number('Output tokens/s per GPU')] : []),
      ],
      rows: run.pools.map((pool) => ({
        cells: [
          pool.id,
          count(pool.peakReplicas),
          figure(pool.gpuHours, decimalsOfHours(pool.gpuHours)),
          pool.usedShare === null ? NO_DATA : shareText(pool.usedShare),
          pool.busyShare === null ? NO_DATA : shareText(pool.busyShare),
          ...(hasTokens
            ? [
                pool.kvPeakShare === null ? NO_DATA : shareText(pool.kvPeakShare),
                counted(pool.preemptions),
                figure(pool.outputTokensPerSecondPerGpu, decimalsFor(pool.outputTokensPerSecondPerGpu)),
              ]
            : []),
        ],
        figures: [
          undefined,
          undefined,
          undefined,
          ...POOL_FIGURES.slice(0, hasTokens ? undefined : 2).map((name) => `pools.${pool.id}.${name}`),
        ],
      })),
    },
    notes: [
      'In use: share of what the replicas could do, were they full. At work: share of the time in which a replica has at least one request; one is enough.' +
        (hasTokens
          ? ' Preemptions: requests put back for want of KV cache memory, whose work is done again.'
          : ''),
      ...run.pools.flatMap(({ id, batching }) =>
        batching === undefined ? [] : [`Batches of ${id}: ${batching.sentence}.`],
      ),
      ...run.pools.flatMap(({ id, frontEnd }) =>
        frontEnd === undefined
          ? []
          : [`Front end of ${id}: ${frontEnd.sentence}. It is part of times to first token and of waiting.`],
      ),
    ],
  };
}

const POOL_FIGURES = [
  'usedShare',
  'busyShare',
  'kvPeakShare',
  'preemptions',
  'outputTokensPerSecondPerGpu',
] as const;

function counted(value: number | null): string {
  return value === null ? NO_DATA : count(value);
}
