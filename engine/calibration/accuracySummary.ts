import type { AccuracyRow } from './accuracy.ts';
import { type Metric, METRICS } from './measurement.ts';

/** Errors of one kind of case, each group counted once. */
export interface AccuracyCell {
  readonly novelty: string;
  readonly metric: Metric | 'score';
  readonly groups: number;
  readonly rows: number;
  /** Mean over groups of the group's mean absolute relative error. */
  readonly groupMape: number;
  /** Over all rows of these groups. */
  readonly medianError: number;
}

/** Groups of fewer rows say nothing about a group. */
const LEAST_ROWS = 5;

/** What the score counts: times per token of static and fixed-concurrency runs, and saturated throughput. */
export function scoredMetric(kind: string): Metric | undefined {
  if (kind === 'static_step' || kind === 'closed_loop') return 'tpot_ms';
  return kind === 'offline_saturated' ? 'output_tok_s_per_gpu' : undefined;
}

/** The group-weighted summary, by novelty and figure; the score first in each. */
export function accuracySummary(rows: readonly AccuracyRow[]): readonly AccuracyCell[] {
  const novelties = [...new Set(rows.map(({ novelty }) => novelty))].filter((each) => each !== '').sort();
  return ['all', ...novelties].flatMap((novelty) => {
    const of = novelty === 'all' ? rows : rows.filter((row) => row.novelty === novelty);
    return [
      ...cell(novelty, 'score', of, ({ kind, error }) => {
        const metric = scoredMetric(kind);
        return metric === undefined ? undefined : error?.[metric];
      }),
      ...METRICS.flatMap((metric) => cell(novelty, metric, of, ({ error }) => error?.[metric])),
    ];
  });
}

function cell(
  novelty: string,
  metric: AccuracyCell['metric'],
  rows: readonly AccuracyRow[],
  errorOf: (row: AccuracyRow) => number | undefined,
): AccuracyCell[] {
  const groups = errorsByGroup(rows, errorOf);
  const counted = [...groups.values()].filter((errors) => errors.length >= LEAST_ROWS);
  if (counted.length === 0) return [];
  const all = counted.flat();
  return [
    {
      novelty,
      metric,
      groups: counted.length,
      rows: all.length,
      groupMape: mean(counted.map(mean)),
      medianError: quantile(all, 0.5),
    },
  ];
}

/** Absolute errors, by group. */
function errorsByGroup(
  rows: readonly AccuracyRow[],
  errorOf: (row: AccuracyRow) => number | undefined,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const error = errorOf(row);
    if (error === undefined) continue;
    const errors = groups.get(row.group) ?? [];
    errors.push(Math.abs(error));
    groups.set(row.group, errors);
  }
  return groups;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that a share of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
