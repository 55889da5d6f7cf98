import { minimize } from '../statistics/minimize.ts';

/** Equal steps of a measured time: v_j = coefficient_j · (terms_j + s · scaled_j), s the coefficient named `scale`. */
interface LogSumPart {
  readonly terms: Float64Array;
  /** The part that the `scale` coefficient multiplies, too. */
  readonly scaled?: Float64Array;
  readonly times?: number;
}

/** One measured time: Σ over parts of times · Σ_j v_j, the overlapped terms as (v_a² + (Σ v_b)²)^½. */
export interface LogSumPoint {
  readonly parts: readonly LogSumPart[];
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
  /** A coefficient whose term runs while those of others do. */
  readonly overlap?: { readonly one: number; readonly others: readonly number[] };
  /** Coefficients that must not fall below 1. */
  readonly bounded: readonly boolean[];
  /** How strongly deviations of a level are held near 0. */
  readonly levelStiffness: (level: string, term: number) => number;
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
    const level = key.slice(0, key.indexOf('|'));
    for (let j = 0; j < count; j++) {
      stiffness[at + j] = options.levelStiffness(level, j) * options.termStiffness[j];
    }
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

/** The logarithm of the point's time; its derivatives by the logarithms of the coefficients go into `pull`. */
function contributions(
  { parts }: LogSumPoint,
  logs: Float64Array,
  { bounded, scale, overlap }: LogSumOptions,
  pull: Float64Array,
): number {
  const factor = scale === undefined ? 1 : Math.exp(logs[scale]);
  pull.fill(0);
  let sum = 0;
  let scaledSum = 0;
  for (const { terms, scaled, times = 1 } of parts) {
    const value = (j: number) =>
      coefficient(j) * (terms[j] + (scaled === undefined ? 0 : scaled[j] * factor));
    const coefficient = (j: number) => (bounded[j] && logs[j] < 0 ? 1 : Math.exp(logs[j]));
    const one = overlap === undefined ? 0 : value(overlap.one);
    const others = overlap === undefined ? 0 : overlap.others.reduce((total, j) => total + value(j), 0);
    const root = Math.hypot(one, others);
    for (let j = 0; j < terms.length; j++) {
      if (j === scale) continue;
      // What a change of v_j changes the root of squares by.
      const share =
        overlap === undefined || root === 0
          ? 1
          : j === overlap.one
            ? one / root
            : overlap.others.includes(j)
              ? others / root
              : 1;
      const plain = times * share * value(j);
      // one²/root + others²/root = root, so that the shares add up to the sum.
      sum += plain;
      if (!(bounded[j] && logs[j] < 0)) pull[j] += plain;
      if (scaled !== undefined) scaledSum += times * share * coefficient(j) * scaled[j] * factor;
    }
  }
  for (let j = 0; j < pull.length; j++) pull[j] /= sum;
  if (scale !== undefined) pull[scale] = scaledSum / sum;
  return Math.log(sum);
}
