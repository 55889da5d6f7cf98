import type { Calibration, Confidence, ErrorBand } from '../catalog/calibrationSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isSampleKind, type Measurement, type Metric, METRICS, type MetricValues } from './measurement.ts';
import { predict } from './predict.ts';
import { predictSample } from './predictSample.ts';
import { situate } from './situate.ts';

/** A measured row beside what is predicted for it. */
export interface AccuracyRow {
  readonly id: string;
  readonly kind: string;
  readonly group: string;
  readonly novelty: string;
  readonly measured: MetricValues;
  /** Absent where `reason` says why. */
  readonly predicted?: MetricValues;
  /** prediction / measurement − 1, for each figure that both have. */
  readonly error?: MetricValues;
  /** Interval that nine of ten measurements should fall into, by figure. */
  readonly band?: { readonly [Key in Metric]?: readonly [number, number] };
  readonly confidence?: Confidence;
  readonly isMixture?: boolean;
  readonly caution?: string;
  readonly reason?: string;
}

/** Predicts every row with a calibration, never fitting to it. */
export function accuracyRows(
  calibration: Calibration,
  catalog: Catalog,
  measurements: readonly Measurement[],
): readonly AccuracyRow[] {
  return measurements.map((measurement) => accuracyRow(calibration, catalog, measurement));
}

function accuracyRow(calibration: Calibration, catalog: Catalog, measurement: Measurement): AccuracyRow {
  const { id, kind, group, metrics } = measurement;
  const situated = isSampleKind(kind) ? undefined : situate(measurement, catalog);
  const prediction =
    situated === undefined
      ? predictSample(calibration, catalog, measurement)
      : typeof situated === 'string'
        ? situated
        : predict(calibration, situated);
  const about = { id, kind, group, measured: metrics };
  if (typeof prediction === 'string') return { ...about, novelty: measurement.novelty, reason: prediction };
  const { confidence, caution } = prediction;
  const error: { [Key in Metric]?: number } = {};
  const band: { [Key in Metric]?: readonly [number, number] } = {};
  for (const metric of METRICS) {
    const value = prediction.metrics[metric];
    if (value === undefined) continue;
    band[metric] = interval(value, metric === 'ttft_ms' ? prediction.firstTokenBand : prediction.band);
    const measured = metrics[metric];
    if (measured !== undefined) error[metric] = value / measured - 1;
  }
  const isAnswered = METRICS.some((metric) => error[metric] !== undefined);
  return {
    ...about,
    novelty: measurement.novelty === '' ? noveltyOf(kind, confidence) : measurement.novelty,
    predicted: prediction.metrics,
    error,
    band,
    confidence,
    ...(situated !== undefined &&
      typeof situated !== 'string' && { isMixture: situated.situation.model.experts !== undefined }),
    ...(caution !== undefined && { caution }),
    ...(!isAnswered && { reason: caution ?? 'none of its figures is predicted for this kind' }),
  };
}

/** How new a row is to the calibration, where the table does not say. */
function noveltyOf(kind: string, confidence: Confidence): string {
  return isSampleKind(kind) ? 'image or sound' : NOVELTY[confidence];
}

const NOVELTY: Readonly<Record<Confidence, string>> = {
  calibrated: 'calibrated pair',
  knownAccelerator: 'new model',
  borrowed: 'new accelerator',
};

/** value / (1 + w) … value · (1 + w): a factor up and down, as errors of times are. */
function interval(value: number, { wide }: ErrorBand): readonly [number, number] {
  return [value / (1 + wide), value * (1 + wide)];
}
