import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision } from '../../catalog/precision.ts';
import type { KvGroupsSpec } from '../../scenario/spec.ts';
import { kvBytesPerToken } from '../model/modelShape.ts';
import { windowBlocks } from '../model/windowBlocks.ts';
import { type LayerGroups, layerGroups } from './layerGroups.ts';
import type { PlannedBatching } from './plannedBatching.ts';

export interface KvCapacityInput {
  readonly model: Model;
  readonly kvPrecision: KvPrecision;
  readonly memory: Pick<EngineMemory, 'windowLayers'>;
  /** GPUs that slice the heads. */
  readonly tensor: number;
  /** Share of the layers that the GPU holds: 1 without pipeline stages. */
  readonly layerShare: number;
  /** Groups that attend to sequences of their own. */
  readonly groups: number;
  /** What is left for KV on the GPU; may be negative. */
  readonly kvBytes: number;
  /** Tokens of the longest request. */
  readonly longest: number;
  readonly batching: PlannedBatching;
}

/** What fits a replica; its blocks lie on all of its GPUs, so they are not multiplied by their number. */
export interface KvCapacity {
  /** A token of context that all layers keep, on each GPU of the replica. */
  readonly kvBytesPerToken: number;
  /** With `windows` each is of one group of layers. */
  readonly kvBlocks: number;
  /** As the engine prints them ("GPU KV cache size"). */
  readonly kvTokens: number;
  /** Bytes that each GPU lacks for a single block; 0 where one fits. */
  readonly shortfallBytes: number;
  /** Present where layers with a window have blocks of their own. */
  readonly windows?: WindowCapacity;
}

/** What blocks of groups of layers hold. */
export interface WindowCapacity {
  readonly kvGroups: KvGroupsSpec;
  /** The longest requests that are held at once, all of them decoding. */
  readonly contexts: number;
  /** The same as the engine prints it ("Maximum concurrency"): as if each had a whole step's tokens in hand, too. */
  readonly printedContexts: number;
}

/**
 * Blocks that fit: floor(KV bytes / (blockTokens · KV bytes per token and GPU)). An engine with one block table for all
 * layers counts those with a window in full; one with a table for each group of layers counts blocks of a group.
 */
export function kvCapacity(input: KvCapacityInput): KvCapacity {
  const { model, kvPrecision, tensor, layerShare, groups, kvBytes, batching } = input;
  const perToken = kvBytesPerToken(model, kvPrecision, tensor);
  const bytes = ((perToken.full + perToken.window) * layerShare) / groups;
  const ofLayers = input.memory.windowLayers && layerGroups(model);
  if (ofLayers !== undefined && bytes > 0) return groupedCapacity(input, bytes, ofLayers);
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

function groupedCapacity(
  { model, memory, kvBytes, longest, batching }: KvCapacityInput,
  bytes: number,
  { layersEach, ...kvGroups }: LayerGroups,
): KvCapacity {
  const { blockTokens, maxBatchedTokens, chunkedPrefill } = batching;
  const { full, window } = kvGroups;
  const layers = model.layers - (model.linearAttention?.layers ?? 0);
  const blockBytes = (bytes / layers) * layersEach * blockTokens;
  // Each group has a block of a sequence at the least.
  const blocks = Math.floor(kvBytes / blockBytes);
  const kvBlocks = blocks < full + window ? 0 : blocks;
  const filled = Math.ceil(longest / blockTokens);
  const kept = windowBlocks(kvGroups, blockTokens, 1);
  const inStep = chunkedPrefill === false ? longest : maxBatchedTokens;
  const counted = Math.ceil(Math.min(kvGroups.windowTokens - 1 + inStep, longest) / blockTokens) + 1;
  const printedContexts = kvBlocks / (full * filled + window * counted);
  return {
    kvBytesPerToken: bytes,
    kvBlocks,
    kvTokens:
      memory.windowLayers === 'contexts'
        ? Math.floor(printedContexts * longest)
        : Math.floor(kvBlocks / (full + window)) * blockTokens,
    shortfallBytes: kvBlocks > 0 ? 0 : (full + window) * blockBytes - kvBytes,
    windows: {
      kvGroups,
      contexts: kvBlocks / (full * filled + window * Math.min(filled, kept)),
      printedContexts,
    },
  };
}

/** Blocks that a batch of the longest prompts would fill: with so many nothing ever waits for one. */
export function blocksOfLongestBatch(
  { maxContext }: Pick<Model, 'maxContext'>,
  { maxSequences, blockTokens }: Pick<PlannedBatching, 'maxSequences' | 'blockTokens'>,
): number {
  return maxSequences * Math.ceil(maxContext / blockTokens);
}
