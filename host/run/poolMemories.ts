import type { PoolMemory } from '../../engine/scenario/memoryParts.ts';
import type { ScenarioDocument } from '../../engine/scenario/schema.ts';
import { contextFit } from '../../engine/serving/memory/contextFit.ts';
import type { PoolPhysics } from '../../engine/serving/physics/poolPhysics.ts';

/** The memory plans of a scenario's pools, for those whose KV cache is planned and not given; `physics` in their order. */
export function poolMemories(
  { pools }: Pick<ScenarioDocument, 'pools'>,
  physics: readonly PoolPhysics[],
): readonly PoolMemory[] {
  return physics.flatMap(({ memory, maxContextTokens, isEncoder }, index): PoolMemory[] => {
    const { id, batching } = pools[index];
    if (memory === undefined || maxContextTokens === undefined || batching.kvBlocks !== 'auto') return [];
    const { deviceBytes, memoryUtilization, parts, kvTokens } = memory;
    const plan = { pool: id, deviceBytes, memoryUtilization, parts };
    if (isEncoder) return [plan];
    const { held } = contextFit(memory, maxContextTokens, 1);
    const kv = { tokens: kvTokens, longestRequestTokens: maxContextTokens, longestRequests: held };
    return [{ ...plan, kv }];
  });
}
