import { keySlot } from '../serving/completionHeap.ts';
import { LAYOUT, type PoolState } from '../serving/poolState.ts';
import { cutStepShort, observe } from '../serving/replica.ts';
import { SLOT } from '../usage/requestSlot.ts';
import type { RequestObserver } from '../usage/windowRecorder.ts';
import type { Pool } from './pool.ts';

const { DECODING, ENDING, PARTIAL, WAIT_HEAD, WHOLE_STRIDE } = LAYOUT;
const { ARRIVAL, COMPLETED_AT, SLOT_STRIDE } = SLOT;

interface InFlight {
  readonly state: PoolState;
  readonly replica: number;
  readonly slot: number;
}

/**
 * Ends what is under way in all pools at their clocks: time in steps is booked up to there, and counted requests
 * in flight are told to the observer, in order of arrival, with the instants they have. The pools are of no use after that.
 */
export function giveUp(pools: readonly Pool[], observer: RequestObserver | undefined): void {
  const unfinished: InFlight[] = [];
  for (const { state } of pools) {
    for (let r = 0; r < state.replicas; r++) {
      cutStepShort(state, r);
      if (observer !== undefined) collectCounted(state, r, unfinished);
    }
  }
  if (observer === undefined) return;
  const sequenceOf = ({ state, slot }: InFlight): number => state.sequence[slot];
  unfinished.sort((a, b) => sequenceOf(a) - sequenceOf(b));
  for (const { state, replica, slot } of unfinished) observe(state, replica, slot, observer);
}

/** Counted requests that replica r has in hand: those that wait, that are prefilled, that decode. */
function collectCounted(state: PoolState, r: number, found: InFlight[]): void {
  const { whole, slots, recorder } = state;
  const wi = r * WHOLE_STRIDE;
  const base = r * state.maxSequences;
  const take = (slot: number): void => {
    const at = slot * SLOT_STRIDE;
    slots[at + COMPLETED_AT] = -1;
    if (slots[at + ARRIVAL] >= recorder.from && slots[at + ARRIVAL] < recorder.until)
      found.push({ state, replica: r, slot });
  };
  for (let slot = whole[wi + WAIT_HEAD]; slot >= 0; slot = state.next[slot]) take(slot);
  for (let i = 0; i < whole[wi + ENDING]; i++) take(state.ending[base + i]);
  for (let i = 0; i < whole[wi + DECODING]; i++) take(keySlot(state.heap[base + i]));
  if (whole[wi + PARTIAL] >= 0) take(whole[wi + PARTIAL]);
}
