import type { PoolState } from '../serving/poolState.ts';

/**
 * The queue of a pool in which no replica is ready: first in, first out, linked by `next`. Since when a request waits
 * stands in `admission`, which it needs only once it is admitted.
 */

/** Puts the request in a slot at the end of the pool's queue, at the clock. */
export function waitInPool(state: PoolState, slot: number): void {
  state.admission[slot] = state.clock[0];
  state.next[slot] = -1;
  if (state.queueHead < 0) state.queueHead = slot;
  else state.next[state.queueTail] = slot;
  state.queueTail = slot;
  state.queued++;
}

/** Takes the first request off the pool's queue (which has one). */
export function leavePoolQueue(state: PoolState): number {
  const slot = state.queueHead;
  state.queueHead = state.next[slot];
  if (state.queueHead < 0) state.queueTail = -1;
  state.next[slot] = -1;
  state.queued--;
  return slot;
}

/** Since when the first request of the pool's queue waits, seconds; Infinity where none does. */
export function firstWaitsSince({ queueHead, admission }: PoolState): number {
  return queueHead < 0 ? Number.POSITIVE_INFINITY : admission[queueHead];
}
