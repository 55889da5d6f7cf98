import type { Calibration, ErrorBand } from '../catalog/calibrationSchema.ts';
import { effectKeys } from '../serving/stepTime/servingSituation.ts';
import {
  addDeviations,
  confidenceOf,
  type PredictionConfidence,
  stepCoefficients,
} from '../serving/stepTime/stepCoefficients.ts';
import { TERM } from '../serving/stepTime/stepUnits.ts';
import {
  batchThatFits,
  decodeTerms,
  mixedTerms,
  offlineParts,
  prefillTerms,
  timeOf,
} from './benchmarkShape.ts';
import { firstTokenTerms } from './firstToken.ts';
import type { MetricValues } from './measurement.ts';
import type { SituatedMeasurement } from './situate.ts';

/** A prediction of what a benchmark would show, and how far it may be off. */
export interface Prediction extends PredictionConfidence {
  readonly metrics: MetricValues;
  /** Of times to first token, which depend on how a benchmark starts. */
  readonly firstTokenBand: ErrorBand;
  /** Why the band may not hold, where the form is known to fail. */
  readonly caution?: string;
}

/** Predicts every figure that a measurement of this kind could give; a sentence where none can be. */
export function predict(calibration: Calibration, of: SituatedMeasurement): Prediction | string {
  const theta = stepCoefficients(calibration, of.situation);
  const predictors = PREDICTORS[of.measurement.kind];
  if (predictors === undefined) return `nothing here predicts measurements of kind '${of.measurement.kind}'`;
  const result = predictors(of, theta, calibration);
  if (typeof result === 'string') return result;
  const confidence = confidenceOf(calibration, of.situation);
  const caution = result.caution ?? (of.measurement.reusesPrompts === true ? REUSED : undefined);
  return {
    ...confidence,
    firstTokenBand: calibration.bands.firstToken[confidence.confidence],
    metrics: result.metrics,
    ...(caution !== undefined && { caution }),
  };
}

const REUSED =
  'prompts were reused, and what share of them a cache answered is not known: prefills are in full here';

type Predictor = (
  of: SituatedMeasurement,
  theta: Float64Array,
  calibration: Calibration,
) => Pick<Prediction, 'metrics' | 'caution'> | string;

const PREDICTORS: Readonly<Record<string, Predictor | undefined>> = {
  static_step: fixedBatch,
  static_e2e: fixedBatch,
  prefill: fixedBatch,
  single_stream: fixedBatch,
  closed_loop: (of, theta, calibration) =>
    of.measurement.batch === undefined ? closedLoop(of, theta, calibration) : fixedBatch(of, theta),
  closed_loop_disagg: disaggregated,
  open_loop: openLoop,
  offline_saturated: saturated,
  encoder: encoder,
};

function fixedBatch(of: SituatedMeasurement, theta: Float64Array): ReturnType<Predictor> {
  const { measurement, units, load } = of;
  const { inputTokens, outputTokens, gpus } = measurement;
  const batch = load.batch ?? Math.max(1, load.concurrency ?? 1);
  const prefill = timeOf([{ terms: prefillTerms(units, batch, inputTokens) }], theta);
  const decode = timeOf([{ terms: decodeTerms(units, batch, inputTokens, outputTokens) }], theta);
  const whole = prefill + Math.max(0, outputTokens - 1) * decode;
  const all = measurement.batch ?? measurement.concurrency ?? 1;
  const rate = measurement.kind === 'single_stream' ? 1 / decode : (all * outputTokens) / whole;
  return {
    metrics: {
      ...(inputTokens > 0 && { ttft_ms: prefill * 1000 }),
      ...(outputTokens > 1 && { tpot_ms: decode * 1000, output_tok_s_per_gpu: rate / gpus }),
      e2e_ms: whole * 1000,
    },
  };
}

function encoder(of: SituatedMeasurement, theta: Float64Array): ReturnType<Predictor> {
  const { measurement, units, load } = of;
  const batch = load.batch ?? 1;
  const seconds = timeOf([{ terms: prefillTerms(units, batch, measurement.inputTokens) }], theta);
  return { metrics: { e2e_ms: seconds * 1000, samples_s: (measurement.batch ?? 1) / seconds } };
}

