import {
  type Accelerator,
  allReduceBytesPerSecond,
  attentionPeakFlops,
  peakFlops,
} from '../../catalog/acceleratorSchema.ts';
import { STEP_TERMS, type StepTerm } from '../../catalog/calibrationSchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision, Precision } from '../../catalog/precision.ts';
import { expertShare, flops, kvBytesPerToken, weightBytes } from '../model/modelShape.ts';
import type { Parallelism } from '../model/parallelism.ts';

/** What a step costs at the datasheet's full rates, by term; seconds. See STEP_TERMS for the units. */
export interface StepUnits {
  readonly step: number;
  readonly layers: number;
  readonly allReduces: number;
  readonly sequence: number;
  readonly tokenCompute: number;
  /** The routed experts' part, beside `tokenCompute`. */
  readonly expertCompute: number;
  readonly logitCompute: number;
  /** Each (token, context token) pair of a prefill, in layers that see it all and in layers with a window. */
  readonly attention: { readonly full: number; readonly window: number };
  readonly weights: number;
  readonly experts: number;
  readonly expertShare: number;
  /** Each context token that decoding sequences read. */
  readonly kv: { readonly full: number; readonly window: number };
  readonly linkToken: number;
  readonly activationToken: number;
  readonly routingToken: number;
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
/** Kernels of routing, permuting and gathering, beside those of a dense layer: some 2.5 times as many in all. */
const EXPERT_LAYER = 1.5;
/** Links slower than this (10^9 bytes a second) are a bus that all share: PCIe. */
const BUS_GBS = 100;
/** GPUs of one server; accelerators with more have a mesh of their own. */
const SERVER = 8;
/** GPUs beyond the reach of their links speak over a network; each, 10^9 bytes a second (400 Gbit/s). */
const NETWORK_BYTES_PER_SECOND = 50e9;

/**
 * Counts a step's work for one replica. Pipeline stages work one behind the other, each on a part of the batch:
 * weights are read once for each of them while the parts' KV is read at the same time. A prompt passes them all, so
 * that its tokens are computed no sooner than by the GPUs of one stage (what prompts in different stages gain is left
 * out: nobody measured it). Groups of data-parallel attention hold a copy of its weights each, and the KV and
 * scheduling of their own sequences only. Hidden states are whole on every GPU that shares a token, so that tensor
 * parallelism does not speed them up.
 * Throws RangeError for a precision that the accelerator cannot compute in.
 */
export function stepUnits(hardware: StepHardware): StepUnits {
  const { model, accelerator, parallel, precision, kvPrecision } = hardware;
  const peak = peakFlops(accelerator, precision);
  if (peak === undefined) throw new RangeError(`no ${precision} on this accelerator`);
  const { tensor, pipeline, data } = parallel;
  const bandwidth = accelerator.memoryBandwidthGBs * 1e9;
  const work = flops(model);
  const bytes = weightBytes(model, precision);
  const kv = kvBytesPerToken(model, kvPrecision, tensor);
  const shared = tensor * data;
  const link = allReduceBytesPerSecond(accelerator, shared) ?? NETWORK_BYTES_PER_SECOND;
  // One behind the attention, where it is sliced, and one behind the feed-forward.
  const allReduces = ((tensor > 1 ? 1 : 0) + (shared > 1 ? 1 : 0)) * model.layers;
  const expertLayers = model.experts ? (model.experts.layers ?? model.layers) : 0;
  const hidden = (model.hidden * ACTIVATION_BYTES) / bandwidth;
  const ringBytes = ((2 * (shared - 1)) / shared) * model.hidden * ACTIVATION_BYTES;
  // Attention and the output projection stay in 16 bits whatever the weights.
  const sixteenBitRate = attentionPeakFlops(accelerator) * shared;
  return {
    step: STEP_SECONDS * pipeline,
    layers: TEN_MICROSECONDS * (model.layers + EXPERT_LAYER * expertLayers),
    allReduces: smallAllReduceSeconds(link, shared) * allReduces,
    sequence: TEN_MICROSECONDS / data,
    tokenCompute: (work.perToken - work.perTokenExperts) / (peak * shared),
    expertCompute: work.perTokenExperts / (peak * shared),
    logitCompute: model.kind === 'encoder' ? 0 : work.perLogit / sixteenBitRate,
    attention: {
      full: work.prefillAttention.full / sixteenBitRate,
      window: work.prefillAttention.window / sixteenBitRate,
    },
    weights: (bytes.dense + (data - 1) * bytes.attention) / (bandwidth * shared),
    experts: bytes.experts / (bandwidth * shared),
    expertShare: expertShare(model),
    kv: {
      full: kv.full / (bandwidth * pipeline * data),
      window: kv.window / (bandwidth * pipeline * data),
    },
    linkToken: (allReduces * ringBytes) / link,
    activationToken: (model.layers * hidden) / data,
    routingToken: (expertLayers * (model.experts?.perToken ?? 0) * hidden) / Math.max(data, parallel.expert),
    windowTokens: model.slidingWindow?.tokens ?? 0,
  };
}

/**
 * A small all-reduce (8 to 128 KB) as kernel measurements of aiconfigurator have it (read 2026-11-28), without waiting:
 * 5 to 8 µs on two to eight GPUs of an NVLink server; 8, 16, 30 µs on two, four, eight behind PCIe.
 */
function smallAllReduceSeconds(linkBytesPerSecond: number, gpus: number): number {
  const isBus = linkBytesPerSecond < BUS_GBS * 1e9 && gpus <= SERVER;
  return TEN_MICROSECONDS * (isBus ? 0.4 * gpus : 0.5 + 0.04 * gpus);
}

/** Index of each term in the lists of a calibration. */
export const TERM = Object.fromEntries(STEP_TERMS.map((term, j) => [term, j])) as Readonly<
  Record<StepTerm, number>
>;

/**
 * Terms that go on at the same time: matrix products compute while weights are read and while the next kernels are
 * launched. The sums of each go together as the root of their squares.
 */
export const OVERLAPPED: readonly (readonly number[])[] = [
  [TERM.compute, TERM.expertCompute],
  [TERM.weights, TERM.experts],
  [TERM.launch],
];

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
  terms[TERM.stepMs] = units.step;
  terms[TERM.layer] = units.layers;
  terms[TERM.sequence] = units.sequence * b;
  terms[TERM.compute] = units.tokenCompute * tokens + units.logitCompute * b;
  terms[TERM.expertCompute] = units.expertCompute * tokens;
  terms[TERM.attention] = units.attention.full * a + units.attention.window * Math.min(a, p * windowTokens);
  terms[TERM.weights] = units.weights;
  if (units.experts > 0) terms[TERM.experts] = units.experts * (1 - (1 - units.expertShare) ** tokens);
  terms[TERM.kv] = units.kv.full * c + units.kv.window * Math.min(c, b * windowTokens);
  terms[TERM.activations] = units.activationToken * tokens;
  terms[TERM.routing] = units.routingToken * tokens;
  terms[TERM.allReduce] = units.allReduces;
  terms[TERM.link] = units.linkToken * tokens;
  terms[TERM.launch] = units.layers;
  return terms;
}
