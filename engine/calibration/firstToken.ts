import { covariates, effectKeys } from '../serving/servingSituation.ts';
import { batchThatFits, mixedTerms, prefillTerms, timeOf } from './benchmarkShape.ts';
import { INTERFERENCE, type Observation } from './observations.ts';
import type { SituatedMeasurement } from './situate.ts';

/**
 * What a fixed-concurrency benchmark's mean time to first token is made of, seconds: the request's own prefill, the prefills of all others (those that start together wait
 * for each other), and the step under way when it comes.
 */
export function firstTokenTerms(of: SituatedMeasurement, theta: Float64Array): Float64Array {
  const { measurement, units } = of;
  const { inputTokens, outputTokens } = measurement;
  const concurrency = (measurement.concurrency ?? 1) / of.replicas;
  const batch = batchThatFits(of, concurrency);
  const prefill = timeOf([{ terms: prefillTerms(units, 1, inputTokens) }], theta);
  const marginal = mixedTerms(units, 1, inputTokens, 1).scaled;
  const step = timeOf([mixedTerms(units, batch, inputTokens, outputTokens)], theta, theta[INTERFERENCE]);
  return Float64Array.of(prefill, Math.max(0, concurrency - 1) * timeOf([{ terms: marginal }], theta), step);
}

/** The time to first token of a fixed-concurrency run as a point to fit; undefined where it has none. */
export function firstTokenObservation(of: SituatedMeasurement, theta: Float64Array): Observation | undefined {
  const { kind, batch, concurrency, metrics } = of.measurement;
  if (kind !== 'closed_loop' || batch !== undefined || concurrency === undefined) return undefined;
  if (metrics.ttft_ms === undefined) return undefined;
  return {
    of,
    keys: effectKeys(of.situation),
    covariates: covariates(of.situation),
    parts: [{ terms: firstTokenTerms(of, theta) }],
    logValue: Math.log(metrics.ttft_ms / 1000),
    trust: 1,
  };
}
