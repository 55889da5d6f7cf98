import { SLOT } from '../usage/requestSlot.ts';
import { TOTAL } from '../usage/windowRecorder.ts';
import { heapRemoveAt, keySlot, keyStep } from './completionHeap.ts';
import { notePreempted } from './keptBlocks.ts';
import { decodingBlocksFor, phaseOf } from './kvDemand.ts';
import { LAYOUT, type PoolState } from './poolState.ts';

const { CONTEXT, DECODING, PARTIAL, REAL_STRIDE, STEP, WAIT_HEAD, WAIT_TAIL, WHOLE_STRIDE } = LAYOUT;
const { EMITTED, OUTPUT, PREFILLED, PROMPT, SLOT_STRIDE } = SLOT;
const { TOTALS, PREEMPTIONS } = TOTAL;

/** Puts a preempted sequence back at the front of the queue. */
function requeue(state: PoolState, r: number, slot: number): void {
  const { whole } = state;
  const wi = r * WHOLE_STRIDE;
  const head = whole[wi + WAIT_HEAD];
  state.next[slot] = head;
  whole[wi + WAIT_HEAD] = slot;
  if (head < 0) whole[wi + WAIT_TAIL] = slot;
  state.recorder.totals[state.poolIndex * TOTALS + PREEMPTIONS]++;
}

/** Preempts the sequence of replica r whose prompt is computed in part. */
export function preemptPartial(state: PoolState, r: number): void {
  const wi = r * WHOLE_STRIDE;
  const slot = state.whole[wi + PARTIAL];
  if (state.freed !== undefined) {
    notePreempted(state, state.freed, r, slot, state.slots[slot * SLOT_STRIDE + PREFILLED]);
  }
  requeue(state, r, slot);
  state.whole[wi + PARTIAL] = -1;
}

/** Preempts the newest decoding sequences of replica r until `need` blocks fit; returns what is then needed. */
export function preemptDecoding(state: PoolState, r: number, need: number): number {
  const { whole, real, heap, slots, kvBlocks, maxSequences } = state;
  const wi = r * WHOLE_STRIDE;
  const base = r * maxSequences;
  const step = real[r * REAL_STRIDE + STEP];
  let left = need;
  while (left > kvBlocks) {
    const size = whole[wi + DECODING];
    let newest = 0;
    for (let i = 1; i < size; i++) {
      if (state.admission[keySlot(heap[base + i])] > state.admission[keySlot(heap[base + newest])])
        newest = i;
    }
    const key = heap[base + newest];
    const slot = keySlot(key);
    const at = slot * SLOT_STRIDE;
    const emitted = slots[at + OUTPUT] - (keyStep(key) - step);
    const tokens = slots[at + PROMPT] + emitted;
    heapRemoveAt(heap, base, size, newest);
    whole[wi + DECODING] = size - 1;
    real[r * REAL_STRIDE + CONTEXT] -= tokens;
    state.phases[r * state.blockTokens + phaseOf(state, tokens, step)]--;
    slots[at + EMITTED] = emitted;
    if (state.freed !== undefined) notePreempted(state, state.freed, r, slot, tokens - 1);
    requeue(state, r, slot);
    left -= decodingBlocksFor(state, tokens);
  }
  return left;
}
