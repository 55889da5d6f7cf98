import type { AccuracyRow } from '../../../engine/calibration/accuracy.ts';
import type { AccuracyCell } from '../../../engine/calibration/accuracySummary.ts';
import { METRICS } from '../../../engine/calibration/measurement.ts';
import type { Confidence } from '../../../engine/catalog/calibrationSchema.ts';
import { visible } from '../../terminal/visible.ts';
import type { AccuracyDocument } from './accuracy.ts';
import { percent } from './calibrateText.ts';

/** What `accuracy` prints for people: the summary, and each row below it. */
export function accuracyText({ calibration, summary, unpredicted, rows }: AccuracyDocument): string {
  return [
    `Predicted with the calibration of ${calibration.date} (${calibration.source}).`,
    '',
    ...(summary.length === 0
      ? [
          'No summary: no group of accelerator and architecture has five rows with a figure that is predicted.',
        ]
      : summaryLines(summary)),
    ...(unpredicted === 0
      ? []
      : [`Not predicted: ${unpredicted} of ${rows.length} rows, each with its reason below.`]),
    '',
    'id  kind  confidence: figure measured, predicted (band), error',
    ...rows.map(rowLine),
    '',
  ]
    .map(visible)
    .join('\n');
}

/** A line a case and figure: groups, rows, error. */
function summaryLines(summary: readonly AccuracyCell[]): string[] {
  return [
    'Novelty             Figure                 Groups   Rows   Error, mean of groups   Median of rows',
    ...summary.map(({ novelty, metric, groups, rows, groupMape, medianError }) =>
      [
        novelty.padEnd(19),
        metric.padEnd(22),
        String(groups).padStart(6),
        String(rows).padStart(6),
        percent(groupMape).padStart(23),
        percent(medianError).padStart(16),
      ].join(' '),
    ),
  ];
}

function rowLine({
  id,
  kind,
  measured,
  predicted,
  error,
  band,
  confidence,
  reason,
  caution,
}: AccuracyRow): string {
  const head = `${id}  ${kind}`;
  if (predicted === undefined) return `${head}  not predicted: ${reason}`;
  const figures = METRICS.flatMap((metric) => {
    const value = predicted[metric];
    const off = error?.[metric];
    const range = band?.[metric];
    if (value === undefined || off === undefined || range === undefined) return [];
    const [low, high] = range.map(short);
    return [`${metric} ${short(measured[metric] ?? 0)}, ${short(value)} (${low} to ${high}), ${signed(off)}`];
  });
  const why = reason ?? caution;
  return `${head}  ${WORDS[confidence ?? 'borrowed']}: ${figures.join('; ')}${why === undefined ? '' : `  [${why}]`}`;
}

const WORDS: Readonly<Record<Confidence, string>> = {
  calibrated: 'calibrated',
  knownAccelerator: 'known accelerator',
  borrowed: 'borrowed',
};

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${percent(Math.abs(value))}`;
}
