import { covariates, effectKeys } from '../serving/stepTime/servingSituation.ts';
import {
  batchThatFits,
  decodeTerms,
  mixedTerms,
  offlineParts,
  prefillTerms,
  type TimeTerms,
} from './benchmarkShape.ts';
import type { LogSumPoint } from './fitLogSum.ts';
import type { SituatedMeasurement } from './situate.ts';

/** A figure of a measurement as a point that step coefficients are fitted to. */
export interface Observation extends Omit<LogSumPoint, 'weight'> {
  readonly of: SituatedMeasurement;
  /** What its kind of measurement counts against others: how directly it shows steps. */
  readonly trust: number;
}

/**
 * The figures of a measurement that steps alone explain (times to first token under load are fitted after,
 * `firstTokenObservation`). None where the kind has no such figure.
 */
export function stepObservations(of: SituatedMeasurement): Observation[] {
  const { measurement, units, situation, load } = of;
  const { kind, metrics, inputTokens, outputTokens } = measurement;
  const shared = { of, keys: effectKeys(situation), covariates: covariates(situation) };
  const point = (seconds: number, trust: number, ...parts: TimeTerms[]): Observation => ({
    ...shared,
    parts,
    logValue: Math.log(seconds),
    trust,
  });
  const found: Observation[] = [];
  if (kind === 'offline_saturated') {
    const perGpu = metrics.output_tok_s_per_gpu;
    if (perGpu === undefined) return [];
    const { parts, batch } = offlineParts(of);
    return [point(batch / (perGpu * situation.gpus), 1, ...parts)];
  }
  if (kind === 'closed_loop' && load.batch === undefined) {
    if (metrics.tpot_ms === undefined || load.concurrency === undefined) return [];
    const batch = batchThatFits(of, load.concurrency);
    return [point(metrics.tpot_ms / 1000, 1, mixedTerms(units, batch, inputTokens, outputTokens))];
  }
  if (kind === 'open_loop') {
    const going = sequencesGoing(of);
    if (going === undefined || metrics.tpot_ms === undefined) return [];
    const time = mixedTerms(units, Math.max(1, going), inputTokens, outputTokens);
    return [point(metrics.tpot_ms / 1000, 0.5, time)];
  }
  const { batch } = load;
  if (batch === undefined || !TRUST.has(kind)) return [];
  const trust = TRUST.get(kind) ?? 0;
  const prefill = prefillTerms(units, batch, inputTokens);
  const decode = decodeTerms(units, batch, inputTokens, outputTokens);
  if (kind === 'encoder') {
    if (metrics.e2e_ms !== undefined) found.push(point(metrics.e2e_ms / 1000, trust, { terms: prefill }));
    return found;
  }
  if (metrics.ttft_ms !== undefined && inputTokens > 0)
    found.push(point(metrics.ttft_ms / 1000, 0.4 * trust, { terms: prefill }));
  if (metrics.tpot_ms !== undefined) found.push(point(metrics.tpot_ms / 1000, trust, { terms: decode }));
  if (kind === 'static_e2e' && metrics.e2e_ms !== undefined) {
    const times = Math.max(0, outputTokens - 1);
    found.push(point(metrics.e2e_ms / 1000, trust, { terms: prefill }, { terms: decode, times }));
  }
  return found;
}

/** Sequences that requests at a rate keep going, by Little's law from the measured time per token; undefined where it is overloaded. */
function sequencesGoing(of: SituatedMeasurement): number | undefined {
  const { outputTokens, metrics, isOverloaded } = of.measurement;
  const { requestsPerSecond } = of.load;
  if (isOverloaded === true || requestsPerSecond === undefined || metrics.tpot_ms === undefined)
    return undefined;
  const going = (requestsPerSecond * outputTokens * metrics.tpot_ms) / 1000;
  return going < batchThatFits(of, Infinity) ? going : undefined;
}

const TRUST: ReadonlyMap<string, number> = new Map([
  ['static_step', 1],
  ['static_e2e', 0.5],
  ['prefill', 0.5],
  ['single_stream', 0.3],
  ['closed_loop', 1],
  ['encoder', 0.5],
]);
