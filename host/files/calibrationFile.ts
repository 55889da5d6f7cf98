import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Calibration, calibrationSchema } from '../../engine/catalog/calibrationSchema.ts';
import { readDocument } from '../../engine/scenario/reading/readDocument.ts';
import { InputProblemError } from './inputProblem.ts';
import { readInputText } from './readInputText.ts';

/** The calibration that ships with the project. */
export const SHIPPED_CALIBRATION = join(
  import.meta.dirname,
  '..',
  '..',
  'scenarios',
  'calibration',
  'shipped.json',
);

let shipped: Calibration | undefined;

/** Read once a process. Throws an Error where it does not check: a shipped file is a fault of ours. */
export function shippedCalibration(): Calibration {
  shipped ??= calibrationSchema.parse(JSON.parse(readFileSync(SHIPPED_CALIBRATION, 'utf8')));
  return shipped;
}

/** A calibration file (JSON or YAML) of the user's. Throws `InputProblemError` with what is wrong with it. */
export function readCalibration(file: string): Calibration {
  const read = readDocument(readInputText(file, 'document'), file, calibrationSchema);
  if ('document' in read) return read.document;
  // Of another version, everything else is wrong, too.
  const version = read.problems.filter(({ path }) => path === 'fleetcastCalibration');
  throw new InputProblemError(
    (version.length > 0 ? version : read.problems).map((problem) => ({
      ...problem,
      suggestion: 'a calibration is written by fleetcast calibrate DATA --out FILE',
    })),
  );
}

/** As it is written: one line a level, so that two versions can be compared. */
export function calibrationText(calibration: Calibration): string {
  const lines = JSON.stringify(calibration, undefined, 1);
  // Numbers of one list on one line.
  return `${lines.replaceAll(/\[[\s\d.,eE+-]*\]/g, (list) => list.replaceAll(/\s+/g, ''))}\n`;
}
