import { SLOT } from '../usage/requestSlot.ts';
import { keySlot, keyStep } from './completionHeap.ts';
import { elapsedShare } from './elapsedShare.ts';
import { inHandOf } from './inHand.ts';
import { LAYOUT, type PoolState, type WorkMark } from './poolState.ts';

const { DECODING, ENDING, IN_DECODE_RUN, MODE, REAL_STRIDE, RUN_STEPS, STATIC, STEP, WHOLE_STRIDE } = LAYOUT;
const { OUTPUT, SLOT_STRIDE } = SLOT;

/**
 * How far a pool is at its clock. A running request counts as done by its share of emitted tokens, so that
 * requests longer than the time looked at count, too. Walks all that is in a batch: for rare use.
 */
export function workMark(state: PoolState): WorkMark {
  let inFlight = state.queued;
  let running = 0;
  for (let r = 0; r < state.replicas; r++) {
    inFlight += inHandOf(state, r);
    running += runningShare(state, r);
  }
  const [taken] = state.taken;
  return { atSeconds: state.clock[0], taken, inFlight, done: taken - inFlight + running };
}

/** What replica r has emitted of its running requests, in whole requests. */
function runningShare(state: PoolState, r: number): number {
  const { whole, real, heap, slots } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const elapsed = elapsedShare(state, r);
  if (state.rule === STATIC) return whole[wi + MODE] === IN_DECODE_RUN ? elapsed * whole[wi + ENDING] : 0;
  const step = real[wf + STEP] + elapsed * real[wf + RUN_STEPS];
  let share = 0;
  for (let i = 0; i < whole[wi + DECODING]; i++) {
    const key = heap[r * state.maxSequences + i];
    const output = slots[keySlot(key) * SLOT_STRIDE + OUTPUT];
    share += Math.min(1, (output - (keyStep(key) - step)) / output);
  }
  return share;
}
