import { minimize } from '../statistics/minimize.ts';
import type { Priors } from './priors.ts';

/** Equal steps of a measured time: v_j = coefficient_j · (terms_j + s · scaled_j), s the coefficient named `scale`. */
interface LogSumPart {
  readonly terms: Float64Array;
  /** The part that the `scale` coefficient multiplies, too. */
  readonly scaled?: Float64Array;
  readonly times?: number;
}

/** One measured time: Σ over parts of times · Σ_j v_j, overlapped groups of terms as the root of the squares of their sums. */
export interface LogSumPoint {
  readonly parts: readonly LogSumPart[];
  /** `level|key`s whose deviations add to the coefficients' logarithms. */
  readonly keys: readonly string[];
  readonly covariates: readonly number[];
  /** Where the logarithms start from for this point, if not from a base that is fitted, too. */
  readonly start?: Float64Array;
  readonly logValue: number;
  readonly weight: number;
}

export interface LogSumOptions {
  readonly priors: Priors;
  /** Index of the coefficient that multiplies `scaled`. */
  readonly scale?: number;
  /** Groups of terms that go on at the same time. */
  readonly overlap?: readonly (readonly number[])[];
  /** Coefficients that must not fall below 1. */
  readonly bounded: readonly boolean[];
  /** Fits deviations alone, from each point's `start`: neither base nor slopes. */
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
/** The same for deviations, in widths: one engine may be odd without taking the rest with it. */
const ROBUST_DEVIATION = 0.5;
/**
 * The variance of a point's error beside widths of priors. Points of a run err together, so that a group of fifty
 * says no more than a few that stand alone, each some 15 % off: 50 · 0.15² / 4.
 */
const POINT_VARIANCE = 0.25;

/**
 * Fits the coefficients of all points together, as most likely under the priors: their logarithms are a common base,
 * deviations by level, and slopes on covariates. What few points say moves little, and what is not there is borrowed
 * from the wider levels.
 */
export function fitLogSum(points: readonly LogSumPoint[], options: LogSumOptions): LogSumFit {
  const { priors, isBaseHeld = false } = options;
  const count = priors.base.length;
  const slopes = isBaseHeld ? [] : priors.slopes;
  const offsets = new Map<string, number>();
  let size = isBaseHeld ? 0 : count;
  for (const { keys } of points) {
    for (const key of keys) {
      if (offsets.has(key)) continue;
      offsets.set(key, size);
      size += count;
    }
  }
  const leaning = slopes.flatMap(({ terms }, slope) =>
    terms.flatMap((leans, term) => (leans ? [{ slope, term, at: size++ }] : [])),
  );

  // x = expected + width · z, so that all z are alike.
  const expected = new Float64Array(size);
  const width = new Float64Array(size);
  if (!isBaseHeld) width.set(priors.baseWidth);
  for (const [key, at] of offsets) {
    width.set(priors.width[key.slice(0, key.indexOf('|'))], at);
    expected.set(priors.expected[key] ?? [], at);
  }
  for (const { slope, at } of leaning) {
    expected[at] = slopes[slope].expected;
    width[at] = slopes[slope].width;
  }

  const places = points.map(({ keys }) => Int32Array.from(keys, (key) => offsets.get(key) ?? 0));
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const scaleOfWeights = points.length / total / POINT_VARIANCE;
  const groupOf = new Int8Array(count).fill(-1);
  options.overlap?.forEach((group, g) => group.forEach((j) => (groupOf[j] = g)));
  const logTime = logTimeOf(options, groupOf);

  const x = new Float64Array(size);
  const logs = new Float64Array(count);
  const pull = new Float64Array(count);
  const deviationsAt = isBaseHeld ? 0 : count;
  const objective = (z: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < size; i++) {
      x[i] = expected[i] + width[i] * z[i];
      if (i < deviationsAt) {
        loss += z[i] * z[i];
        gradient[i] = 2 * z[i];
      } else {
        const root = Math.sqrt(1 + (z[i] / ROBUST_DEVIATION) ** 2);
        loss += 2 * ROBUST_DEVIATION * ROBUST_DEVIATION * (root - 1);
        gradient[i] = (2 * z[i]) / root;
      }
    }
    for (let i = 0; i < points.length; i++) {
      const { start = priors.base, covariates, logValue, weight } = points[i];
      const at = places[i];
      for (let j = 0; j < count; j++) logs[j] = start[j];
      if (!isBaseHeld) for (let j = 0; j < count; j++) logs[j] += x[j];
      for (const offset of at) for (let j = 0; j < count; j++) logs[j] += x[offset + j];
      for (const { slope, term, at: own } of leaning) logs[term] += x[own] * covariates[slope];
      const error = logTime(points[i], logs, pull) - logValue;
      const root = Math.sqrt(1 + (error / ROBUST) ** 2);
      const scaled = weight * scaleOfWeights;
      loss += 2 * scaled * ROBUST * ROBUST * (root - 1);
      const gain = (2 * scaled * error) / root;
      for (let j = 0; j < count; j++) pull[j] *= gain;
      if (!isBaseHeld) for (let j = 0; j < count; j++) gradient[j] += pull[j] * width[j];
      for (const offset of at)
        for (let j = 0; j < count; j++) gradient[offset + j] += pull[j] * width[offset + j];
      for (const { slope, term, at: own } of leaning)
        gradient[own] += pull[term] * covariates[slope] * width[own];
    }
    return loss;
  };

