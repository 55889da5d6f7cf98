import type { Calibration, Confidence, ErrorBand } from '../catalog/calibrationSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { architectureKey, effectKeys } from '../serving/stepTime/servingSituation.ts';
import { widerBand } from '../serving/stepTime/stepCoefficients.ts';
import { type AccuracyRow, accuracyRows } from './accuracy.ts';
import { quantile, scoredMetric } from './accuracySummary.ts';
import { type FittedEffects, fitCalibration } from './fitCalibration.ts';
import type { SituatedMeasurement } from './situate.ts';

/** Rows that were left out of the fits that predict them, by what was left out. */
export type LeftOutRows = Readonly<Record<Confidence | 'otherSetup', readonly AccuracyRow[]>>;

const FOLDS = 5;
const SETUP_FOLDS = 10;
/** Bands where nothing was left out to learn them from: a half and as much again. */
const UNKNOWN_BAND: ErrorBand = { central: 0.25, wide: 0.8 };
const UNKNOWN = { calibrated: UNKNOWN_BAND, knownAccelerator: UNKNOWN_BAND, borrowed: UNKNOWN_BAND };
const UNKNOWN_BANDS: Calibration['bands'] = { dense: UNKNOWN, mixture: UNKNOWN, firstToken: UNKNOWN };

/** What is left out together: measurements with the same key. */
type LeftOutKey = (each: SituatedMeasurement) => string;

/**
 * Predicts each row with a fit that has not seen it, in all the ways of `predictLeftOut`. `onFit` is told of each fit
 * done, of all.
 */
export function crossValidate(
  catalog: Catalog,
  measurements: readonly SituatedMeasurement[],
  onFit: (done: number, of: number) => void = () => undefined,
): LeftOutRows {
  const keys = leftOutKeys(measurements);
  const levels = Object.keys(keys) as (keyof LeftOutRows)[];
  const total = levels.reduce((sum, level) => sum + new Set(measurements.map(keys[level])).size, 0);
  let done = 0;
  const rows = levels.map((level) => [
    level,
    predictLeftOut(level, catalog, measurements, () => onFit(++done, total)),
  ]);
  return Object.fromEntries(rows) as unknown as LeftOutRows;
}

/**
 * Predicts each row with a fit that has not seen it: `calibrated` by five folds within each group, `otherSetup` by
 * leaving out all rows of its precision, engine, version and degrees (a tenth of all such at a time),
 * `knownAccelerator` and `borrowed` by leaving its model or its accelerator out altogether.
 */
export function predictLeftOut(
  level: keyof LeftOutRows,
  catalog: Catalog,
  measurements: readonly SituatedMeasurement[],
  onFit: () => void = () => undefined,
): readonly AccuracyRow[] {
  const key = leftOutKeys(measurements)[level];
  return [...Map.groupBy(measurements, key)].flatMap(([left, out]) => {
    const rest = measurements.filter((each) => key(each) !== left);
    const fitted = rest.length === 0 ? undefined : withBands(fitCalibration(rest), UNKNOWN_BANDS);
    onFit();
    return fitted === undefined
      ? []
      : accuracyRows(
          fitted,
          catalog,
          out.map(({ measurement }) => measurement),
        );
  });
}

function leftOutKeys(
  measurements: readonly SituatedMeasurement[],
): Readonly<Record<keyof LeftOutRows, LeftOutKey>> {
  const seen = new Map<string, number>();
  const fold = new Map<SituatedMeasurement, string>();
  // Every fifth of a group, so that neighbours in its grid fall into different folds.
  for (const each of measurements) {
    const count = seen.get(each.measurement.group) ?? 0;
    fold.set(each, String(count % FOLDS));
    seen.set(each.measurement.group, count + 1);
  }
  const setups = new Map<string, number>();
  for (const each of measurements) {
    const setup = setupOf(each);
    if (!setups.has(setup)) setups.set(setup, setups.size);
  }
  return {
    calibrated: (each) => fold.get(each) ?? '',
    otherSetup: (each) => String((setups.get(setupOf(each)) ?? 0) % SETUP_FOLDS),
    knownAccelerator: ({ situation }) => architectureKey(situation.model),
    borrowed: ({ situation }) => situation.accelerator,
  };
}

function setupOf({ situation }: SituatedMeasurement): string {
  return effectKeys(situation).find((key) => key.startsWith('setup|')) ?? '';
}

/** A fit made whole enough to predict with. */
export function withBands(
  effects: FittedEffects,
  bands: Calibration['bands'],
  about: Pick<Calibration, 'date' | 'source'> = { date: '2000-01-01', source: 'a fit under test' },
): Calibration {
  return { fleetcastCalibration: 2, ...about, ...effects, bands };
}

/**
 * The error bands that the rows left out show: by kind of model for steps, and for times to first token. A pair's are
 * those of setups left out, where other setups of it stayed: who asks has seldom the very one that was measured. Who
 * knows less is never the surer: an accelerator left out kept the model on others, which a new one has not.
 */
export function bandsOf(left: LeftOutRows): Calibration['bands'] {
  const step = (isMixture: boolean) => (row: AccuracyRow) => {
    const metric = scoredMetric(row.kind);
    return metric === undefined || row.isMixture !== isMixture ? undefined : row.error?.[metric];
  };
  const first = (row: AccuracyRow) => (row.kind === 'open_loop' ? undefined : row.error?.ttft_ms);
  const levels = (errorOf: (row: AccuracyRow) => number | undefined) => {
    const others = left.otherSetup.filter(({ confidence }) => confidence === 'calibrated');
    const [one, two, three] = [others, left.knownAccelerator, left.borrowed].map((rows) =>
      bandOf(rows.map(errorOf)),
    );
    // Where nothing was left out of one kind, the next less sure one stands for it.
    const calibrated = one ?? two ?? three ?? UNKNOWN_BAND;
    const knownAccelerator = widerBand(two ?? three ?? UNKNOWN_BAND, calibrated);
    const borrowed = widerBand(three ?? UNKNOWN_BAND, knownAccelerator);
    return { calibrated, knownAccelerator, borrowed };
  };
  return { dense: levels(step(false)), mixture: levels(step(true)), firstToken: levels(first) };
}

/** The band that nine in ten of relative errors are within; undefined where there are none. */
export function bandOf(errors: readonly (number | undefined)[]): ErrorBand | undefined {
  const factors = errors.flatMap((error) =>
    // As a factor up or down, so that half as much and twice as much are equally wrong.
    error === undefined ? [] : [Math.exp(Math.abs(Math.log1p(error))) - 1],
  );
  if (factors.length === 0) return undefined;
  const round = (value: number) => Math.max(0.001, Math.round(value * 1000) / 1000);
  return { central: round(quantile(factors, 0.5)), wide: round(quantile(factors, 0.9)) };
}
