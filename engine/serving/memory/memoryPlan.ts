import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision, Precision } from '../../catalog/precision.ts';
import { MEMORY_PARTS, type MemoryPart, type MemoryPartId } from '../../scenario/memoryParts.ts';
import { gpusOf, type Parallelism, tensorParallel } from '../model/parallelism.ts';
import { type FixedParts, fixedParts } from './fixedParts.ts';
import { kvCapacity, type WindowCapacity } from './kvCapacity.ts';
import { pipelineStages, type Stage } from './loadedWeights.ts';
import { defaultShare } from './memoryShare.ts';
import type { PlannedBatching } from './plannedBatching.ts';

export interface MemoryPlanInput {
  readonly model: Model;
  readonly accelerator: Pick<Accelerator, 'deviceVisibleBytes' | 'interconnects'>;
  readonly gpusPerReplica: number;
  /** All tensor-parallel where left out. */
  readonly parallel?: Parallelism;
  readonly precision: Precision;
  readonly kvPrecision: KvPrecision;
  readonly batching: PlannedBatching;
  /** How the engine plans: see `engineMemory`. */
  readonly memory: EngineMemory;
  /** The share that the engine is told to take; its default where left out. */
  readonly memoryUtilization?: number | undefined;
  /** Tokens of the longest request; the model's context window where left out. */
  readonly maxModelLength?: number | undefined;
  /** false: nothing is captured. */
  readonly cudaGraphs?: boolean | undefined;
}

/** Where the memory of each GPU goes; bytes of one GPU unless the name says otherwise. Of pipeline stages, the one that decides. */
export interface MemoryPlan {
  readonly deviceBytes: number;
  /** What the engine takes with all its parts, KV included. */
  readonly usableBytes: number;
  /** The share by which it does, of what the engine counts it of. */
  readonly memoryUtilization: number;
  /** All that fills the device, in the order of `MEMORY_PARTS`; their sum is `deviceBytes`, exactly. */
  readonly parts: readonly MemoryPart[];
  readonly weightBytes: number;
  /** Of the largest step, an expert workspace included. */
  readonly activationBytes: number;
  readonly runtimeBytes: number;
  readonly communicationBytes: number;
  /** CUDA graphs, whether the engine takes them off its share or not. */
  readonly graphBytes: number;
  /** What is left; negative where it does not fit. */
  readonly kvBytes: number;
  /** A token of context that all layers keep, on each GPU of the replica. */
  readonly kvBytesPerToken: number;
  /**
   * Of the replica: a block's bytes lie on all its GPUs, so they are not multiplied by their number. With `windows` a
   * block is of one group of layers.
   */
  readonly kvBlocks: number;
  /** As the engine prints them. */
  readonly kvTokens: number;
  /** Present where layers with a window have blocks of their own. */
  readonly windows?: WindowCapacity;
  readonly fits: boolean;
  /** Bytes that each GPU lacks for a single block; 0 where it fits. */
  readonly shortfallBytes: number;
}

/**
 * Shares out each GPU's memory, as the engine's generation does when it starts:
 *
 *   KV = share · device − weights − activations − runtime − communication (− graphs): vLLM
 *   KV = free after the weights − (1 − share) · free before them: SGLang
 *   KV = share · (device − all else): TensorRT-LLM
 *
 * Of a pipeline the stage with the least room for blocks decides. Forms and figures: `engineMemorySchema`, the engine's
 * row of the catalogue, docs/decisions/0014.
 */
export function planMemory(input: MemoryPlanInput): MemoryPlan {
  const parallel = input.parallel ?? tensorParallel(input.gpusPerReplica);
  const plans = pipelineStages(input.model.layers, parallel.pipeline).map((stage) =>
    planStage(input, parallel, stage),
  );
  return plans.reduce((least, plan) => (isShorter(plan, least) ? plan : least));
}

function isShorter(plan: MemoryPlan, other: MemoryPlan): boolean {
  if (plan.kvBlocks !== other.kvBlocks) return plan.kvBlocks < other.kvBlocks;
  return plan.shortfallBytes > other.shortfallBytes;
}

function planStage(input: MemoryPlanInput, parallel: Parallelism, stage: Stage): MemoryPlan {
  const { model, memory, batching } = input;
  const deviceBytes = Math.round(input.accelerator.deviceVisibleBytes);
  const longest = input.maxModelLength ?? model.maxContext;
  const fixed = fixedParts({ ...input, parallel, longest }, stage);
  const share =
    input.memoryUtilization ?? defaultShare(memory, deviceBytes, gpusOf(parallel), batching.maxBatchedTokens);
  const isBeside = memory.graphs?.inShare !== true;
  const inside = sum(Object.values(fixed)) - (isBeside ? fixed.graphs : 0);
  const kvBytes = Math.floor(kvOf(memory, share, deviceBytes, inside, fixed));
  const capacity = kvCapacity({
    model,
    kvPrecision: input.kvPrecision,
    memory,
    tensor: parallel.tensor,
    layerShare: stage.layers / model.layers,
    groups: parallel.data,
    kvBytes,
    longest,
    batching,
  });
  const unused = deviceBytes - sum(Object.values(fixed)) - kvBytes;
  return {
    deviceBytes,
    usableBytes: inside + kvBytes,
    memoryUtilization: share,
    parts: partsOf({ ...fixed, kv: kvBytes, unused }, memory),
    weightBytes: fixed.weights,
    activationBytes: fixed.activations + fixed.expertWorkspace,
    runtimeBytes: fixed.runtime,
    communicationBytes: fixed.communication,
    graphBytes: fixed.graphs,
    kvBytes,
    ...capacity,
    fits: capacity.kvBlocks > 0,
  };
}

/** What is left for KV by what the engine's share is of. */
function kvOf(
  { share: { of } }: EngineMemory,
  share: number,
  deviceBytes: number,
  inside: number,
  { runtime, communication }: FixedParts,
): number {
  if (of === 'device') return share * deviceBytes - inside;
  if (of === 'free-after') return share * (deviceBytes - inside);
  return deviceBytes - inside - (1 - share) * (deviceBytes - runtime - communication);
}

/** The parts that there are, and KV and what is unused in any case. */
function partsOf(bytes: Readonly<Record<MemoryPartId, number>>, memory: EngineMemory): readonly MemoryPart[] {
  return MEMORY_PARTS.filter((part) => bytes[part] !== 0 || part === 'kv' || part === 'unused').map(
    (part) => ({ part, bytes: bytes[part], source: sourceOf(part, memory) }),
  );
}

function sourceOf(part: MemoryPartId, { source }: EngineMemory): string {
  if (part === 'weights') return 'the model’s shape in its precision, as it lies on a GPU once it is loaded';
  if (part === 'kv') return 'what is left of the engine’s share';
  if (part === 'unused') return 'what the engine’s share leaves';
  return source;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
