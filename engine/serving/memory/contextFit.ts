import type { MemoryPlan } from './memoryPlan.ts';

/** Plans of dense models are within so much of what engines print: what holds less of a context does not hold it. */
const HOLDS_ONE = 0.95;

/** How many of the longest requests a replica's KV cache holds. */
export interface ContextFit {
  /** At once, all of them decoding. */
  readonly held: number;
  /**
   * In the blocks that one of them may use, as the engine counts before it starts: with a whole step's tokens in hand. Of
   * groups that attend to sequences of their own each has its part of the blocks.
   */
  readonly ofOne: number;
}

/** Of a plan, the tokens of its longest request, and its groups that attend to sequences of their own. */
export function contextFit(
  { kvTokens, windows }: Pick<MemoryPlan, 'kvTokens' | 'windows'>,
  longest: number,
  groups: number,
): ContextFit {
  const plain = kvTokens / longest;
  return { held: windows?.contexts ?? plain, ofOne: (windows?.printedContexts ?? plain) / groups };
}

/** Whether one request of the longest fits, as far as the plan can tell. */
export function holdsOne({ ofOne }: ContextFit): boolean {
  return ofOne >= HOLDS_ONE;
}
