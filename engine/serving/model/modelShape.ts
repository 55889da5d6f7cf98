import { modelParameters } from '../../catalog/modelParameters.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import {
  BYTES_PER_KV_VALUE,
  BYTES_PER_WEIGHT,
  type KvPrecision,
  type Precision,
} from '../../catalog/precision.ts';

/** Bytes of a 16-bit value: embeddings, output projection, norms and routers are never quantised. */
const SIXTEEN_BIT = 2;

/** Keys of sparse attention's index: so many values have a scale together. */
const SCALED_TOGETHER = 128;
const SCALE_BYTES = 4;

/** Weight bytes of the whole model, by what a step reads of them. */
export interface WeightBytes {
  /** In memory. */
  readonly total: number;
  /** Read by every step: all but the input embedding, routed experts and an encoder. */
  readonly dense: number;
  /** Of the dense ones: what attention holds, which groups of data-parallel attention copy. */
  readonly attention: number;
  /** All routed experts; a step reads those its tokens are routed to. */
  readonly experts: number;
}

/**
 * Weight bytes at a precision. Quantised formats hold the attention and feed-forward
 * matrices only; mxfp4 the routed experts only (as gpt-oss is published).
 */
export function weightBytes(model: Model, precision: Precision): WeightBytes {
  const parameters = modelParameters(model);
  const quantised = BYTES_PER_WEIGHT[precision];
  const matrixBytes = precision === 'mxfp4' ? SIXTEEN_BIT : quantised;
  const experts = parameters.experts * quantised;
  const body = (parameters.attention + parameters.dense) * matrixBytes + parameters.small * SIXTEEN_BIT;
  const head = parameters.head * SIXTEEN_BIT;
  const tables =
    (model.tiedEmbeddings ? 0 : parameters.embedding) + (model.learnedPositions ?? 0) * model.hidden;
  return {
    total: tables * SIXTEEN_BIT + head + body + experts + parameters.encoder * SIXTEEN_BIT,
    // An encoder has no output projection: its one table of words is looked up, not multiplied with.
    dense: model.kind === 'encoder' ? body : head + body,
    attention: parameters.attention * matrixBytes,
    experts,
  };
}

/** Routed experts that a token uses, as a share of all; 1 for a dense model. */
export function expertShare(model: Model): number {
  return model.experts ? model.experts.perToken / model.experts.count : 1;
}

/** KV bytes a token leaves behind, split by layers that keep it all and layers with a window. */
export interface KvBytes {
  readonly full: number;
  readonly window: number;
}

/**
 * KV bytes per token on each of g tensor-parallel GPUs (g = 1: of the whole model).
 * Heads are shared out, at least one to a GPU: with more GPUs than KV heads they are
 * replicated. The latent of multi-head latent attention belongs to all heads, so every
 * GPU holds all of it: (rank + rope) values a layer. The keys by which sparse attention
 * selects are kept beside it, whatever the precision: a byte a value, and a scale of four
 * bytes for each 128 (sgl-project/sglang#11309).
 */
export function kvBytesPerToken(model: Model, precision: KvPrecision, gpus = 1): KvBytes {
  const { layers, kvHeads, headDim, latentAttention } = model;
  const values = latentAttention
    ? latentAttention.kvRank + latentAttention.ropeDim
    : 2 * Math.ceil(kvHeads / gpus) * headDim;
  const selecting = latentAttention?.index?.dim ?? 0;
  const keys = selecting + SCALE_BYTES * Math.ceil(selecting / SCALED_TOGETHER);
  const perLayer = values * BYTES_PER_KV_VALUE[precision] + keys;
  if (model.kind === 'encoder') return { full: 0, window: 0 };
  const windowLayers = model.slidingWindow?.layers ?? 0;
  const fullLayers = layers - windowLayers - (model.linearAttention?.layers ?? 0);
  return { full: fullLayers * perLayer, window: windowLayers * perLayer };
}

/** Floating-point operations of a step, whole model; a multiplication and an addition are two. */
export interface Flops {
  /** Each token: 2 · the parameters it passes, without the output projection. */
  readonly perToken: number;
  /** That part of `perToken` which is the routed experts'. */
  readonly perTokenExperts: number;
  /** Each token that is sampled: the output projection. */
  readonly perLogit: number;
  /** Each (token, context token) pair of a prefill, by kind of layer. */
  readonly prefillAttention: { readonly full: number; readonly window: number };
  readonly decodeAttention: { readonly full: number; readonly window: number };
}

/**
 * Attention takes 4 · heads · head dimension a pair and layer (scores and weighted sum).
 * Latent attention expands keys and values in a prefill (2 · heads · (nope + rope + v)) and
 * works on the latent itself in a decode (2 · heads · (2 · rank + rope)), as in the
 * "absorbed" form of the DeepSeek-V2 paper.
 */
export function flops(model: Model): Flops {
  const parameters = modelParameters(model);
  const body =
    parameters.attention + parameters.dense + parameters.small + parameters.experts * expertShare(model);
  const { heads, headDim, layers, latentAttention } = model;
  const windowLayers = model.slidingWindow?.layers ?? 0;
  const fullLayers = layers - windowLayers - (model.linearAttention?.layers ?? 0);
  const split = (perLayer: number) => ({
    full: fullLayers * perLayer,
    window: windowLayers * perLayer,
  });
  // A causal mask halves the pairs; an encoder attends to all of them.
  const plain = 4 * heads * headDim * (model.kind === 'encoder' ? 2 : 1);
  return {
    perToken: 2 * body,
    perTokenExperts: 2 * parameters.experts * expertShare(model),
    perLogit: 2 * parameters.head,
    prefillAttention: split(
      latentAttention
        ? 2 * heads * (latentAttention.nopeDim + latentAttention.ropeDim + latentAttention.valueDim)
        : plain,
    ),
    decodeAttention: split(
      latentAttention ? 2 * heads * (2 * latentAttention.kvRank + latentAttention.ropeDim) : plain,
    ),
  };
}
