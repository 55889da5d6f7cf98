import type { EngineMemory } from '../../engine/catalog/engineMemorySchema.ts';
import type { Model } from '../../engine/catalog/modelSchema.ts';
import { engineMemory } from '../../engine/serving/memory/engineMemory.ts';
import type { MemoryPlanInput } from '../../engine/serving/memory/memoryPlan.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { INLINE_ACCELERATORS, INLINE_MODELS, type StartUpLog } from './startUpLogs.ts';

export const GIB = 2 ** 30;
export const BLOCK_TOKENS = 16;

/** The model that a log names, of the catalogue or beside the logs. */
export function modelOf(log: StartUpLog): Model | undefined {
  if (log.model === undefined || log.outside !== undefined) return undefined;
  return INLINE_MODELS[log.model] ?? readCatalog().models.find(({ id }) => id === log.model);
}

/** The generation of the engine that printed a log. */
export function memoryOf({ engine = 'vllm', version, assumed }: StartUpLog): EngineMemory {
  return engineMemory(readCatalog(), { family: engine, version: version ?? assumed?.version ?? '' });
}

/** What a document would say of a log; undefined where none can, or where only its degree matters. */
export function settingOf(log: StartUpLog): MemoryPlanInput | undefined {
  const { tensor = 1, pipeline = 1, precision, assumed } = log;
  const model = modelOf(log);
  const name = log.accelerator ?? assumed?.accelerator;
  const maxSequences = log.maxSequences ?? assumed?.maxSequences;
  const maxBatchedTokens = log.maxBatchedTokens ?? assumed?.maxBatchedTokens;
  if (!model || !name || !precision || !maxSequences || !maxBatchedTokens) return undefined;
  const row = readCatalog().accelerators.find(({ id }) => id === name);
  const inline = INLINE_ACCELERATORS[name];
  const accelerator = row ?? (inline && { deviceVisibleBytes: inline * GIB, interconnects: [] });
  if (!accelerator) throw new Error(`${log.id}: no ${name}`);
  return {
    model,
    accelerator,
    gpusPerReplica: tensor * pipeline,
    parallel: { tensor, pipeline, data: 1, expert: 1 },
    precision,
    kvPrecision: log.kvPrecision ?? 'bf16',
    batching: { maxSequences, maxBatchedTokens, blockTokens: log.blockTokens ?? BLOCK_TOKENS },
    memory: memoryOf(log),
    memoryUtilization: log.share ?? assumed?.share,
    maxModelLength: log.maxModelLen ?? assumed?.maxModelLen,
  };
}
