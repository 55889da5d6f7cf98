import { covariates, effectKeys } from '../serving/stepTime/servingSituation.ts';
import { TERM } from '../serving/stepTime/stepUnits.ts';
import { batchThatFits, mixedTerms, prefillTerms, timeOf } from './benchmarkShape.ts';
import type { Observation } from './observations.ts';
import type { SituatedMeasurement } from './situate.ts';

/** How many times what is thought to fit may fit: few runs say in which format they keep KV, or how much memory they take. */
const ROOM = 1.5;
/** Reading a request, turning it into tokens, and the way back. */
const FIXED_SECONDS = 0.02;

/**
 * What a fixed-concurrency benchmark's mean time to first token is made of, seconds, in the order of
 * FIRST_TOKEN_TERMS: the request's own prefill, the prefills of all others (those that start together wait for each
 * other), the step under way when it comes, the wait for a place where more are kept going than fit (by Little's law,
 * whole requests for each that fits), and what every request takes.
 */
export function firstTokenTerms(of: SituatedMeasurement, theta: Float64Array): Float64Array {
  const { measurement, units, load } = of;
  const { inputTokens, outputTokens } = measurement;
  const { concurrency = 1 } = load;
  const batch = batchThatFits(of, concurrency);
  const prefill = timeOf([{ terms: prefillTerms(units, 1, inputTokens) }], theta);
  const marginal = mixedTerms(units, 1, inputTokens, 1).scaled;
  const mixed = mixedTerms(units, batch, inputTokens, outputTokens);
  const step = timeOf([mixed], theta, theta[TERM.interference]);
  return Float64Array.of(
    prefill,
    Math.max(0, concurrency - 1) * timeOf([{ terms: marginal }], theta),
    step,
    Math.max(0, concurrency / (ROOM * batch) - 1) * outputTokens * step,
    FIXED_SECONDS,
  );
}

/** Whether a measurement is of a fixed-concurrency run, and has its time to first token. */
export function hasFirstToken({ measurement, load }: SituatedMeasurement): boolean {
  const isClosedLoop = measurement.kind === 'closed_loop' && load.batch === undefined;
  return isClosedLoop && load.concurrency !== undefined && measurement.metrics.ttft_ms !== undefined;
}

/** The time to first token of a fixed-concurrency run as a point to fit; undefined where it has none. */
export function firstTokenObservation(of: SituatedMeasurement, theta: Float64Array): Observation | undefined {
  const { ttft_ms: milliseconds } = of.measurement.metrics;
  if (milliseconds === undefined || !hasFirstToken(of)) return undefined;
  return {
    of,
    keys: effectKeys(of.situation),
    covariates: covariates(of.situation),
    parts: [{ terms: firstTokenTerms(of, theta) }],
    logValue: Math.log(milliseconds / 1000),
    trust: 1,
  };
}
