import { writeFileSync } from 'node:fs';
import { type AccuracyRow, accuracyRows } from '../../engine/calibration/accuracy.ts';
import { accuracySummary, mean, quantile, scoredMetric } from '../../engine/calibration/accuracySummary.ts';
import { bandsOf, crossValidate, withBands } from '../../engine/calibration/crossValidate.ts';
import { fitCalibration } from '../../engine/calibration/fitCalibration.ts';
import { type SituatedMeasurement, situate } from '../../engine/calibration/situate.ts';
import type { Calibration } from '../../engine/catalog/calibrationSchema.ts';
import { pairKey } from '../../engine/serving/servingSituation.ts';
import { calibrationText, shippedCalibration } from '../calibration/calibrationFile.ts';
import type { CalibrateDocument, FitErrors } from '../calibration/calibrateDocument.ts';
import { readMeasurements } from '../calibration/readMeasurements.ts';
import { readCatalog } from '../catalogFiles.ts';
import { calibrateText } from '../report/calibrateText.ts';
import { InputProblemError } from '../run/inputProblem.ts';
import { fileTrouble } from '../run/outputPaths.ts';
import { EXIT } from './exitCodes.ts';
import { jsonText } from './standardOutput.ts';

export interface CalibrateFlags {
  readonly json: boolean;
  readonly out?: string;
  readonly alone: boolean;
  readonly date?: string;
  readonly source?: string;
  readonly exclude: readonly string[];
  readonly accelerator?: string;
  readonly gpus?: number;
  readonly model?: string;
  readonly precision?: string;
  readonly engine?: string;
  readonly engineVersion?: string;
}

/** Points from which a pair counts as calibrated. */
const ENOUGH = 5;

/** `fleetcast calibrate`: fits efficiencies to measurements, says how well, and writes them where asked. */
export function calibrateCommand(file: string, flags: CalibrateFlags): number {
  const catalog = readCatalog();
  const measurements = readMeasurements(file, flags).filter(
    ({ id }) => !flags.exclude.some((part) => id.includes(part)),
  );
  checkOut(file, flags.out);
  const situated: SituatedMeasurement[] = [];
  const left = new Map<string, number>();
  for (const measurement of measurements) {
    const found = situate(measurement, catalog);
    if (typeof found === 'string') left.set(found, (left.get(found) ?? 0) + 1);
    else situated.push(found);
  }
  if (situated.length === 0) {
    throw new InputProblemError(
      [...left.keys()].map((message) => ({ file, path: '', message, suggestion: 'nothing is left to fit' })),
    );
  }
  const over = flags.alone ? undefined : shippedCalibration();
  const effects = fitCalibration(situated, over);
  const out = flags.alone ? crossValidate(catalog, situated, tell) : undefined;
  const about = {
    date: flags.date ?? new Date().toISOString().slice(0, 10),
    source: flags.source ?? `fleetcast calibrate ${file}`,
  };
  const measuredHere = new Set(situated.map(({ situation }) => pairKey(situation)));
  const bands = out === undefined ? shippedCalibration().bands : bandsOf(out);
  const calibration = withBands(effects, bands, about);
  const document: CalibrateDocument = {
    ...about,
    rows: situated.length,
    left: [...left].map(([reason, rows]) => ({ reason, rows })),
    inSample: errorsOf(
      accuracyRows(
        calibration,
        catalog,
        situated.map((each) => each.measurement),
      ),
    ),
    leftOut: {
      calibrated: out === undefined ? leaveOneOut(situated, over, catalog) : errorsOf(out.calibrated),
      otherSetup: out === undefined ? null : errorsOf(out.otherSetup),
      knownAccelerator: out === undefined ? null : errorsOf(out.knownAccelerator),
      borrowed: out === undefined ? null : errorsOf(out.borrowed),
    },
    borrowed: Object.entries(effects.pairs)
      .filter(([pair, points]) => points < ENOUGH && measuredHere.has(pair))
      .map(([pair, points]) => `${pair}: ${points} of ${ENOUGH} points`),
    out: flags.out ?? null,
    calibration,
  };
  if (flags.out !== undefined) writeFileSync(flags.out, calibrationText(calibration));
  process.stdout.write(flags.json ? jsonText(document) : calibrateText(document));
  return EXIT.done;
}

function tell(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} fits${done === of ? '\n' : ''}`);
}

function checkOut(file: string, out: string | undefined): void {
  const trouble = out === undefined ? undefined : fileTrouble(out, [file]);
  if (trouble !== undefined)
    throw new InputProblemError([
      { file: '--out', path: '', message: `${out} cannot be written: ${trouble}` },
    ]);
}

/** A few points over the shipped calibration: each left out in turn. */
function leaveOneOut(
  situated: readonly SituatedMeasurement[],
  over: Calibration | undefined,
  catalog: ReturnType<typeof readCatalog>,
): FitErrors | null {
  const folds = Math.min(situated.length, 20);
  if (folds < 2 || over === undefined) return null;
  const rows = Array.from({ length: folds }, (_, fold) => {
    const rest = situated.filter((_each, i) => i % folds !== fold);
    const out = situated.filter((_each, i) => i % folds === fold);
    const fitted = withBands(fitCalibration(rest, over), over.bands);
    return accuracyRows(
      fitted,
      catalog,
      out.map(({ measurement }) => measurement),
    );
  });
  return errorsOf(rows.flat());
}

/** Over what the score counts; over all figures where that is nothing. */
function errorsOf(rows: readonly AccuracyRow[]): FitErrors | null {
  const score = accuracySummary(rows).find(({ novelty, metric }) => novelty === 'all' && metric === 'score');
  if (score !== undefined)
    return { rows: score.rows, groupMape: score.groupMape, medianError: score.medianError };
  const errors = rows.flatMap(({ kind, error }) => {
    const metric = scoredMetric(kind);
    const scored = metric === undefined ? undefined : error?.[metric];
    return (scored === undefined ? Object.values(error ?? {}) : [scored]).map(Math.abs);
  });
  if (errors.length === 0) return null;
  return { rows: errors.length, groupMape: mean(errors), medianError: quantile(errors, 0.5) };
}
