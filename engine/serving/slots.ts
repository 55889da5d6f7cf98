import { SLOT_LIMIT } from './completionHeap.ts';
import { ARRIVAL, CACHED, EMITTED, FIRST_TOKEN, OUTPUT, type PoolState, PROMPT, S_STRIDE, SCHEDULED } from './poolState.ts';

const FIRST_CAPACITY = 1024;

/** Takes a slot for a request that was just assigned; the pool grows when it is full. */
export function takeSlot(
  state: PoolState, arrival: number, prompt: number, output: number, cached: number, account: number,
): number {
  if (state.freeSlot < 0) grow(state);
  const slot = state.freeSlot;
  state.freeSlot = state.next[slot];
  const { slots } = state;
  const at = slot * S_STRIDE;
  slots[at + ARRIVAL] = arrival;
  slots[at + SCHEDULED] = -1;
  slots[at + FIRST_TOKEN] = -1;
  slots[at + PROMPT] = prompt;
  slots[at + OUTPUT] = output;
  slots[at + CACHED] = cached;
  slots[at + EMITTED] = 0;
  state.account[slot] = account;
  state.next[slot] = -1;
  return slot;
}

/** Gives a completed request's slot back. */
export function freeSlot(state: PoolState, slot: number): void {
  state.next[slot] = state.freeSlot;
  state.freeSlot = slot;
}

function grow(state: PoolState): void {
  const before = state.next.length;
  const after = Math.min(SLOT_LIMIT, before === 0 ? FIRST_CAPACITY : before * 2);
  if (after === before) {
    throw new RangeError(
      `pool ${state.spec.id}: more than ${SLOT_LIMIT} requests in flight; it is overloaded beyond what a run can hold`,
    );
  }
  state.slots = widened(state.slots, new Float64Array(after * S_STRIDE));
  state.next = widened(state.next, new Int32Array(after));
  state.admission = widened(state.admission, new Float64Array(after));
  state.account = widened(state.account, new Uint16Array(after));
  for (let slot = after - 1; slot >= before; slot--) freeSlot(state, slot);
}

function widened<T extends Float64Array | Int32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
