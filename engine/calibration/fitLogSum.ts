import { minimize } from '../statistics/minimize.ts';

/**
 * One measured time as a sum of terms, each with an unknown coefficient:
 * value ≈ Σ_j coefficient_j · (terms_j + s · scaled_j), where s is the coefficient named `scale`.
 */
export interface LogSumPoint {
  readonly terms: Float64Array;
  /** The part that the `scale` coefficient multiplies, too. */
  readonly scaled?: Float64Array;
  /** `level|key`s whose deviations add to the coefficients' logarithms. */
  readonly keys: readonly string[];
  readonly covariates: readonly number[];
  /** Where the logarithms start from for this point, if not from the prior. */
  readonly start?: Float64Array;
  readonly logValue: number;
  readonly weight: number;
}

export interface LogSumOptions {
  /** Where the logarithms of the coefficients start from. */
  readonly prior: readonly number[];
  /** Index of the coefficient that multiplies `scaled`. */
  readonly scale?: number;
  /** Coefficients that must not fall below 1. */
  readonly bounded: readonly boolean[];
  /** How strongly deviations of a level are held near 0. */
  readonly levelStiffness: (level: string) => number;
  /** The same by coefficient, multiplied. */
  readonly termStiffness: readonly number[];
  /** Which coefficients lean on which covariate. */
  readonly slopeMask: readonly (readonly boolean[])[];
  /** Holds the base where it is: deviations alone are fitted. */
  readonly isBaseHeld?: boolean;
  readonly iterations: number;
}

export interface LogSumFit {
  readonly base: Float64Array;
  readonly deviations: ReadonlyMap<string, Float64Array>;
  readonly slopes: readonly Float64Array[];
}

/** Errors above it count in proportion instead of squared (pseudo-Huber), so that one odd run does not bend the fit. */
const ROBUST = 0.15;
/** The error, squared, at which a point pulls as much as a deviation of 1 with stiffness 1 holds. */
const TYPICAL_SQUARED_ERROR = 0.01;
const BASE_STIFFNESS = 0.3;
const SLOPE_STIFFNESS = 2;
const HELD_STIFFNESS = 1e9;

/**
 * Fits the coefficients of all points together: their logarithms are a common base, deviations by level,
 * and slopes on covariates, the latter two held near 0 (ridge), so that what few points say moves little and
 * what is not there is borrowed from the wider levels.
 */
export function fitLogSum(points: readonly LogSumPoint[], options: LogSumOptions): LogSumFit {
  const count = options.prior.length;
  const offsets = new Map<string, number>();
  let size = count;
  for (const { keys } of points) {
    for (const key of keys) {
      if (offsets.has(key)) continue;
      offsets.set(key, size);
      size += count;
    }
  }
  const slopesAt = size;
  size += options.slopeMask.length * count;

  const stiffness = new Float64Array(size);
  const baseStiffness = options.isBaseHeld === true ? HELD_STIFFNESS : BASE_STIFFNESS;
  for (let j = 0; j < count; j++) stiffness[j] = baseStiffness * options.termStiffness[j];
  for (const [key, at] of offsets) {
    const level = options.levelStiffness(key.slice(0, key.indexOf('|')));
    for (let j = 0; j < count; j++) stiffness[at + j] = level * options.termStiffness[j];
  }
  stiffness.fill(SLOPE_STIFFNESS, slopesAt);

  const places = points.map(({ keys }) => Int32Array.from(keys, (key) => offsets.get(key) ?? 0));
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const scaleOfWeights = points.length / total / TYPICAL_SQUARED_ERROR;

  const logs = new Float64Array(count);
  const pull = new Float64Array(count);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < size; i++) {
      loss += stiffness[i] * x[i] * x[i];
      gradient[i] = 2 * stiffness[i] * x[i];
    }
    for (let i = 0; i < points.length; i++) {
      const point = points[i];
      const at = places[i];
      const from = point.start ?? options.prior;
      for (let j = 0; j < count; j++) logs[j] = from[j] + x[j];
      for (const offset of at) for (let j = 0; j < count; j++) logs[j] += x[offset + j];
      options.slopeMask.forEach((mask, s) => {
        for (let j = 0; j < count; j++)
          if (mask[j]) logs[j] += x[slopesAt + s * count + j] * point.covariates[s];
      });
      const error = contributions(point, logs, options, pull) - point.logValue;
      const root = Math.sqrt(1 + (error / ROBUST) ** 2);
      const weight = point.weight * scaleOfWeights;
      loss += 2 * weight * ROBUST * ROBUST * (root - 1);
      const slope = (2 * weight * error) / root;
      for (let j = 0; j < count; j++) {
        const g = slope * pull[j];
        gradient[j] += g;
        for (const offset of at) gradient[offset + j] += g;
      }
      options.slopeMask.forEach((mask, s) => {
        for (let j = 0; j < count; j++)
          if (mask[j]) gradient[slopesAt + s * count + j] += slope * pull[j] * point.covariates[s];
      });
    }
    return loss;
  };

  const x = minimize(objective, new Float64Array(size), options.iterations);
  return {
    base: Float64Array.from(options.prior, (each, j) => each + x[j]),
    deviations: new Map([...offsets].map(([key, at]) => [key, x.slice(at, at + count)])),
    slopes: options.slopeMask.map((mask, s) =>
      Float64Array.from(mask, (on, j) => (on ? x[slopesAt + s * count + j] : 0)),
    ),
  };
}

/** The logarithm of the point's sum; its derivatives by the logarithms of the coefficients go into `pull`. */
function contributions(
  { terms, scaled }: LogSumPoint,
  logs: Float64Array,
  { bounded, scale }: LogSumOptions,
  pull: Float64Array,
): number {
  const factor = scale === undefined ? 1 : Math.exp(logs[scale]);
  let sum = 0;
  let scaledSum = 0;
  for (let j = 0; j < terms.length; j++) {
    const held = bounded[j] && logs[j] < 0;
    const coefficient = held ? 1 : Math.exp(logs[j]);
    const plain = coefficient * terms[j];
    const more = scaled === undefined ? 0 : coefficient * scaled[j] * factor;
    sum += plain + more;
    scaledSum += more;
    pull[j] = held ? 0 : plain + more;
  }
  for (let j = 0; j < terms.length; j++) pull[j] /= sum;
  if (scale !== undefined) pull[scale] = scaledSum / sum;
  return Math.log(sum);
}
