import { type AccuracyRow, accuracyRows } from '../../engine/calibration/accuracy.ts';
import { accuracySummary } from '../../engine/calibration/accuracySummary.ts';
import type { GivenFacts } from '../../engine/calibration/formats/benchmarkRun.ts';
import { readCalibration, shippedCalibration } from '../files/calibrationFile.ts';
import { readMeasurements } from '../questions/calibrate/readMeasurements.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { accuracyText } from '../questions/calibrate/accuracyText.ts';
import { EXIT } from './exitCodes.ts';
import { jsonText } from './standardOutput.ts';

export interface AccuracyFlags extends GivenFacts {
  readonly json: boolean;
  readonly calibration?: string;
}

/** `fleetcast accuracy`: predicts every row of a table, or run of a report, with a calibration, never fitting to it. */
export function accuracyCommand(file: string, flags: AccuracyFlags): number {
  const calibration =
    flags.calibration === undefined ? shippedCalibration() : readCalibration(flags.calibration);
  const { measurements, problems } = readMeasurements(file, flags);
  const rows = [
    ...accuracyRows(calibration, readCatalog(), measurements),
    ...problems.map(({ path, message }) => unread(path, message)),
  ];
  const document = {
    calibration: { date: calibration.date, source: calibration.source, rows: calibration.rows },
    summary: accuracySummary(rows),
    unpredicted: rows.filter(({ predicted }) => predicted === undefined).length,
    rows,
  };
  process.stdout.write(flags.json ? jsonText(document) : accuracyText(document));
  return EXIT.done;
}

/** A run that could not be read, beside those that were predicted. */
function unread(id: string, reason: string): AccuracyRow {
  return { id, kind: 'unread', group: '', novelty: '', measured: {}, reason };
}
