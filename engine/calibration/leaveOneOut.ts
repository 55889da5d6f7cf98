import type { Calibration, ErrorBand } from '../catalog/calibrationSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { pairKey } from '../serving/stepTime/servingSituation.ts';
import { type AccuracyRow, accuracyRows } from './accuracy.ts';
import { bandOf, withBands } from './crossValidate.ts';
import { fitCalibration } from './fitCalibration.ts';
import type { SituatedMeasurement } from './situate.ts';

/** More points are left out several at a time. */
const MOST_FITS = 20;

/**
 * Points fitted over a calibration, each predicted by a fit over it that has not seen it (a twentieth is left out at a
 * time where there are many), in their order. None of fewer than two.
 */
export function leaveOneOut(
  measurements: readonly SituatedMeasurement[],
  over: Calibration,
  catalog: Catalog,
): readonly AccuracyRow[] {
  const folds = Math.min(measurements.length, MOST_FITS);
  if (folds < 2) return [];
  const rows: AccuracyRow[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const rest = measurements.filter((_each, i) => i % folds !== fold);
    const left = measurements.filter((_each, i) => i % folds === fold);
    const fitted = withBands(fitCalibration(rest, over), over.bands);
    const predicted = accuracyRows(
      fitted,
      catalog,
      left.map(({ measurement }) => measurement),
    );
    predicted.forEach((row, i) => {
      rows[fold + i * folds] = row;
    });
  }
  return rows;
}

/**
 * The error band of each pair's own points, by `pairKey`; `rows` are the predictions of `measurements`, in their order.
 * Times to first token are not counted: they have a band of their own.
 */
export function pairBandsOf(
  measurements: readonly SituatedMeasurement[],
  rows: readonly AccuracyRow[],
): Readonly<Record<string, ErrorBand>> {
  const errors = new Map<string, number[]>();
  measurements.forEach(({ situation }, i) => {
    const { ttft_ms: _first, ...others } = rows[i].error ?? {};
    const pair = pairKey(situation);
    errors.set(pair, [...(errors.get(pair) ?? []), ...Object.values(others)]);
  });
  return Object.fromEntries(
    [...errors].flatMap(([pair, found]) => {
      const band = bandOf(found);
      return band === undefined ? [] : [[pair, band]];
    }),
  );
}
