import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { EfficiencyRow } from '../../catalog/efficiencySchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision, Precision } from '../../catalog/precision.ts';
import { kvBytesPerToken, weightBytes } from '../model/modelShape.ts';
import { type Parallelism, tensorParallel } from '../model/parallelism.ts';

export interface MemoryPlanInput {
  readonly model: Model;
  readonly accelerator: Pick<Accelerator, 'deviceVisibleBytes'>;
  readonly gpusPerReplica: number;
  /** All tensor-parallel where left out. */
  readonly parallel?: Parallelism;
  readonly precision: Precision;
  readonly kvPrecision: KvPrecision;
  readonly batching: {
    readonly maxSequences: number;
    readonly maxBatchedTokens: number;
    readonly blockTokens: number;
  };
  readonly efficiency: Pick<EfficiencyRow, 'memoryUtilisation' | 'runtimeBytes' | 'communicationBytes'>;
}

/** Where the memory of each GPU goes; bytes of one GPU unless the name says otherwise. */
export interface MemoryPlan {
  readonly deviceBytes: number;
  /** What the engine takes: deviceBytes · utilisation. */
  readonly usableBytes: number;
  readonly weightBytes: number;
  readonly activationBytes: number;
  readonly runtimeBytes: number;
  readonly communicationBytes: number;
  /** What is left; negative where it does not fit. */
  readonly kvBytes: number;
  /** A token of context, on each GPU of the replica. */
  readonly kvBytesPerToken: number;
  /** Of the replica: a block's bytes lie on all its GPUs, so they are not multiplied by their number. */
  readonly kvBlocks: number;
  readonly kvTokens: number;
  readonly fits: boolean;
  /** Bytes that each GPU lacks for a single block; 0 where it fits. */
  readonly shortfallBytes: number;
}

const ACTIVATION_BYTES = 2;
/** Residual stream, its norm, and the input and output of a layer live at once. */
const HIDDEN_COPIES = 4;
/** Gate, up and their product, sharded over the GPUs. */
const FFN_COPIES = 3;
/** Logits are gathered on each GPU in 32 bits, and copied once for sampling. */
const LOGIT_BYTES = 2 * 4;

/**
 * Shares out each GPU's memory:
 *
 *   KV bytes = device-visible bytes · utilisation − weights / g − activations − runtime − communication
 *   blocks   = floor(KV bytes / (blockTokens · KV bytes per token and GPU))
 *
 * Activations are those of the largest step: maxBatchedTokens · 2 B · (4·hidden + 3·widest
 * feed-forward / GPUs of a stage), plus 8 B · vocabulary · maxSequences for logits; this is within 10 %
 * of what vLLM reports for Llama-3-8B at 8,192 tokens (vllm-project/vllm#10511). Device-visible bytes, not the
 * name's gigabytes, are what throughput turns on. Window layers are counted in full, as by
 * an engine that has one block table for all layers. Parts that tensor parallelism
 * replicates (KV projections beyond the KV heads, norms) are counted as sharded.
 */
export function planMemory(input: MemoryPlanInput): MemoryPlan {
  const { model, gpusPerReplica: gpus, batching, efficiency } = input;
  const deviceBytes = input.accelerator.deviceVisibleBytes;
  const usableBytes = deviceBytes * efficiency.memoryUtilisation;
  const { tensor, pipeline, data } = input.parallel ?? tensorParallel(gpus);
  // Groups of data-parallel attention hold a copy of its weights each.
  const bytes = weightBytes(model, input.precision);
  const weights = (bytes.total + (data - 1) * bytes.attention) / gpus;
  const expertWidth = model.experts
    ? model.experts.perToken * model.experts.ffn + model.experts.sharedFfn
    : 0;
  const allExperts = (model.experts?.layers ?? model.layers) === model.layers && model.experts !== undefined;
  const width = allExperts ? expertWidth : Math.max(model.ffn, expertWidth);
  const activationBytes =
    batching.maxBatchedTokens *
      ACTIVATION_BYTES *
      (HIDDEN_COPIES * model.hidden + (FFN_COPIES * width * pipeline) / gpus) +
    batching.maxSequences * model.vocab * LOGIT_BYTES;
  const communicationBytes = gpus > 1 ? efficiency.communicationBytes : 0;
  const kvBytes = usableBytes - weights - activationBytes - efficiency.runtimeBytes - communicationBytes;

  const perToken = kvBytesPerToken(model, input.kvPrecision, tensor);
  const kvBytesPerTokenOnGpu = (perToken.full + perToken.window) / (pipeline * data);
  const blockBytes = kvBytesPerTokenOnGpu * batching.blockTokens;
  // An encoder keeps nothing: it never waits for a block, if there is room at all.
  const asked = blocksOfLongestBatch(model, batching);
  const kvBlocks = Math.max(0, blockBytes > 0 ? Math.floor(kvBytes / blockBytes) : kvBytes > 0 ? asked : 0);
  return {
    deviceBytes,
    usableBytes,
    weightBytes: weights,
    activationBytes,
    runtimeBytes: efficiency.runtimeBytes,
    communicationBytes,
    kvBytes,
    kvBytesPerToken: kvBytesPerTokenOnGpu,
    kvBlocks,
    kvTokens: kvBlocks * batching.blockTokens,
    fits: kvBlocks > 0,
    shortfallBytes: kvBlocks > 0 ? 0 : blockBytes - kvBytes,
  };
}

/** Blocks that a batch of the longest prompts would fill: with so many nothing ever waits for one. */
export function blocksOfLongestBatch(
  { maxContext }: Pick<Model, 'maxContext'>,
  { maxSequences, blockTokens }: Pick<MemoryPlanInput['batching'], 'maxSequences' | 'blockTokens'>,
): number {
  return maxSequences * Math.ceil(maxContext / blockTokens);
}
