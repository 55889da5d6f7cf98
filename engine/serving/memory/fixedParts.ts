import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';
import type { MemoryPartId } from '../../scenario/memoryParts.ts';
import type { Parallelism } from '../model/parallelism.ts';
import { activationPeak, type PeakInput } from './activationPeak.ts';
import { loadedWeightBytes, type Stage } from './loadedWeights.ts';

export type FixedParts = Readonly<Record<Exclude<MemoryPartId, 'kv' | 'unused'>, number>>;

export interface FixedPartsInput extends PeakInput {
  readonly accelerator: Pick<Accelerator, 'interconnects'>;
  readonly cudaGraphs?: boolean | undefined;
}

const GIB = 2 ** 30;
const NO_PEAK = { activations: 0, expertWorkspace: 0 };
/** One direction of a GPU, 10^9 bytes a second: NVLink of A100 and later, and its like; PCIe and bridges are below. */
const FAST_LINK_GBS = 100;

/** All that an engine has on a GPU of a stage beside KV, in whole bytes. */
export function fixedParts(input: FixedPartsInput, stage: Stage): FixedParts {
  const { model, precision, parallel, memory, batching, accelerator } = input;
  const slicing = parallel.tensor * parallel.data;
  // An engine that takes a share of what was free leaves its steps what it does not take.
  const peak = memory.share.of === 'free-before' ? NO_PEAK : activationPeak(input, stage);
  const weights = loadedWeightBytes(model, precision, parallel, stage) + (memory.weightsGiB * GIB) / slicing;
  const graphs = input.cudaGraphs === false ? 0 : graphGiB(memory, batching.maxSequences, stage);
  return {
    weights: Math.round(weights),
    activations: Math.round(peak.activations),
    expertWorkspace: Math.round(peak.expertWorkspace),
    graphs: Math.round(graphs * GIB),
    runtime: Math.round(runtimeGiB(memory, parallel, stage) * GIB),
    communication: Math.round(communicationGiB(memory, accelerator, slicing) * GIB),
  };
}

/** Batch sizes of up to twice the most sequences, and 512 at the most, are captured (`_set_cudagraph_sizes` of vLLM). */
function graphGiB({ graphs }: EngineMemory, maxSequences: number, { layers }: Stage): number {
  if (graphs === undefined) return 0;
  return ((graphs.gib + graphs.perLayerGiB * layers) * capturedSizes(2 * maxSequences)) / capturedSizes(512);
}

/** 1, 2, 4, then every eighth below 256, then every sixteenth to 512. */
function capturedSizes(largest: number): number {
  const small = [1, 2, 4].filter((size) => size <= largest).length;
  const eighths = Math.floor(Math.min(largest, 248) / 8);
  return small + eighths + Math.max(0, Math.floor((Math.min(largest, 512) - 240) / 16));
}

function runtimeGiB(
  { runtimeGiB: usual, stageRuntimeGiB = usual }: EngineMemory,
  { tensor, data }: Parallelism,
  { isLast }: Stage,
): number {
  return isLast || tensor * data > 1 ? usual : stageRuntimeGiB;
}

function communicationGiB(
  { communicationGiB: byGpus, slowLinkGiB }: EngineMemory,
  { interconnects }: FixedPartsInput['accelerator'],
  gpus: number,
): number {
  if (gpus === 1) return 0;
  const link = interconnects.find((each) => each.gpus >= gpus) ?? interconnects.at(-1);
  if ((link?.unidirectionalGBs ?? 0) < FAST_LINK_GBS) return slowLinkGiB;
  return byGpus.findLast((each) => each.gpus <= gpus)?.gib ?? 0;
}
