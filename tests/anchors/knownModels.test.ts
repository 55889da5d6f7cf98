import { expect, it } from 'vitest';
import { predictLeftOut } from '../../engine/calibration/crossValidate.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { MEASUREMENTS, publicMeasurements, score } from './publicMeasurements.ts';

// The targets of the study (PERFORMANCE.md there), each row predicted by a fit that has not seen it.
it.skipIf(MEASUREMENTS === undefined)(
  'measured pairs are predicted as well as was asked',
  () => {
    const { groupMape, medianError } = score(
      predictLeftOut('calibrated', readCatalog(), publicMeasurements()),
    );
    expect(groupMape).toBeLessThanOrEqual(0.1);
    expect(medianError).toBeLessThanOrEqual(0.05);
  },
  900_000,
);

it.skipIf(MEASUREMENTS === undefined)(
  'new accelerators are predicted as well as was asked',
  () => {
    const rows = predictLeftOut('borrowed', readCatalog(), publicMeasurements());
    expect(score(rows).groupMape).toBeLessThanOrEqual(0.2);
  },
  900_000,
);
