import {
  type Accelerator,
  allReduceBytesPerSecond,
  attentionPeakFlops,
  peakFlops,
} from '../catalog/acceleratorSchema.ts';
import { STEP_TERMS } from '../catalog/calibrationSchema.ts';
import { modelParameters } from '../catalog/modelParameters.ts';
import type { Model } from '../catalog/modelSchema.ts';
import { BYTES_PER_WEIGHT, type KvPrecision, type Precision } from '../catalog/precision.ts';
import { expertShare, flops, kvBytesPerToken, weightBytes } from './modelShape.ts';
import { gpusOf, type Parallelism } from './parallelism.ts';

/** What a step costs at the datasheet's full rates, by term; seconds. See STEP_TERMS for the units. */
export interface StepUnits {
  readonly step: number;
  readonly layers: number;
  readonly allReduces: number;
  readonly sequence: number;
  readonly tokenCompute: number;
  readonly logitCompute: number;
  /** Each (token, context token) pair of a prefill, in layers that see it all and in layers with a window. */
  readonly attention: { readonly full: number; readonly window: number };
  readonly weights: number;
  readonly experts: number;
  readonly expertShare: number;
  /** Each context token that decoding sequences read. */
  readonly kv: { readonly full: number; readonly window: number };
  readonly linkToken: number;
  readonly windowTokens: number;
}

export interface StepHardware {
  readonly model: Model;
  readonly accelerator: Accelerator;
  readonly parallel: Parallelism;
  readonly precision: Precision;
  readonly kvPrecision: KvPrecision;
}

const STEP_SECONDS = 1e-3;
const TEN_MICROSECONDS = 1e-5;
/** Activations cross a link in 16 bits. */
const ACTIVATION_BYTES = 2;
/** GPUs beyond the reach of their links speak over a network; each, 10^9 bytes a second (400 Gbit/s). */
const NETWORK_BYTES_PER_SECOND = 50e9;

/**
 * Counts a step's work for one replica. Pipeline stages work one behind the other, each on its share of the
 * batch, so that weights are read once for each of them while compute and KV are shared by all GPUs; groups
 * of data-parallel attention hold a copy of its weights each, and the KV of their own sequences only.
 * Throws RangeError for a precision that the accelerator cannot compute in.
 */
export function stepUnits(hardware: StepHardware): StepUnits {
  const { model, accelerator, parallel, precision, kvPrecision } = hardware;
  const peak = peakFlops(accelerator, precision);
  if (peak === undefined) throw new RangeError(`no ${precision} on this accelerator`);
  const { tensor, pipeline, data } = parallel;
  const gpus = gpusOf(parallel);
  const bandwidth = accelerator.memoryBandwidthGBs * 1e9;
  const work = flops(model);
  const bytes = weightBytes(model, precision);
  const copies = (data - 1) * modelParameters(model).attention * BYTES_PER_WEIGHT[precision];
  const kv = kvBytesPerToken(model, kvPrecision, tensor);
  const shared = tensor * data;
  const link = allReduceBytesPerSecond(accelerator, shared) ?? NETWORK_BYTES_PER_SECOND;
  const allReduces = shared > 1 ? 2 * model.layers : 0;
  const ringBytes = ((2 * (shared - 1)) / shared) * model.hidden * ACTIVATION_BYTES;
  const attentionRate = attentionPeakFlops(accelerator) * gpus;
  return {
    step: STEP_SECONDS * pipeline,
    layers: TEN_MICROSECONDS * model.layers,
    allReduces: TEN_MICROSECONDS * allReduces,
    sequence: TEN_MICROSECONDS,
    tokenCompute: work.perToken / (peak * gpus),
    logitCompute: model.kind === 'encoder' ? 0 : work.perLogit / (peak * gpus),
    attention: {
      full: work.prefillAttention.full / attentionRate,
      window: work.prefillAttention.window / attentionRate,
    },
    weights: (bytes.dense + copies) / (bandwidth * shared),
    experts: bytes.experts / (bandwidth * shared),
    expertShare: expertShare(model),
    kv: {
      full: kv.full / (bandwidth * pipeline * data),
      window: kv.window / (bandwidth * pipeline * data),
    },
    linkToken: (allReduces * ringBytes) / (link * pipeline),
    windowTokens: model.slidingWindow?.tokens ?? 0,
  };
}

const COMPUTE = STEP_TERMS.indexOf('compute');
const WEIGHTS = STEP_TERMS.indexOf('weights');
const EXPERTS = STEP_TERMS.indexOf('experts');

/** Terms of matrix products, which run while weights are read: their times go together as a root of squares. */
export const OVERLAPPED = { compute: COMPUTE, weights: WEIGHTS, experts: EXPERTS } as const;

/** A step's work: p tokens prefilled that attend to a context tokens in all, b sequences decoding over c. */
export interface StepWork {
  readonly p: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** The step's terms at coefficients of 1, in the order of STEP_TERMS; seconds. */
export function stepTerms(units: StepUnits, { p, a, b, c }: StepWork): Float64Array {
  const terms = new Float64Array(STEP_TERMS.length);
  const tokens = p + b;
  const { windowTokens } = units;
  terms[0] = units.step;
  terms[1] = units.layers;
  terms[2] = units.sequence * b;
  terms[3] = units.tokenCompute * tokens + units.logitCompute * b;
  terms[4] = units.attention.full * a + units.attention.window * Math.min(a, p * windowTokens);
  terms[5] = units.weights;
  terms[6] = units.kv.full * c + units.kv.window * Math.min(c, b * windowTokens);
  terms[7] = units.allReduces;
  terms[8] = units.linkToken * tokens;
  if (units.experts > 0) terms[9] = units.experts * (1 - (1 - units.expertShare) ** tokens);
  return terms;
}
