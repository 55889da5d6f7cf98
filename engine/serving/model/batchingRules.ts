import type { BatchingSpec } from '../../scenario/spec.ts';

type Rules = Pick<BatchingSpec, 'policy' | 'chunkedPrefill' | 'mixes' | 'reserved' | 'maxBatchedTokens'>;

/** Whether steps prefill and decode at once; as prompts are cut where nothing is said. */
export function mixesSteps({ policy, mixes, chunkedPrefill }: Omit<Rules, 'maxBatchedTokens'>): boolean {
  return policy === 'continuous' && (mixes ?? chunkedPrefill);
}

/** Tokens of one prompt that a step computes at the most: all where prompts are not cut. */
export function promptTokensOfStep({ policy, chunkedPrefill, maxBatchedTokens }: Rules): number {
  return policy === 'continuous' && chunkedPrefill ? maxBatchedTokens : Number.POSITIVE_INFINITY;
}

/** Tokens of the longest request that a step can take: a prompt that is not cut, and gets no step of its own, must fit one. */
export function longestOfStep(rules: Rules): number {
  return mixesSteps(rules) && !rules.chunkedPrefill ? rules.maxBatchedTokens : Number.POSITIVE_INFINITY;
}

/**
 * The share of the output still to come for which admission keeps room; undefined where it asks for no more than the
 * coming step takes.
 */
export function reservedShare(rules: Rules): number | undefined {
  return rules.reserved ?? (rules.chunkedPrefill && !mixesSteps(rules) ? 0 : undefined);
}
