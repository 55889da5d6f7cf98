import { type AccuracyRow, accuracyRows } from '../../../engine/calibration/accuracy.ts';
import { accuracySummary, mean, quantile } from '../../../engine/calibration/accuracySummary.ts';
import { bandsOf, crossValidate, withBands } from '../../../engine/calibration/crossValidate.ts';
import { fitCalibration, isFitted } from '../../../engine/calibration/fitCalibration.ts';
import { leaveOneOut, pairBandsOf } from '../../../engine/calibration/leaveOneOut.ts';
import { type SituatedMeasurement, situate } from '../../../engine/calibration/situate.ts';
import type { Calibration } from '../../../engine/catalog/calibrationSchema.ts';
import { FEWEST_POINTS } from '../../../engine/serving/stepTime/stepCoefficients.ts';
import { pairKey } from '../../../engine/serving/stepTime/servingSituation.ts';
import { shippedCalibration } from '../../files/calibrationFile.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import type { CalibrateDocument, FitErrors } from './calibrateDocument.ts';
import type { readMeasurements } from './readMeasurements.ts';

/** How to fit. */
export interface CalibrateChoices {
  /** Nothing of the shipped calibration under it. */
  readonly alone: boolean;
  /** ISO date; today where left out. */
  readonly date?: string;
  readonly source?: string;
  /** Rows whose id contains one of these are left out. */
  readonly exclude: readonly string[];
}

/**
 * Fits efficiencies to measurements, and says how well: in the fit, and predicted by fits that have not seen them.
 * `onFit` is told how many fits of how many are done. Throws `InputProblemError` where nothing can be fitted.
 */
export function calibrate(
  file: string,
  { measurements, problems }: ReturnType<typeof readMeasurements>,
  choices: CalibrateChoices,
  onFit: (done: number, of: number) => void,
): Omit<CalibrateDocument, 'out'> {
  const catalog = readCatalog();
  for (const part of choices.exclude) {
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
    const excluded = choices.exclude.find((part) => measurement.id.includes(part));
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
  const over = choices.alone ? undefined : shippedCalibration();
  const effects = fitCalibration(fitted, over);
  const out = over === undefined ? crossValidate(catalog, situated, onFit) : undefined;
  const about = {
    date: choices.date ?? new Date().toISOString().slice(0, 10),
    source: choices.source ?? `fleetcast calibrate ${file}`,
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
  return {
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
    calibration,
  };
}

/** Steps are fitted to runs at a rate that is served; other kinds give a figure or they do not. */
function whyNotFitted(kind: string): string {
  return kind === 'open_loop'
    ? 'more was asked at a rate than is served, or no time per token is said'
    : `of kind '${kind}' with no figure to fit`;
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
