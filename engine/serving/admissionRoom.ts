import { SLOT } from '../usage/requestSlot.ts';
import { keySlot, keyStep } from './completionHeap.ts';
import { blocksFor, decodingBlocksFor } from './kvDemand.ts';
import { LAYOUT, type PoolState } from './poolState.ts';

const { DECODING, REAL_STRIDE, STEP, WHOLE_STRIDE } = LAYOUT;
const { EMITTED, OUTPUT, PROMPT, SLOT_STRIDE } = SLOT;

/**
 * Tokens for which admission keeps room where a share of the output to come is reserved: those of a sequence that has
 * `tokens` and `left` steps ahead of the one that is decided on. The last token that is emitted is never in KV.
 */
function tokensReserved(state: PoolState, tokens: number, left: number): number {
  return tokens + Math.ceil(state.reserved * Math.max(0, left));
}

/** Blocks that admission keeps for the decoding sequences of replica r; O(sequences). */
export function blocksReservedByDecoding(state: PoolState, r: number): number {
  const { slots, heap } = state;
  const base = r * state.maxSequences;
  const step = state.real[r * REAL_STRIDE + STEP];
  let blocks = 0;
  for (let i = 0; i < state.whole[r * WHOLE_STRIDE + DECODING]; i++) {
    const key = heap[base + i];
    const at = keySlot(key) * SLOT_STRIDE;
    const left = keyStep(key) - step;
    const tokens = slots[at + PROMPT] + slots[at + OUTPUT] - left;
    blocks += decodingBlocksFor(state, tokensReserved(state, tokens, left - 1));
  }
  return blocks;
}

/** The same for one that waits or is prefilled: its whole prompt. */
export function blocksReservedBy(state: PoolState, slot: number): number {
  const { slots } = state;
  const at = slot * SLOT_STRIDE;
  const emitted = slots[at + EMITTED];
  return blocksFor(
    state,
    tokensReserved(state, slots[at + PROMPT] + emitted, slots[at + OUTPUT] - 1 - emitted),
  );
}
