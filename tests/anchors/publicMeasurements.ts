import type { AccuracyRow } from '../../engine/calibration/accuracy.ts';
import { accuracySummary } from '../../engine/calibration/accuracySummary.ts';
import { type SituatedMeasurement, situate } from '../../engine/calibration/situate.ts';
import { readMeasurements } from '../../host/questions/calibrate/readMeasurements.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { sharedData } from '../sharedData.ts';

/** The study's table of measurements; undefined where it is not beside this clone. */
export const MEASUREMENTS = sharedData('gpu', 'calibration.csv');

/** All rows of it whose names are found. */
export function publicMeasurements(): readonly SituatedMeasurement[] {
  const catalog = readCatalog();
  return readMeasurements(MEASUREMENTS ?? '').measurements.flatMap((each) => {
    const found = situate(each, catalog);
    return typeof found === 'string' ? [] : [found];
  });
}

/** The score of the study over rows; throws where nothing is scored. */
export function score(rows: readonly AccuracyRow[]) {
  const found = accuracySummary(rows).find(({ novelty, metric }) => novelty === 'all' && metric === 'score');
  if (found === undefined) throw new Error('nothing was scored');
  return found;
}
