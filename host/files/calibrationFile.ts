import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Calibration, calibrationSchema } from '../../engine/catalog/calibrationSchema.ts';
import { InputProblemError } from './inputProblem.ts';
import { readInputText } from './readInputText.ts';

/** The calibration that ships with the project. */
const SHIPPED_CALIBRATION = join(import.meta.dirname, '..', '..', 'scenarios', 'calibration', 'shipped.json');

let shipped: Calibration | undefined;

/** Read once a process. Throws an Error where it does not check: a shipped file is a fault of ours. */
export function shippedCalibration(): Calibration {
  shipped ??= calibrationSchema.parse(JSON.parse(readFileSync(SHIPPED_CALIBRATION, 'utf8')));
  return shipped;
}

/** A calibration file (JSON or YAML) of the user's. Throws `InputProblemError` with all that is wrong with it. */
export function readCalibration(file: string): Calibration {
  const text = readInputText(file, 'document');
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputProblemError([{ file, path: '', message: `cannot be read: ${reason}` }]);
  }
  const parsed = calibrationSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // Of another version, everything else is wrong, too.
  const version = issues.filter(({ path }) => path[0] === 'fleetcastCalibration');
  throw new InputProblemError(
    (version.length > 0 ? version : issues).map(({ path, message }) => ({
      file,
      path: path.join('.'),
      message,
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
