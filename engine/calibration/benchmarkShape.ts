import { OVERLAPPED, stepTerms, type StepUnits } from '../serving/stepUnits.ts';
import type { SituatedMeasurement } from './situate.ts';

/** Equal steps, as terms to be multiplied with coefficients: those of steps, and those that `interference` scales. */
export interface TimeTerms {
  readonly terms: Float64Array;
  readonly scaled?: Float64Array;
  /** How many such steps there are; 1 if left out. */
  readonly times?: number;
}

/** Engines run no more sequences at once than this, whatever fits. */
const MOST_SEQUENCES = 2048;

/** Sequences that a replica runs at once when so many are there: no more than its KV cache holds on average. */
export function batchThatFits({ measurement, kvTokens }: SituatedMeasurement, offered: number): number {
  const each = measurement.inputTokens + measurement.outputTokens / 2;
  return Math.max(1, Math.min(offered, MOST_SEQUENCES, kvTokens / Math.max(1, each)));
}

/** Prefilling `batch` prompts in one go. */
export function prefillTerms(units: StepUnits, batch: number, inputTokens: number): Float64Array {
  const p = batch * inputTokens;
  return stepTerms(units, { p, a: (p * (inputTokens + 1)) / 2, b: 0, c: 0 });
}

/** A decode step in the middle of the outputs. */
export function decodeTerms(
  units: StepUnits,
  batch: number,
  inputTokens: number,
  outputTokens: number,
): Float64Array {
  return stepTerms(units, { p: 0, a: 0, b: batch, c: batch * (inputTokens + outputTokens / 2) });
}

/**
 * The mean step of a replica that keeps `batch` sequences going: as many prompts begin as outputs end, so
 * that batch · input / output tokens are prefilled with each step. Their part stands by itself: benchmarks
 * that start all requests at once feel less of it in the time per output token.
 */
export function mixedTerms(
  units: StepUnits,
  batch: number,
  inputTokens: number,
  outputTokens: number,
): Required<Omit<TimeTerms, 'times'>> {
  const p = (batch * inputTokens) / Math.max(1, outputTokens);
  const work = { b: batch, c: batch * (inputTokens + outputTokens / 2) };
  const all = stepTerms(units, { ...work, p, a: (p * inputTokens) / 2 });
  const decode = stepTerms(units, { ...work, p: 0, a: 0 });
  const scaled = new Float64Array(all.length);
  // Compute, attention, link: what grows with the tokens prefilled.
  for (const j of [3, 4, 8]) scaled[j] = all[j] - decode[j];
  return { terms: all.map((each, j) => each - scaled[j]), scaled };
}

/** The time of all parts at given coefficients; `interference` scales what is scaled. */
export function timeOf(parts: readonly TimeTerms[], theta: Float64Array, interference = 1): number {
  let sum = 0;
  for (const { terms, scaled, times } of parts) {
    const value = (j: number) =>
      theta[j] * (terms[j] + (scaled === undefined ? 0 : scaled[j] * interference));
    let part = 0;
    for (let j = 0; j < terms.length; j++) part += value(j);
    const compute = value(OVERLAPPED.compute);
    const memory = value(OVERLAPPED.weights) + value(OVERLAPPED.experts);
    sum += (times ?? 1) * (part - compute - memory + Math.hypot(compute, memory));
  }
  return sum;
}
