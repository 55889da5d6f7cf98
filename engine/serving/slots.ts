import { SLOT } from '../usage/requestSlot.ts';
import type { RequestBatch } from '../workload/requestBatch.ts';
import { growthFrom, type PoolState } from './poolState.ts';
import { widened } from './widened.ts';
import { workMark } from './workMark.ts';

const { ARRIVAL, CACHED, EMITTED, FIRST_TOKEN, OUTPUT, PROMPT, SCHEDULED, SLOT_STRIDE } = SLOT;

const FIRST_CAPACITY = 1024;

/**
 * Takes a slot for row `i` of a batch, with `cached` of its prompt tokens cached; the pool grows when full.
 * −1 where it holds `mostInHand` already.
 */
export function takeSlot(state: PoolState, batch: RequestBatch, i: number, cached: number): number {
  if (state.freeSlot < 0 && !grow(state)) return -1;
  if (state.inHand === state.markAt) markGrowth(state);
  const slot = state.freeSlot;
  state.freeSlot = state.next[slot];
  const { slots } = state;
  const at = slot * SLOT_STRIDE;
  slots[at + ARRIVAL] = batch.arrivalSeconds[i];
  slots[at + SCHEDULED] = -1;
  slots[at + FIRST_TOKEN] = -1;
  slots[at + PROMPT] = batch.promptTokens[i];
  slots[at + OUTPUT] = batch.outputTokens[i];
  slots[at + CACHED] = cached;
  slots[at + EMITTED] = 0;
  state.account[slot] = batch.account[i];
  state.sequence[slot] = batch.sequence[i];
  state.next[slot] = -1;
  state.taken[0]++;
  state.inHand++;
  return slot;
}

/** Gives a completed request's slot back. */
export function freeSlot(state: PoolState, slot: number): void {
  addFree(state, slot);
  if (--state.inHand === state.rearmAt) state.markAt = growthFrom(state.mostInHand);
}

function addFree(state: PoolState, slot: number): void {
  state.next[slot] = state.freeSlot;
  state.freeSlot = slot;
}

/** Once for each time that the queue grows so far: it walks all that is in a batch. */
function markGrowth(state: PoolState): void {
  state.growing = workMark(state);
  state.markAt = -1;
}

function grow(state: PoolState): boolean {
  const before = state.next.length;
  const after = Math.min(state.mostInHand, before === 0 ? FIRST_CAPACITY : before * 2);
  if (after === before) return false;
  state.slots = widened(state.slots, after * SLOT_STRIDE);
  state.next = widened(state.next, after);
  state.admission = widened(state.admission, after);
  state.sequence = widened(state.sequence, after);
  state.account = widened(state.account, after);
  for (let slot = after - 1; slot >= before; slot--) addFree(state, slot);
  return true;
}
