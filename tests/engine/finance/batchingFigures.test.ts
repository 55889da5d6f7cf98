import { expect, it } from 'vitest';
import { batchingFigures } from '../../../engine/finance/batchingFigures.ts';

const PLAIN = {
  policy: 'continuous',
  chunkedPrefill: true,
  maxSequences: 1024,
  maxBatchedTokens: 8192,
  blockTokens: 16,
  kvBlocks: 1000,
} as const;

it('says nothing of rules that every pool has', () => {
  expect(batchingFigures(PLAIN)).toBeUndefined();
  expect(batchingFigures({ ...PLAIN, chunkedPrefill: false })).toBeUndefined();
});

it('tells those of an engine, one by one', () => {
  expect(batchingFigures({ ...PLAIN, reserved: 0, keepsPreempted: true })).toEqual({
    mixes: true,
    chunkedPrefill: true,
    reserved: 0,
    keepsPreempted: true,
    maxSequences: 1024,
    maxBatchedTokens: 8192,
    sentence:
      'up to 1,024 sequences and 8,192 tokens a step; prefill and decode share steps; prompts are cut to the room that is left; ' +
      'a request joins when KV cache has room for its whole prompt; what is preempted computes only what it has lost',
  });
  expect(batchingFigures({ ...PLAIN, mixes: false, reserved: 0.098 })?.sentence).toMatch(
    /; a step prefills, where it can, or decodes; .*; a request joins when KV cache has room for its whole prompt and 9.8 % of the output to come$/,
  );
  const whole = batchingFigures({ ...PLAIN, chunkedPrefill: false, mixes: true });
  expect(whole).toMatchObject({ reserved: null, keepsPreempted: false });
  expect(whole?.sentence).toMatch(
    /share steps; prompts are not cut, and requests longer than a step are refused$/,
  );
  expect(batchingFigures({ ...PLAIN, reserved: 1 })?.sentence).toMatch(
    /whole prompt and all output to come$/,
  );
});
