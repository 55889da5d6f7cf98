import { LAYOUT, type PoolState } from './poolState.ts';

const { CONTEXT, DECODING, REAL_STRIDE, WHOLE_STRIDE, STEP } = LAYOUT;

/**
 * KV blocks without block tables. A decoding sequence that has emitted g tokens holds
 * ceil((prompt + g) / blockTokens) blocks in its next step; that number, less the step
 * counter, never changes, so counting sequences by its phase mod blockTokens gives the
 * exact demand at any step in O(blockTokens).
 */

/** Phase of a sequence that holds `tokens` in the step with counter `step` (no division: see `blocksFor`). */
export function phaseOf(state: PoolState, tokens: number, step: number): number {
  const base = tokens - step;
  return base - state.blockTokens * Math.floor((base + 0.5) * state.perBlockToken);
}

/**
 * Blocks that `tokens` fill: ceil(tokens / blockTokens). The half keeps the product by the
 * reciprocal away from whole numbers, where its rounding could matter.
 */
export function blocksFor(state: PoolState, tokens: number): number {
  return Math.floor((tokens + state.blockTokens - 0.5) * state.perBlockToken);
}

/**
 * A bound from above on `decodeBlocks(state, r, steps)`, times blockTokens, in O(1): each
 * sequence fills its last block but for blockTokens − 1 tokens at the most.
 */
export function decodeTokensBound(state: PoolState, r: number, steps: number): number {
  const b = state.whole[r * WHOLE_STRIDE + DECODING];
  return state.real[r * REAL_STRIDE + CONTEXT] + b * (steps + state.blockTokens - 1);
}

/**
 * Exact blocks of replica r's decoding sequences `offset` steps from now: 0 is the coming
 * step, −1 what they hold since the last one.
 */
export function decodeBlocks(state: PoolState, r: number, offset: number): number {
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
