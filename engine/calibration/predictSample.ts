import { type Accelerator, attentionPeakFlops, matrixShareOf } from '../catalog/acceleratorSchema.ts';
import type { Calibration } from '../catalog/calibrationSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { lookUp } from '../catalog/lookUp.ts';
import { sampleWork } from '../catalog/sampleModelSchema.ts';
import { TERM } from '../serving/stepTime/stepUnits.ts';
import type { Measurement } from './measurement.ts';
import type { Prediction } from './predict.ts';

/** Samples in flight where a throughput run does not say. */
const OFFLINE_BATCH = 16;

/**
 * Images and sound: FLOPs at the share of peak, and weights at the share of bandwidth, that language models
 * reach on this accelerator in 16 bits, one batch after the other: of the layers of such models 8-bit formats
 * speed up only some. No image or sound was calibrated with, so the error is that of the widest band at best.
 * A sentence where it cannot be said.
 */
export function predictSample(
  calibration: Calibration,
  catalog: Catalog,
  measurement: Measurement,
): Prediction | string {
  if (measurement.problem !== undefined) return measurement.problem;
  const model = lookUp(catalog, 'sampleModel', measurement.model);
  if (!model.found) return `the catalogue has no model of images or sound '${measurement.model}'`;
  const found = lookUp(catalog, 'accelerator', measurement.accelerator);
  if (!found.found) return `the catalogue has no accelerator '${measurement.accelerator}'`;
  const accelerator: Accelerator = found.row;
  const batch = measurement.batch ?? (measurement.kind.includes('offline') ? OFFLINE_BATCH : 1);
  const work = sampleWork(model.row);
  const { base, deviations, slopes } = calibration.step;
  const shares = matrixShareOf(accelerator, 'bf16');
  const lost = (term: number, slope: number, share: number) => {
    const log =
      base[term] + (deviations[`accelerator|${found.row.id}`]?.[term] ?? 0) - slope * Math.log(share);
    return Math.exp(Math.max(0, log));
  };
  const computeLost = lost(TERM.compute, slopes.matrixCompute?.[TERM.compute] ?? 0, shares.compute);
  const readingLost = lost(TERM.weights, slopes.matrixStream?.[TERM.weights] ?? 0, shares.stream);
  const compute = (batch * work.flops * computeLost) / attentionPeakFlops(accelerator);
  const reading = (work.weightBytesRead * readingLost) / (accelerator.memoryBandwidthGBs * 1e9);
  const seconds = compute + reading;
  return {
    metrics: { e2e_ms: seconds * 1000, samples_s: (batch * measurement.gpus) / seconds },
    confidence: 'borrowed',
    engine: measurement.engine,
    band: calibration.bands.mixture.borrowed,
    firstTokenBand: calibration.bands.firstToken.borrowed,
    caution:
      'no image or sound is calibrated: shares of peak are those of language models in 16 bits, whatever the precision',
  };
}
