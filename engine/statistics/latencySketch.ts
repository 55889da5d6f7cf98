/**
 * A mergeable histogram of durations with a guaranteed relative error.
 *
 * A value's bin is read off the top bits of its float64 (exponent and 6 bits of the
 * mantissa), so binning needs no logarithm: 64 bins an octave, each at most 1/64 of
 * its lower edge wide; answering with the middle errs by at most 1/128 (0.78 %).
 * Two histograms merge by adding their counts.
 */

const MANTISSA_BITS = 6;
const SHIFT = 20 - MANTISSA_BITS;
/** 2^-30 s (about 1 ns): anything smaller, 0 too, is bin 0 and reads as 0. */
const LOWEST_EXPONENT = -30;
/** 2^26 s (two years): anything longer falls in the last bin. */
const HIGHEST_EXPONENT = 26;
/** Value of (high word >> SHIFT) at the lower edge of bin 1. */
export const SKETCH_OFFSET = ((LOWEST_EXPONENT + 1023) << MANTISSA_BITS) - 1;
export const SKETCH_SHIFT = SHIFT;

/** Number of bins of every sketch. */
export const SKETCH_BINS = ((HIGHEST_EXPONENT - LOWEST_EXPONENT) << MANTISSA_BITS) + 2;

/** Guaranteed bound on |quantile − exact| / exact, for values from 1 ns to two years. */
export const SKETCH_RELATIVE_ERROR = 1 / 128;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** Bin of a duration in seconds (≥ 0). */
export function sketchBin(seconds: number): number {
  float[0] = seconds;
  const bin = (words[1] >>> SHIFT) - SKETCH_OFFSET;
  return bin < 0 ? 0 : bin >= SKETCH_BINS ? SKETCH_BINS - 1 : bin;
}

/** Middle of a bin, seconds; 0 for bin 0. */
export function sketchValue(bin: number): number {
  if (bin <= 0) return 0;
  return (lowerEdge(bin) + lowerEdge(bin + 1)) / 2;
}

function lowerEdge(bin: number): number {
  words[0] = 0;
  words[1] = (bin + SKETCH_OFFSET) << SHIFT;
  return float[0];
}

/**
 * The q-quantile (0 < q ≤ 1) of a sketch, seconds: the smallest recorded value with at
 * least the share q of the weight at or below it, to `SKETCH_RELATIVE_ERROR`.
 * Undefined for an empty sketch.
 */
export function sketchQuantile(counts: ArrayLike<number>, q: number): number | undefined {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  if (total === 0) return undefined;
  // Weights are whole numbers of requests; the margin forgives q·total's rounding.
  const rank = q * total * (1 - 1e-12);
  let below = 0;
  for (let i = 0; i < counts.length; i++) {
    below += counts[i];
    if (below >= rank && counts[i] > 0) return sketchValue(i);
  }
  return undefined;
}
