import { expect, it } from 'vitest';
import { predictLeftOut } from '../../engine/calibration/crossValidate.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { MEASUREMENTS, publicMeasurements, score } from './publicMeasurements.ts';

// The targets of the study (PERFORMANCE.md there), each row predicted by a fit that has not seen its architecture.
it.skipIf(MEASUREMENTS === undefined)(
  'new models are predicted as well as was asked',
  () => {
    const rows = predictLeftOut('knownAccelerator', readCatalog(), publicMeasurements());
    const errorOf = (isMixture: boolean) =>
      score(rows.filter((row) => row.isMixture === isMixture)).groupMape;
    expect(errorOf(false)).toBeLessThanOrEqual(0.15);
    expect(errorOf(true)).toBeLessThanOrEqual(0.3);
  },
  900_000,
);
