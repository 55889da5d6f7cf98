import { indexParameters, modelParameters } from '../../catalog/modelParameters.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import { BYTES_PER_WEIGHT, type Precision } from '../../catalog/precision.ts';
import { weightBytes } from '../model/modelShape.ts';
import type { Parallelism } from '../model/parallelism.ts';

const SIXTEEN_BIT = 2;
/** Kernels of MXFP4 experts want widths of so many; 13.47 GiB for 12.80 of gpt-oss-20b (llm-d/llm-d-benchmark#732). */
const MXFP4_WIDTH = 256;

/** A pipeline stage: a group of layers, the first with the words' vectors, the last with the output projection. */
export interface Stage {
  readonly layers: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/**
 * The stages of a pipeline as vLLM cuts them (`get_pp_indices`): as many layers each, and what does not divide goes to
 * the stages before the last, from the back.
 */
export function pipelineStages(layers: number, pipeline: number): readonly Stage[] {
  const stages = Math.min(pipeline, layers);
  const left = layers % stages;
  return Array.from({ length: stages }, (_, index) => {
    const isMore = left > 0 && index >= stages - 1 - left && index < stages - 1;
    return {
      layers: Math.floor(layers / stages) + (isMore ? 1 : 0),
      isFirst: index === 0,
      isLast: index === stages - 1,
    };
  });
}

/**
 * Weight bytes on one GPU of a stage, as they lie there once they are loaded: matrices are sliced, while norms, routers,
 * the latent's down-projections, what selects for sparse attention (`ReplicatedLinear` in SGLang's nsa_indexer.py), a KV
 * head too few for all and the rotary table are on every GPU; experts in MXFP4 are filled up to the width of their
 * kernels. A model without stages is one stage.
 */
export function loadedWeightBytes(
  model: Model,
  precision: Precision,
  parallel: Parallelism,
  stage: Stage,
): number {
  const bytes = weightBytes(model, precision);
  const parameters = modelParameters(model);
  const table = parameters.embedding * SIXTEEN_BIT;
  const positions = (model.learnedPositions ?? 0) * model.hidden * SIXTEEN_BIT;
  const isTableShared = stage.isFirst && model.tiedEmbeddings;
  const tables =
    (stage.isFirst ? table + positions + parameters.encoder * SIXTEEN_BIT : 0) +
    (stage.isLast && !isTableShared ? table : 0);
  const slicing = parallel.tensor * parallel.data;
  const sliced =
    (parameters.attention + parameters.dense) * matrixBytes(precision) +
    parameters.small * SIXTEEN_BIT +
    // Groups of data-parallel attention hold a copy of its weights each.
    (parallel.data - 1) * bytes.attention +
    bytes.experts * expertFilling(model, precision, slicing / parallel.expert);
  const layers = sliced / slicing + copiedBytes(model, precision, parallel);
  return tables / slicing + (layers * stage.layers) / model.layers + rotaryBytes(model);
}

/** Sine and cosine of every position, as engines tabulate them (`cos_sin_cache` of vLLM). */
function rotaryBytes({ kind, learnedPositions, maxContext, ropePositions, headDim, latentAttention }: Model) {
  if (kind === 'encoder' || learnedPositions !== undefined) return 0;
  return (ropePositions ?? maxContext) * (latentAttention?.ropeDim ?? headDim) * SIXTEEN_BIT;
}

function matrixBytes(precision: Precision): number {
  return precision === 'mxfp4' ? SIXTEEN_BIT : BYTES_PER_WEIGHT[precision];
}

/** Of all layers, what a GPU holds beyond its slice. */
function copiedBytes(model: Model, precision: Precision, { tensor, data }: Parallelism): number {
  const { layers, hidden, kvHeads, headDim, latentAttention } = model;
  const beyondSlice = 1 - 1 / (tensor * data);
  const latent = latentAttention
    ? hidden * (latentAttention.kvRank + latentAttention.ropeDim + (latentAttention.qRank ?? 0)) +
      indexParameters(model)
    : 0;
  // With more GPUs than KV heads each head lies on several.
  const heads = latentAttention ? 0 : 2 * hidden * headDim * Math.max(0, 1 - kvHeads / tensor);
  return (
    layers * (latent * beyondSlice + heads) * matrixBytes(precision) +
    modelParameters(model).small * SIXTEEN_BIT * beyondSlice
  );
}

/** How many times as large experts are once their width, shared out among `gpus`, is one that kernels take. */
function expertFilling({ experts }: Model, precision: Precision, gpus: number): number {
  if (experts === undefined || precision !== 'mxfp4') return 1;
  const width = experts.ffn / gpus;
  return (Math.ceil(width / MXFP4_WIDTH) * MXFP4_WIDTH) / width;
}
