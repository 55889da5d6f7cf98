import type { Model } from '../../catalog/modelSchema.ts';
import { thousands } from '../../scenario/reading/thousands.ts';
import type { PhysicsProblem } from './physicsProblem.ts';

/**
 * Tokens of the longest request that a pool serves: its `maxModelLength`, or the model's window, and no more than `ofStep`,
 * which finite is what a prompt that is not cut must fit. A `maxModelLength` beyond either is a problem, for no engine
 * starts with it.
 */
export function longestRequest(
  { maxModelLength }: { readonly maxModelLength?: number | undefined },
  model: { readonly name: string; readonly value: Pick<Model, 'maxContext'> } | undefined,
  ofStep: number,
  problems: PhysicsProblem[],
): number | undefined {
  const window = model?.value.maxContext;
  if (maxModelLength !== undefined && window !== undefined && maxModelLength > window) {
    problems.push({
      path: ['maxModelLength'],
      message: `is longer than the context window of ${model?.name}, ${thousands(window)} tokens`,
      suggestion: `use up to ${window}, or leave it out`,
    });
  }
  if (maxModelLength !== undefined && maxModelLength > ofStep) {
    problems.push({
      path: ['maxModelLength'],
      message: `is longer than a step (${thousands(ofStep)} tokens), to which this engine does not cut prompts`,
      suggestion: `use up to ${ofStep}, a batching.maxBatchedTokens of at least ${maxModelLength}, or chunkedPrefill: true`,
    });
  }
  const longest = maxModelLength ?? window;
  return ofStep === Number.POSITIVE_INFINITY ? longest : Math.min(longest ?? ofStep, ofStep);
}
