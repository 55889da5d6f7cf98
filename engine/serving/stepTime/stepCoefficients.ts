import {
  type Calibration,
  type Confidence,
  type ErrorBand,
  STEP_SLOPES,
  STEP_TERMS,
} from '../../catalog/calibrationSchema.ts';
import { covariates, effectKeys, pairKey, type ServingSituation } from './servingSituation.ts';

/** Coefficients of a step's terms, in the order of STEP_TERMS; see there for what each multiplies. */
export type StepCoefficients = Float64Array;

/** Terms that a datasheet bounds: a coefficient below 1 would beat the silicon. */
export const BOUNDED_TERMS: readonly boolean[] = STEP_TERMS.map((term) =>
  ['compute', 'expertCompute', 'attention', 'weights', 'kv', 'experts'].includes(term),
);

/** The coefficients of a situation: exp(base + deviations + slopes · covariates), not below what a datasheet allows. */
export function stepCoefficients(
  calibration: Pick<Calibration, 'step'>,
  situation: ServingSituation,
): StepCoefficients {
  return stepLogs(calibration, situation).map((log, j) =>
    Math.exp(BOUNDED_TERMS[j] ? Math.max(0, log) : log),
  );
}

/** Logarithms of the coefficients, before any bound. */
export function stepLogs(calibration: Pick<Calibration, 'step'>, situation: ServingSituation): Float64Array {
  const logs = Float64Array.from(calibration.step.base);
  addDeviations(logs, calibration.step.deviations, effectKeys(situation));
  const values = covariates(situation);
  STEP_SLOPES.forEach((slope, s) => {
    const per = calibration.step.slopes[slope] ?? [];
    per.forEach((each, j) => {
      logs[j] += each * values[s];
    });
  });
  return logs;
}

/** Adds the deviations of all keys that a calibration knows. */
export function addDeviations(
  logs: Float64Array,
  deviations: Readonly<Record<string, readonly number[]>>,
  keys: readonly string[],
): void {
  for (const key of keys) {
    const found = deviations[key];
    if (found === undefined) continue;
    for (let j = 0; j < logs.length; j++) logs[j] += found[j];
  }
}

/** Fewer points than this do not calibrate a pair. */
export const FEWEST_POINTS = 5;

/** What a prediction can be believed to be. */
export interface PredictionConfidence {
  readonly confidence: Confidence;
  /** Whose efficiencies they are. */
  readonly engine: string;
  /** Relative errors of measurements that were left out in the same way. */
  readonly band: ErrorBand;
  /** The model whose shape was scaled, where only a number of parameters is known. */
  readonly resembles?: { readonly like: string; readonly parameters: number };
}

/**
 * How near the calibration's points are to a situation, and what error to expect there: that of its kind, or of the
 * pair's own points where it is larger.
 */
export function confidenceOf(calibration: Calibration, situation: ServingSituation): PredictionConfidence {
  const bands = calibration.bands[situation.model.experts ? 'mixture' : 'dense'];
  const confidence = levelOf(calibration, situation);
  const own = calibration.pairBands?.[pairKey(situation)];
  const band = own === undefined ? bands[confidence] : widerBand(bands[confidence], own);
  return { confidence, engine: situation.engine.family, band };
}

/** The larger of each. */
export function widerBand(one: ErrorBand, other: ErrorBand): ErrorBand {
  return { central: Math.max(one.central, other.central), wide: Math.max(one.wide, other.wide) };
}

function levelOf(calibration: Calibration, situation: ServingSituation): Confidence {
  if ((calibration.pairs[pairKey(situation)] ?? 0) >= FEWEST_POINTS) return 'calibrated';
  const prefix = `${situation.accelerator}|`;
  let points = 0;
  for (const [pair, count] of Object.entries(calibration.pairs)) if (pair.startsWith(prefix)) points += count;
  return points >= FEWEST_POINTS ? 'knownAccelerator' : 'borrowed';
}
