import { accuracyRows } from '../../engine/calibration/accuracy.ts';
import { accuracySummary } from '../../engine/calibration/accuracySummary.ts';
import { readCalibration, shippedCalibration } from '../calibration/calibrationFile.ts';
import { readMeasurements } from '../calibration/readMeasurements.ts';
import { readCatalog } from '../catalogFiles.ts';
import { accuracyText } from '../report/accuracyText.ts';
import { EXIT } from './exitCodes.ts';
import { jsonText } from './standardOutput.ts';

export interface AccuracyFlags {
  readonly json: boolean;
  readonly calibration?: string;
}

/** `fleetcast accuracy`: predicts every row of a table with a calibration, never fitting to it. */
export function accuracyCommand(file: string, flags: AccuracyFlags): number {
  const calibration =
    flags.calibration === undefined ? shippedCalibration() : readCalibration(flags.calibration);
  const rows = accuracyRows(calibration, readCatalog(), readMeasurements(file));
  const document = {
    calibration: { date: calibration.date, source: calibration.source, rows: calibration.rows },
    summary: accuracySummary(rows),
    unpredicted: rows.filter(({ predicted }) => predicted === undefined).length,
    rows,
  };
  process.stdout.write(flags.json ? jsonText(document) : accuracyText(document));
  return EXIT.done;
}
