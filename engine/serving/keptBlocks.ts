import { SLOT } from '../usage/requestSlot.ts';
import { blocksFor } from './kvDemand.ts';
import { LAYOUT, type PoolState } from './poolState.ts';

const { PREEMPTED, WHOLE_STRIDE } = LAYOUT;
const { CACHED, OUTPUT, PREFILLED, PROMPT, SLOT_STRIDE } = SLOT;

/**
 * What a preempted sequence finds again, without a list of free blocks. Such a list gives blocks out at its front, and takes
 * them back at its end, those of one sequence with the last first. So it holds, at any time, those freed last; what has
 * been freed from the first block of a sequence on, beyond what is free now, was given out, its own last blocks first.
 *
 * Who is preempted stands at the head of the queue and leaves it before those that were preempted earlier. So whatever is
 * taken out of the middle of the list, because it was found again, was freed after what others may still find:
 * `freed` forgets it.
 */

/** Replica r is given the blocks of a request that is done. */
export function noteDone(state: PoolState, freed: Float64Array, r: number, slot: number): void {
  const at = slot * SLOT_STRIDE;
  // The last token that was emitted was never in KV.
  freed[r] += blocksFor(state, state.slots[at + PROMPT] + Math.max(state.slots[at + OUTPUT], 1) - 1);
}

/** Replica r takes back the blocks of a sequence of which `tokens` are in KV; it is about to wait at the head of the queue. */
export function notePreempted(
  state: PoolState,
  freed: Float64Array,
  r: number,
  slot: number,
  tokens: number,
): void {
  // Both are of no use to one that waits, otherwise.
  state.admission[slot] = freed[r];
  state.slots[slot * SLOT_STRIDE + PREFILLED] = tokens;
  freed[r] += blocksFor(state, tokens);
  state.whole[r * WHOLE_STRIDE + PREEMPTED]++;
}

/** Full blocks that the head of the queue finds again, of `free` on the replica; 0 where it was not preempted. */
function keptBlocks(state: PoolState, freed: Float64Array, r: number, slot: number, free: number): number {
  if (state.whole[r * WHOLE_STRIDE + PREEMPTED] === 0) return 0;
  const tokens = state.slots[slot * SLOT_STRIDE + PREFILLED];
  const full = Math.floor((tokens + 0.5) * state.perBlockToken);
  const given = freed[r] - state.admission[slot] - free - (blocksFor(state, tokens) - full);
  return full - Math.min(full, Math.max(0, given));
}

/** Tokens of the head of the queue that need not be computed, with `free` blocks on the replica. */
export function tokensFound(
  state: PoolState,
  freed: Float64Array,
  r: number,
  slot: number,
  free: number,
): number {
  const kept = keptBlocks(state, freed, r, slot, free) * state.blockTokens;
  return Math.max(state.slots[slot * SLOT_STRIDE + CACHED], kept);
}

/** The head of the queue is admitted, and takes what it finds. */
export function takeKept(state: PoolState, freed: Float64Array, r: number, slot: number, free: number): void {
  const wi = r * WHOLE_STRIDE;
  if (state.whole[wi + PREEMPTED] === 0) return;
  freed[r] -= keptBlocks(state, freed, r, slot, free);
  state.whole[wi + PREEMPTED]--;
}
