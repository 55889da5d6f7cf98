import { SLOT } from '../usage/requestSlot.ts';
import { keySlot, keyStep } from './completionHeap.ts';
import { elapsedShare } from './elapsedShare.ts';
import { inFrontEnd } from './frontEnd.ts';
import { LAYOUT, type PoolState } from './poolState.ts';

const {
  DECODING,
  ENDING,
  IN_DECODE_RUN,
  MODE,
  PARTIAL,
  REAL_STRIDE,
  RUN_STEPS,
  STATIC,
  STEP,
  WAIT_HEAD,
  WHOLE_STRIDE,
} = LAYOUT;
const { CACHED, EMITTED, OUTPUT, PREFILLED, PROMPT, SLOT_STRIDE } = SLOT;

/**
 * Tells of each request that replica r has in hand at the clock: those that wait, that are prefilled, that decode; with the
 * tokens that it still has to prefill and to emit. A prompt counts as prefilled once the step that does it has begun.
 */
export function visitInHand(
  state: PoolState,
  r: number,
  visit: (slot: number, tokensLeft: number) => void,
): void {
  const { real, whole, slots } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const base = r * state.maxSequences;
  for (let slot = whole[wi + WAIT_HEAD]; slot >= 0; slot = state.next[slot]) {
    const at = slot * SLOT_STRIDE;
    // What was preempted prefills its emitted tokens again, and has as many fewer to emit.
    visit(slot, slots[at + PROMPT] - slots[at + CACHED] + slots[at + OUTPUT]);
  }
  const { front } = state;
  for (let slot = front === undefined ? -1 : front.head[r], left = inFrontEnd(state, r); left > 0; left--) {
    const at = slot * SLOT_STRIDE;
    visit(slot, slots[at + PROMPT] - slots[at + CACHED] + slots[at + OUTPUT]);
    slot = state.next[slot];
  }
  const elapsed = elapsedShare(state, r);
  const isStaticRun = state.rule === STATIC && whole[wi + MODE] === IN_DECODE_RUN;
  for (let i = 0; i < whole[wi + ENDING]; i++) {
    const slot = state.ending[base + i];
    const at = slot * SLOT_STRIDE;
    visit(slot, (slots[at + OUTPUT] - slots[at + EMITTED]) * (isStaticRun ? 1 - elapsed : 1));
  }
  const step = real[wf + STEP] + elapsed * real[wf + RUN_STEPS];
  for (let i = 0; i < whole[wi + DECODING]; i++) {
    const key = state.heap[base + i];
    visit(keySlot(key), Math.max(0, keyStep(key) - step));
  }
  const partial = whole[wi + PARTIAL];
  if (partial >= 0) {
    const at = partial * SLOT_STRIDE;
    visit(partial, slots[at + PROMPT] - slots[at + PREFILLED] + slots[at + OUTPUT]);
  }
}
