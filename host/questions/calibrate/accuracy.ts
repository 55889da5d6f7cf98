import { type AccuracyRow, accuracyRows } from '../../../engine/calibration/accuracy.ts';
import { type AccuracyCell, accuracySummary } from '../../../engine/calibration/accuracySummary.ts';
import type { Calibration } from '../../../engine/catalog/calibrationSchema.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import type { readMeasurements } from './readMeasurements.ts';

/** What `accuracy --json` prints. */
export interface AccuracyDocument {
  readonly calibration: Pick<Calibration, 'date' | 'source' | 'rows'>;
  readonly summary: readonly AccuracyCell[];
  /** Rows without a prediction, each of which says why. */
  readonly unpredicted: number;
  readonly rows: readonly AccuracyRow[];
}

/** Predicts every row of a table, or run of a report, with a calibration, never fitting to it. */
export function accuracy(
  { measurements, problems }: ReturnType<typeof readMeasurements>,
  calibration: Calibration,
): AccuracyDocument {
  const rows = [
    ...accuracyRows(calibration, readCatalog(), measurements),
    ...problems.map(({ path, message }) => unread(path, message)),
  ];
  return {
    calibration: { date: calibration.date, source: calibration.source, rows: calibration.rows },
    summary: accuracySummary(rows),
    unpredicted: rows.filter(({ predicted }) => predicted === undefined).length,
    rows,
  };
}

/** A run that could not be read, beside those that were predicted. */
function unread(id: string, reason: string): AccuracyRow {
  return { id, kind: 'unread', group: '', novelty: '', measured: {}, reason };
}
