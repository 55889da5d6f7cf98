import type { BatchingSpec } from '../scenario/spec.ts';
import { grouped } from './plainText.ts';

/** How a pool's steps were filled, as its engine does it. */
export interface BatchingFigures {
  /** Whether prefills and decodes share steps. */
  readonly mixes: boolean;
  /** Whether prompts are cut. */
  readonly chunkedPrefill: boolean;
  /** The share of the output to come for which admission keeps room beside whole prompts; null where it does not. */
  readonly reserved: number | null;
  readonly keepsPreempted: boolean;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  /** The same, to be read after the pool's name. */
  readonly sentence: string;
}

/** The rules by which a pool's steps were filled; undefined where they are those of every pool that names no engine. */
export function batchingFigures(batching: BatchingSpec): BatchingFigures | undefined {
  const { chunkedPrefill, maxSequences, maxBatchedTokens } = batching;
  if ((batching.mixes ?? batching.reserved ?? batching.keepsPreempted) === undefined) return undefined;
  const { mixes = chunkedPrefill, reserved = null, keepsPreempted = false } = batching;
  const parts = [
    `up to ${grouped(maxSequences)} sequences and ${grouped(maxBatchedTokens)} tokens a step`,
    mixes ? 'prefill and decode share steps' : 'a step prefills, where it can, or decodes',
    chunkedPrefill ? 'prompts are cut to the room that is left' : uncut(mixes),
    ...(reserved === null ? [] : [`a request joins when KV cache has room for ${roomFor(reserved)}`]),
    ...(keepsPreempted ? ['what is preempted computes only what it has lost'] : []),
  ];
  return {
    mixes,
    chunkedPrefill,
    reserved,
    keepsPreempted,
    maxSequences,
    maxBatchedTokens,
    sentence: parts.join('; '),
  };
}

function uncut(mixes: boolean): string {
  return mixes ? 'prompts are not cut, and requests longer than a step are refused' : 'prompts are not cut';
}

function roomFor(reserved: number): string {
  if (reserved === 0) return 'its whole prompt';
  const output = reserved === 1 ? 'all output' : `${grouped(100 * reserved, 1)} % of the output`;
  return `its whole prompt and ${output} to come`;
}
