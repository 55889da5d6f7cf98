import type { BatchingSpec, PoolSpec } from '../../engine/scenario/spec.ts';

export type Generation = Pick<BatchingSpec, 'chunkedPrefill' | 'mixes' | 'reserved' | 'keepsPreempted'>;

/** What engines do, by generation, and what none does but documents can ask for; beside what is simulated where nothing is said. */
export const GENERATIONS: Readonly<Record<string, Generation>> = {
  'prefills first, and keeps what was preempted': {
    chunkedPrefill: false,
    mixes: false,
    keepsPreempted: true,
  },
  'prefills first, in chunks': { chunkedPrefill: true, mixes: false },
  'prefills first, in chunks, with room for a tenth of the output': {
    chunkedPrefill: true,
    mixes: false,
    reserved: 0.098,
    keepsPreempted: true,
  },
  'mixes, and keeps what was preempted': { chunkedPrefill: true, mixes: true, keepsPreempted: true },
  'mixes, with room for whole prompts': {
    chunkedPrefill: true,
    mixes: true,
    reserved: 0,
    keepsPreempted: true,
  },
  'mixes whole prompts': { chunkedPrefill: false, mixes: true, keepsPreempted: true },
  'mixes, with room for all that is to come': { chunkedPrefill: true, mixes: true, reserved: 1 },
  'mixes whole prompts, with room for half of what is to come': {
    chunkedPrefill: false,
    mixes: true,
    reserved: 0.5,
  },
};

/** A pool that goes by the rules of a generation: prompts that are not cut fit its steps, and groups of layers keep nothing. */
export function ofGeneration(pool: PoolSpec, { keepsPreempted, ...rules }: Generation): PoolSpec {
  const { kvGroups, maxBatchedTokens } = pool.batching;
  const mustFit = rules.mixes === true && !rules.chunkedPrefill;
  return {
    ...pool,
    batching: {
      ...pool.batching,
      policy: 'continuous',
      ...rules,
      ...(keepsPreempted && kvGroups === undefined && { keepsPreempted }),
    },
    ...(mustFit && {
      maxContextTokens: Math.min(pool.maxContextTokens ?? maxBatchedTokens, maxBatchedTokens),
    }),
  };
}
