import type { Model } from '../../catalog/modelSchema.ts';
import { thousands } from '../../scenario/thousands.ts';
import type { PhysicsProblem } from './physicsProblem.ts';

/**
 * Tokens of the longest request that a pool serves: its `maxModelLength`, or the model's window. More than the window is
 * a problem, for no engine starts with it.
 */
export function longestRequest(
  { maxModelLength }: { readonly maxModelLength?: number | undefined },
  model: { readonly name: string; readonly value: Pick<Model, 'maxContext'> } | undefined,
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
  return maxModelLength ?? window;
}
