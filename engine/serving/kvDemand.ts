import { SLOT } from '../usage/requestSlot.ts';
import { keySlot, keyStep } from './completionHeap.ts';
import { LAYOUT, type PoolState } from './poolState.ts';

const { CONTEXT, DECODING, REAL_STRIDE, WHOLE_STRIDE, STEP } = LAYOUT;
const { OUTPUT, PROMPT, SLOT_STRIDE } = SLOT;

/**
 * KV blocks without block tables. A decoding sequence that has emitted g tokens holds
 * ceil((prompt + g) / blockTokens) blocks in its next step; that number, less the step
 * counter, never changes, so counting sequences by its phase mod blockTokens gives the
 * exact demand at any step in O(blockTokens).
 *
 * Groups of layers with a window keep of each sequence no more than the blocks that a token to come may see, so that
 * what is above has to be counted sequence by sequence; but only where bounds in O(1) do not settle what is asked.
 */

/** Phase of a sequence that holds `tokens` in the step with counter `step` (no division: see `blocksFor`). */
export function phaseOf(state: PoolState, tokens: number, step: number): number {
  const base = tokens - step;
  return base - state.blockTokens * Math.floor((base + 0.5) * state.perBlockToken);
}

/**
 * Blocks of a sequence while `tokens` are prefilled, or reserved for it: ceil(tokens / blockTokens) of each group, in one
 * with a window as many as it keeps. The half keeps the product by the reciprocal away from whole numbers, where its
 * rounding could matter.
 */
export function blocksFor(state: PoolState, tokens: number): number {
  const blocks = Math.floor((tokens + state.blockTokens - 0.5) * state.perBlockToken);
  return state.windowGroups === 0 ? blocks : inGroups(state, blocks, state.prefillWindowBlocks);
}

/** The same of a sequence that decodes, in the step that makes it `tokens` long. */
export function decodingBlocksFor(state: PoolState, tokens: number): number {
  const blocks = Math.floor((tokens + state.blockTokens - 0.5) * state.perBlockToken);
  return state.windowGroups === 0 ? blocks : inGroups(state, blocks, state.decodeWindowBlocks);
}

function inGroups({ fullGroups, windowGroups }: PoolState, blocks: number, kept: number): number {
  return fullGroups * blocks + windowGroups * Math.min(blocks, kept);
}

/**
 * A bound from above on `decodeBlocks(state, r, steps)`, times blockTokens, in O(1): see `tokensBound`.
 */
export function decodeTokensBound(state: PoolState, r: number, steps: number): number {
  const b = state.whole[r * WHOLE_STRIDE + DECODING];
  return tokensBound(state, state.real[r * REAL_STRIDE + CONTEXT], b, steps);
}

/**
 * A bound from above on the blocks, times blockTokens, of `sequences` that decode over `context`, `steps` from now: each
 * fills its last block but for blockTokens − 1 tokens at the most, and no group with a window keeps more than all of
 * them, or than its most of each.
 */
export function tokensBound(state: PoolState, context: number, sequences: number, steps: number): number {
  const tokens = context + sequences * (steps + state.blockTokens - 1);
  if (state.windowGroups === 0) return tokens;
  const kept = Math.min(tokens, sequences * state.decodeWindowBlocks * state.blockTokens);
  return state.fullGroups * tokens + state.windowGroups * kept;
}

/**
 * Exact blocks of replica r's decoding sequences `offset` steps from now: 0 is the coming
 * step, −1 what they hold since the last one.
 */
export function decodeBlocks(state: PoolState, r: number, offset: number): number {
  const filled = filledBlocks(state, r, offset);
  if (state.windowGroups === 0) return filled;
  const { fullGroups, windowGroups } = state;
  return (fullGroups + windowGroups) * filled - windowGroups * blocksOutOfWindow(state, r, offset);
}

/** Blocks, of all decoding sequences, that a group with a window does not keep `offset` steps from now; O(sequences). */
function blocksOutOfWindow(state: PoolState, r: number, offset: number): number {
  const { slots, heap, blockTokens, perBlockToken, decodeWindowBlocks } = state;
  const base = r * state.maxSequences;
  const step = state.real[r * REAL_STRIDE + STEP] + offset;
  let blocks = 0;
  for (let i = 0; i < state.whole[r * WHOLE_STRIDE + DECODING]; i++) {
    const key = heap[base + i];
    const at = keySlot(key) * SLOT_STRIDE;
    const tokens = slots[at + PROMPT] + slots[at + OUTPUT] - (keyStep(key) - step);
    blocks += Math.max(0, Math.floor((tokens + blockTokens - 0.5) * perBlockToken) - decodeWindowBlocks);
  }
  return blocks;
}

/** Blocks that the decoding sequences' tokens fill in a group that keeps them all. */
function filledBlocks(state: PoolState, r: number, offset: number): number {
  const { blockTokens, phases } = state;
  const b = state.whole[r * WHOLE_STRIDE + DECODING];
  const step = state.real[r * REAL_STRIDE + STEP] + offset;
  let unfilled = 0;
  const base = r * blockTokens;
  let remainder = (step | 0) % blockTokens;
  if (remainder < 0) remainder += blockTokens;
  for (let phase = 0; phase < blockTokens; phase++) {
    const count = phases[base + phase];
    if (count === 0) continue;
    // tokens ≡ phase + step; the last block lacks (−tokens) mod blockTokens of them.
    const last = (phase + remainder) % blockTokens;
    if (last !== 0) unfilled += count * (blockTokens - last);
  }
  return (state.real[r * REAL_STRIDE + CONTEXT] + offset * b + unfilled) / blockTokens;
}

/** How many of the next `limit` decode-only steps fit into KV memory (the first one does). */
export function decodeStepsThatFit(state: PoolState, r: number, limit: number): number {
  const { blockTokens, kvBlocks, phases } = state;
  if (decodeTokensBound(state, r, limit - 1) <= kvBlocks * blockTokens) return limit;
  if (state.windowGroups > 0) return groupedStepsThatFit(state, r, limit);
  const b = state.whole[r * WHOLE_STRIDE + DECODING];
  let used = decodeBlocks(state, r, 0);
  // Every blockTokens steps each sequence takes exactly one block more.
  const rounds = Math.min(Math.floor((kvBlocks - used) / b), Math.floor((limit - 1) / blockTokens));
  let steps = 1 + rounds * blockTokens;
  used += rounds * b;
  const base = r * blockTokens;
  const counter = state.real[r * REAL_STRIDE + STEP];
  while (steps < limit) {
    // Going from step steps−1 to steps, those whose tokens now fill their last block need one.
    const crossing = ((counter + steps - 1) | 0) % blockTokens;
    used += phases[base + (crossing === 0 ? 0 : blockTokens - crossing)];
    if (used > kvBlocks) break;
    steps++;
  }
  return steps;
}

/** The same of groups with a window, by halving: no step asks for fewer blocks than the one before. */
function groupedStepsThatFit(state: PoolState, r: number, limit: number): number {
  let fits = 1;
  let most = limit;
  while (fits < most) {
    const middle = (fits + most + 1) >> 1;
    if (decodeBlocks(state, r, middle - 1) <= state.kvBlocks) fits = middle;
    else most = middle - 1;
  }
  return fits;
}
