import type { KvGroupsSpec } from '../../scenario/spec.ts';

/**
 * Blocks of a sequence that a group of layers with a window keeps at the most while a step computes `inStep` of its
 * tokens: those that the first of these sees, them, and one more, for a window may begin within a block
 * (`SlidingWindowSpec.max_admission_blocks_per_request` of vLLM). 0 without such groups.
 */
export function windowBlocks(
  kvGroups: KvGroupsSpec | undefined,
  blockTokens: number,
  inStep: number,
): number {
  if (kvGroups === undefined) return 0;
  return Math.ceil((kvGroups.windowTokens - 1 + inStep) / blockTokens) + 1;
}
