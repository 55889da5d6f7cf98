import { OVERLAPPED, stepTerms, type StepUnits, TERM } from '../serving/stepTime/stepUnits.ts';
import type { SituatedMeasurement } from './situate.ts';

/** Equal steps, as terms to be multiplied with coefficients: those of steps, and those that `interference` scales. */
export interface TimeTerms {
  readonly terms: Float64Array;
  readonly scaled?: Float64Array;
  /** How many such steps there are; 1 if left out. */
  readonly times?: number;
}

/** What an engine schedules together is no more sequences at once than this, whatever fits. */
const MOST_SEQUENCES = 2048;

/**
 * Sequences that a replica runs at once when so many are there: no more than its KV cache holds on average, or to
 * the end of each where the engine reserves that.
 */
export function batchThatFits(of: SituatedMeasurement, offered: number): number {
  const { measurement, kvTokens, reservesOutput, schedulers } = of;
  const each = measurement.inputTokens + measurement.outputTokens * (reservesOutput ? 1 : 0.5);
  return Math.max(1, Math.min(offered, MOST_SEQUENCES * schedulers, kvTokens / Math.max(1, each)));
}

/** What grows with the tokens that a step prefills. */
const PREFILLED: readonly number[] = [
  TERM.compute,
  TERM.expertCompute,
  TERM.attention,
  TERM.activations,
  TERM.routing,
  TERM.link,
];

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
  for (const j of PREFILLED) scaled[j] = all[j] - decode[j];
  return { terms: all.map((each, j) => each - scaled[j]), scaled };
}

/**
 * How much of the planned room a run may have had, one as likely as the other: plans of TensorRT-LLM's memory, by which
 * such runs are made, are 4 % off on average (tests/anchors/START_UP_RESULTS.md).
 */
const ROOMS = [0.96, 0.98, 1, 1.02, 1.04];

/**
 * A run of so many requests that are all there from the start: waves of as many as fit, and a last one of what is
 * left. Whether a few are left over for a wave of their own hangs on a block more or less, so that it is the mean over
 * the room that there may be. The parts are shares of one mean step of a full wave, so that `batch` over their time is
 * a replica's token rate.
 */
export function offlineParts(of: SituatedMeasurement): {
  readonly parts: readonly TimeTerms[];
  readonly batch: number;
} {
  const { measurement, units, load, kvTokens } = of;
  const { inputTokens, outputTokens } = measurement;
  const { concurrency = Infinity, requests = Infinity } = load;
  const offered = Math.min(concurrency, requests);
  const batch = batchThatFits(of, offered);
  const stepOf = (size: number) => mixedTerms(units, size, inputTokens, outputTokens);
  if (!Number.isFinite(requests)) return { parts: [stepOf(batch)], batch };
  const sizes = ROOMS.map((room) => batchThatFits({ ...of, kvTokens: kvTokens * room }, offered));
  const parts = [...Map.groupBy(sizes, (size) => size)].flatMap(([size, same]): TimeTerms[] => {
    const each = ((same.length / sizes.length) * batch) / requests;
    const waves = requests / size;
    const left = requests - Math.floor(waves) * size;
    if (left < 1) return [{ ...stepOf(size), times: each * waves }];
    return [
      { ...stepOf(size), times: each * Math.floor(waves) },
      { ...stepOf(left), times: each },
    ];
  });
  return { parts, batch };
}

/** The time of all parts at given coefficients; `interference` scales what is scaled. */
export function timeOf(parts: readonly TimeTerms[], theta: Float64Array, interference = 1): number {
  let sum = 0;
  for (const { terms, scaled, times } of parts) {
    const value = (j: number) =>
      theta[j] * (terms[j] + (scaled === undefined ? 0 : scaled[j] * interference));
    let part = 0;
    for (let j = 0; j < terms.length; j++) part += value(j);
    let squares = 0;
    for (const group of OVERLAPPED) {
      let total = 0;
      for (const j of group) total += value(j);
      part -= total;
      squares += total * total;
    }
    sum += (times ?? 1) * (part + Math.sqrt(squares));
  }
  return sum;
}
