import type { GivenFacts } from '../../../engine/calibration/formats/benchmarkRun.ts';
import { readCalibration, shippedCalibration } from '../../files/calibrationFile.ts';
import { accuracy } from '../../questions/calibrate/accuracy.ts';
import { accuracyText } from '../../questions/calibrate/accuracyText.ts';
import { readMeasurements } from '../../questions/calibrate/readMeasurements.ts';
import { EXIT } from '../exitCodes.ts';
import { jsonText } from '../../report/jsonText.ts';
import { writeOut } from '../../terminal/standardStreams.ts';

export interface AccuracyFlags extends GivenFacts {
  readonly json: boolean;
  readonly calibration?: string;
}

/** `fleetcast accuracy`: predicts every row of a table, or run of a report, with a calibration, never fitting to it. */
export function accuracyCommand(file: string, flags: AccuracyFlags): number {
  const calibration =
    flags.calibration === undefined ? shippedCalibration() : readCalibration(flags.calibration);
  const document = accuracy(readMeasurements(file, flags), calibration);
  writeOut(flags.json ? jsonText(document) : accuracyText(document));
  return EXIT.done;
}
