import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';
import type { Parallelism } from '../model/parallelism.ts';
import { activationPeak, type PeakInput } from './activationPeak.ts';
import { loadedWeightBytes, type Stage } from './loadedWeights.ts';
import type { MemoryPartId } from './memoryParts.ts';

export type FixedParts = Readonly<Record<Exclude<MemoryPartId, 'kv' | 'unused'>, number>>;

const GIB = 2 ** 30;
const NO_PEAK = { activations: 0, expertWorkspace: 0 };

/** All that an engine has on a GPU of a stage beside KV, in whole bytes. */
export function fixedParts(
  input: PeakInput & { readonly cudaGraphs?: boolean | undefined },
  stage: Stage,
): FixedParts {
  const { model, precision, parallel, memory, cudaGraphs } = input;
  const slicing = parallel.tensor * parallel.data;
  // An engine that takes a share of what was free leaves its steps what it does not take.
  const peak = memory.share.of === 'free-before' ? NO_PEAK : activationPeak(input, stage);
  const weights = loadedWeightBytes(model, precision, parallel, stage) + (memory.weightsGiB * GIB) / slicing;
  return {
    weights: Math.round(weights),
    activations: Math.round(peak.activations),
    expertWorkspace: Math.round(peak.expertWorkspace),
    graphs: cudaGraphs === false ? 0 : graphBytes(memory, stage),
    runtime: Math.round(runtimeGiB(memory, parallel, stage) * GIB),
    communication: Math.round(communicationGiB(memory, slicing) * GIB),
  };
}

function graphBytes({ graphs }: EngineMemory, { layers }: Stage): number {
  return graphs === undefined ? 0 : Math.round((graphs.gib + graphs.perLayerGiB * layers) * GIB);
}

function runtimeGiB(
  { runtimeGiB: usual, stageRuntimeGiB = usual }: EngineMemory,
  { tensor, data }: Parallelism,
  { isLast }: Stage,
): number {
  return isLast || tensor * data > 1 ? usual : stageRuntimeGiB;
}

function communicationGiB({ communicationGiB: byGpus }: EngineMemory, gpus: number): number {
  return byGpus.findLast((each) => each.gpus <= gpus)?.gib ?? 0;
}
