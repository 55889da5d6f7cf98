import { writeFileSync } from 'node:fs';
import { type AccuracyRow, accuracyRows } from '../../engine/calibration/accuracy.ts';
import { accuracySummary, mean, quantile } from '../../engine/calibration/accuracySummary.ts';
import { bandsOf, crossValidate, withBands } from '../../engine/calibration/crossValidate.ts';
import { fitCalibration, isFitted } from '../../engine/calibration/fitCalibration.ts';
import { leaveOneOut, pairBandsOf } from '../../engine/calibration/leaveOneOut.ts';
import type { GivenFacts } from '../../engine/calibration/formats/benchmarkRun.ts';
import { type SituatedMeasurement, situate } from '../../engine/calibration/situate.ts';
import type { Calibration } from '../../engine/catalog/calibrationSchema.ts';
import { FEWEST_POINTS } from '../../engine/serving/stepTime/stepCoefficients.ts';
import { pairKey } from '../../engine/serving/stepTime/servingSituation.ts';
import { calibrationText, shippedCalibration } from '../files/calibrationFile.ts';
import type { CalibrateDocument, FitErrors } from '../questions/calibrate/calibrateDocument.ts';
import { readMeasurements } from '../questions/calibrate/readMeasurements.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { calibrateText } from '../questions/calibrate/calibrateText.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { fileTrouble } from '../files/outputPaths.ts';
import { EXIT } from './exitCodes.ts';
import { jsonText } from './standardOutput.ts';

export interface CalibrateFlags extends GivenFacts {
  readonly json: boolean;
  readonly out?: string;
  readonly alone: boolean;
  readonly date?: string;
  readonly source?: string;
  readonly exclude: readonly string[];
}

/** `fleetcast calibrate`: fits efficiencies to measurements, says how well, and writes them where asked. */
export function calibrateCommand(file: string, flags: CalibrateFlags): number {
  const catalog = readCatalog();
  const { measurements, problems } = readMeasurements(file, flags);
  checkOut(file, flags.out);
  for (const part of flags.exclude) {
    if (measurements.some(({ id }) => id.includes(part))) continue;
    const message = `no row's id contains '${part}'`;
    throw new InputProblemError([
      { file: '--exclude', path: '', message, suggestion: 'see the column row_id' },
    ]);
  }
  const situated: SituatedMeasurement[] = [];
  const left = new Map<string, number>();
  const leave = (reason: string) => left.set(reason, (left.get(reason) ?? 0) + 1);
  for (const { path, message } of problems) leave(`${path}: ${message}`);
  for (const measurement of measurements) {
    const excluded = flags.exclude.find((part) => measurement.id.includes(part));
    const found = excluded === undefined ? situate(measurement, catalog) : `excluded by '${excluded}'`;
    if (typeof found === 'string') leave(found);
    else situated.push(found);
    if (typeof found !== 'string' && !isFitted(found)) leave(whyNotFitted(measurement.kind));
  }
  const fitted = situated.filter(isFitted);
  if (fitted.length === 0) {
    throw new InputProblemError(
      [...left.keys()].map((message) => ({ file, path: '', message, suggestion: 'nothing is left to fit' })),
    );
  }
  const over = flags.alone ? undefined : shippedCalibration();
  const effects = fitCalibration(fitted, over);
  const out = over === undefined ? crossValidate(catalog, situated, tell) : undefined;
  const about = {
    date: flags.date ?? new Date().toISOString().slice(0, 10),
    source: flags.source ?? `fleetcast calibrate ${file}`,
  };
  const measuredHere = new Set(fitted.map(({ situation }) => pairKey(situation)));
  const bands = out === undefined ? shippedCalibration().bands : bandsOf(out);
  const fit = withBands(effects, bands, about);
  const seen = accuracyRows(
    fit,
    catalog,
    fitted.map(({ measurement }) => measurement),
  );
  const oneOut = over === undefined ? [] : leaveOneOut(fitted, over, catalog);
  const calibration: Calibration =
    over === undefined ? fit : { ...fit, pairBands: pairBandsOf(fitted, oneOut.length > 0 ? oneOut : seen) };
  const document: CalibrateDocument = {
    ...about,
    rows: fitted.length,
    left: [...left].map(([reason, rows]) => ({ reason, rows })),
    inSample: errorsOf(seen),
    leftOut: {
      calibrated: errorsOf(out?.calibrated ?? oneOut),
      otherSetup: out === undefined ? null : errorsOf(out.otherSetup),
      knownAccelerator: out === undefined ? null : errorsOf(out.knownAccelerator),
      borrowed: out === undefined ? null : errorsOf(out.borrowed),
    },
    borrowed: Object.entries(effects.pairs)
      .filter(([pair, points]) => points < FEWEST_POINTS && measuredHere.has(pair))
      .map(([pair, points]) => `${pair}: ${points} of ${FEWEST_POINTS} points`),
    out: flags.out ?? null,
    calibration,
  };
  if (flags.out !== undefined) writeFileSync(flags.out, calibrationText(calibration));
  process.stdout.write(flags.json ? jsonText(document) : calibrateText(document));
  return EXIT.done;
}

/** Steps are fitted to runs at a rate that is served; other kinds give a figure or they do not. */
function whyNotFitted(kind: string): string {
  return kind === 'open_loop'
    ? 'more was asked at a rate than is served, or no time per token is said'
    : `of kind '${kind}' with no figure to fit`;
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

/** Over what the score counts; over all figures where that is nothing. */
function errorsOf(rows: readonly AccuracyRow[]): FitErrors | null {
  const score = accuracySummary(rows).find(({ novelty, metric }) => novelty === 'all' && metric === 'score');
  if (score !== undefined) {
    const { rows: scored, groupMape, medianError } = score;
    return { of: 'score', rows: scored, groupMape, medianError };
  }
  const errors = rows
    .map(({ error }) => Object.values(error ?? {}).map(Math.abs))
    .filter(({ length }) => length > 0);
  if (errors.length === 0) return null;
  const figures = errors.flat();
  return {
    of: 'figures',
    rows: errors.length,
    groupMape: mean(figures),
    medianError: quantile(figures, 0.5),
  };
}
