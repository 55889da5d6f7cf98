import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision } from '../../catalog/precision.ts';
import { kvBytesPerToken } from '../model/modelShape.ts';

export interface KvCapacityInput {
  readonly model: Model;
  readonly kvPrecision: KvPrecision;
  /** GPUs that slice the heads. */
  readonly tensor: number;
  /** Share of the layers that the GPU holds: 1 without pipeline stages. */
  readonly layerShare: number;
  /** Groups that attend to sequences of their own. */
  readonly groups: number;
  /** What is left for KV on the GPU; may be negative. */
  readonly kvBytes: number;
  readonly batching: { readonly maxSequences: number; readonly blockTokens: number };
}

/** What fits a replica; its blocks lie on all of its GPUs, so they are not multiplied by their number. */
export interface KvCapacity {
  /** A token of context, on each GPU of the replica. */
  readonly kvBytesPerToken: number;
  readonly kvBlocks: number;
  readonly kvTokens: number;
  /** Bytes that each GPU lacks for a single block; 0 where one fits. */
  readonly shortfallBytes: number;
}

/**
 * Blocks that fit: floor(KV bytes / (blockTokens · KV bytes per token and GPU)). Window layers are counted in full, as
 * by an engine that has one block table for all layers.
 */
export function kvCapacity(input: KvCapacityInput): KvCapacity {
  const { model, kvPrecision, tensor, layerShare, groups, kvBytes, batching } = input;
  const perToken = kvBytesPerToken(model, kvPrecision, tensor);
  const bytes = ((perToken.full + perToken.window) * layerShare) / groups;
  const blockBytes = bytes * batching.blockTokens;
  // An encoder keeps nothing: it never waits for a block, if there is room at all.
  const asked = blocksOfLongestBatch(model, batching);
  const blocks = blockBytes > 0 ? Math.floor(kvBytes / blockBytes) : kvBytes > 0 ? asked : 0;
  const kvBlocks = Math.max(0, blocks);
  return {
    kvBytesPerToken: bytes,
    kvBlocks,
    kvTokens: kvBlocks * batching.blockTokens,
    shortfallBytes: kvBlocks > 0 ? 0 : blockBytes - kvBytes,
  };
}

/** Blocks that a batch of the longest prompts would fill: with so many nothing ever waits for one. */
export function blocksOfLongestBatch(
  { maxContext }: Pick<Model, 'maxContext'>,
  { maxSequences, blockTokens }: KvCapacityInput['batching'],
): number {
  return maxSequences * Math.ceil(maxContext / blockTokens);
}