  const z = minimize(objective, new Float64Array(size), options.iterations);
  for (let i = 0; i < size; i++) x[i] = expected[i] + width[i] * z[i];
  return {
    base: Float64Array.from(priors.base, (each, j) => each + (isBaseHeld ? 0 : x[j])),
    deviations: new Map([...offsets].map(([key, at]) => [key, x.slice(at, at + count)])),
    slopes: slopes.map((_, s) => {
      const found = new Float64Array(count);
      for (const { slope, term, at } of leaning) if (slope === s) found[term] = x[at];
      return found;
    }),
  };
}

type LogTime = (point: LogSumPoint, logs: Float64Array, pull: Float64Array) => number;

/** The logarithm of a point's time; its derivatives by the logarithms of the coefficients go into `pull`. */
function logTimeOf(
  { priors, bounded, scale = -1, overlap = [] }: LogSumOptions,
  groupOf: Int8Array,
): LogTime {
  const count = priors.base.length;
  const coefficients = new Float64Array(count);
  const values = new Float64Array(count);
  const totals = new Float64Array(overlap.length);
  return ({ parts }, logs, pull) => {
    for (let j = 0; j < count; j++) coefficients[j] = bounded[j] && logs[j] < 0 ? 1 : Math.exp(logs[j]);
    const factor = scale < 0 ? 0 : coefficients[scale];
    pull.fill(0);
    let sum = 0;
    let scaledSum = 0;
    for (const { terms, scaled, times = 1 } of parts) {
      totals.fill(0);
      for (let j = 0; j < count; j++) {
        const felt = scaled === undefined ? terms[j] : terms[j] + factor * scaled[j];
        values[j] = coefficients[j] * felt;
        if (groupOf[j] >= 0) totals[groupOf[j]] += values[j];
      }
      let squares = 0;
      for (const each of totals) squares += each * each;
      const root = Math.sqrt(squares);
      for (let j = 0; j < count; j++) {
        // What a change of v_j changes the time by; totals² / root add up to the root.
        const share = groupOf[j] < 0 ? times : root > 0 ? (times * totals[groupOf[j]]) / root : 0;
        const part = share * values[j];
        sum += part;
        pull[j] += part;
        if (scaled !== undefined) scaledSum += share * coefficients[j] * factor * scaled[j];
      }
    }
    for (let j = 0; j < count; j++) pull[j] = bounded[j] && logs[j] < 0 ? 0 : pull[j] / sum;
    if (scale >= 0) pull[scale] = scaledSum / sum;
    return Math.log(sum);
  };
}
