import type { GivenFacts } from '../../../engine/calibration/formats/benchmarkRun.ts';
import { calibrationText } from '../../files/calibrationFile.ts';
import { calibrate, type CalibrateChoices } from '../../questions/calibrate/calibrate.ts';
import type { CalibrateDocument } from '../../questions/calibrate/calibrateDocument.ts';
import { calibrateText } from '../../questions/calibrate/calibrateText.ts';
import { readMeasurements } from '../../questions/calibrate/readMeasurements.ts';
import { EXIT } from '../exitCodes.ts';
import { checkOutputFile, writeOutputFile } from '../outputFile.ts';
import { jsonText } from '../../report/jsonText.ts';
import { rewriteLine, terminalOf, writeOut } from '../../terminal/standardStreams.ts';

export interface CalibrateFlags extends GivenFacts, CalibrateChoices {
  readonly json: boolean;
  readonly out?: string;
}

/** `fleetcast calibrate`: fits efficiencies to measurements, says how well, and writes them where asked. */
export function calibrateCommand(file: string, flags: CalibrateFlags): number {
  const read = readMeasurements(file, flags);
  if (flags.out !== undefined) checkOutputFile('--out', flags.out, [file]);
  const { calibration, ...fitted } = calibrate(file, read, flags, tell);
  const document: CalibrateDocument = { ...fitted, out: flags.out ?? null, calibration };
  if (flags.out !== undefined) writeOutputFile('--out', flags.out, calibrationText(calibration));
  writeOut(flags.json ? jsonText(document) : calibrateText(document));
  return EXIT.done;
}

function tell(done: number, of: number): void {
  if (terminalOf('stderr').isTTY) rewriteLine(`${done} of ${of} fits${done === of ? '\n' : ''}`);
}