function closedLoop(
  of: SituatedMeasurement,
  theta: Float64Array,
  calibration: Calibration,
): ReturnType<Predictor> {
  const { measurement, units, load } = of;
  const { concurrency, inputTokens, outputTokens, gpus } = measurement;
  if (concurrency === undefined || load.concurrency === undefined)
    return 'a closed loop needs its concurrency';
  const batch = batchThatFits(of, load.concurrency);
  const step = timeOf([mixedTerms(units, batch, inputTokens, outputTokens)], theta, theta[TERM.interference]);
  const logs = Float64Array.from(calibration.firstToken.base);
  addDeviations(logs, calibration.firstToken.deviations, effectKeys(of.situation));
  const first = firstTokenTerms(of, theta).reduce((sum, term, j) => sum + term * Math.exp(logs[j]), 0);
  const whole = first + Math.max(0, outputTokens - 1) * step;
  return {
    metrics: {
      ttft_ms: first * 1000,
      tpot_ms: step * 1000,
      e2e_ms: whole * 1000,
      output_tok_s_per_gpu: (concurrency * outputTokens) / whole / gpus,
    },
    ...(batch < load.concurrency && { caution: STARVED }),
  };
}

const STARVED =
  'the KV cache holds fewer requests than were kept going: figures follow the little that is left';

function saturated(of: SituatedMeasurement, theta: Float64Array): ReturnType<Predictor> {
  const { parts, batch } = offlineParts(of);
  const step = timeOf(parts, theta, theta[TERM.interference]);
  return {
    metrics: { output_tok_s_per_gpu: batch / step / of.situation.gpus, tpot_ms: step * 1000 },
    ...(batch < 16 && { caution: STARVED }),
  };
}

/**
 * Requests come at a rate: the batch is what Little's law keeps going, b = rate · outputs · step(b), found by
 * bisection, as the step grows more slowly than b below saturation. A prompt waits for the rest of a step
 * and, at load ρ of the prefills, ρ / (2 (1 − ρ)) prefills (M/D/1).
 */
function openLoop(of: SituatedMeasurement, theta: Float64Array): ReturnType<Predictor> {
  const { measurement, units, load, situation } = of;
  const { inputTokens, outputTokens } = measurement;
  const { requestsPerSecond: rate } = load;
  if (rate === undefined) return 'an open loop needs its request rate';
  const stepAt = (batch: number) =>
    timeOf([mixedTerms(units, batch, inputTokens, outputTokens)], theta, theta[TERM.interference]);
  const most = batchThatFits(of, Infinity);
  const isOverloaded = most / stepAt(most) < rate * outputTokens;
  const batch = isOverloaded ? most : steadyBatch(stepAt, rate * outputTokens, most);
  const step = stepAt(Math.max(1, batch));
  const prefill = timeOf([{ terms: prefillTerms(units, 1, inputTokens) }], theta);
  const busy = Math.min(0.95, rate * timeOf([{ terms: mixedTerms(units, 1, inputTokens, 1).scaled }], theta));
  const first = prefill + step / 2 + (prefill * busy) / (2 * (1 - busy));
  const tokens = isOverloaded ? batch / step : rate * outputTokens;
  if (isOverloaded) {
    return {
      metrics: { tpot_ms: step * 1000, output_tok_s_per_gpu: tokens / situation.gpus },
      caution: 'more is asked than it serves: times to first token depend on the length of the run',
    };
  }
  return {
    metrics: {
      ttft_ms: first * 1000,
      tpot_ms: step * 1000,
      e2e_ms: (first + Math.max(0, outputTokens - 1) * step) * 1000,
      output_tok_s_per_gpu: tokens / situation.gpus,
    },
  };
}

/** The batch at which b / step(b) gives so many tokens a second, between 0 and `most`. */
function steadyBatch(stepAt: (batch: number) => number, tokensPerSecond: number, most: number): number {
  let low = 0;
  let high = most;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle / stepAt(middle) < tokensPerSecond) low = middle;
    else high = middle;
  }
  return high;
}

/** Half of the GPUs prefill, half decode, which is a guess where the source does not say. */
function disaggregated(of: SituatedMeasurement, theta: Float64Array): ReturnType<Predictor> {
  const { measurement, units } = of;
  const { concurrency, inputTokens, outputTokens, gpus } = measurement;
  if (concurrency === undefined) return 'a closed loop needs its concurrency';
  const decoders = Math.max(1, of.replicas / 2);
  const batch = batchThatFits(of, concurrency / decoders);
  const step = timeOf([{ terms: decodeTerms(units, batch, inputTokens, outputTokens) }], theta);
  const prefill = timeOf([{ terms: prefillTerms(units, 1, inputTokens) }], theta);
  const whole = prefill + Math.max(0, outputTokens - 1) * step;
  return {
    metrics: {
      ttft_ms: prefill * 1000,
      tpot_ms: step * 1000,
      e2e_ms: whole * 1000,
      output_tok_s_per_gpu: (concurrency * outputTokens) / whole / gpus,
    },
    caution: 'disaggregated: the split of the GPUs and the link between the halves are not known',
  };
}
