import { SLOT } from '../usage/requestSlot.ts';
import { keySlot, keyStep } from './completionHeap.ts';
import { loseFrontEnd } from './frontEnd.ts';
import { LAYOUT, type PoolState, setIdle } from './poolState.ts';
import { cutStepShort, endStep } from './replica.ts';
import { decodingSequences, stepsEnded } from './replicaAtClock.ts';
import { decodeRunSeconds } from './stepTime/decodeRun.ts';

const {
  AT_BOUNDARY,
  CONTEXT,
  DECODING,
  END,
  ENDING,
  IN_DECODE_RUN,
  IN_PREFILL_STEP,
  MODE,
  PARTIAL,
  REAL_STRIDE,
  RUN_STEPS,
  START,
  STATIC,
  STEP,
  WAIT_HEAD,
  WHOLE_STRIDE,
} = LAYOUT;
const { EMITTED, OUTPUT, SLOT_STRIDE } = SLOT;

/**
 * Takes all that replica r has in hand away from it at the clock, to which it has been advanced, and leaves it idle. The
 * step in progress counts for nothing but its time. Answers the slots, those running in the order of their
 * admission, then those that wait, then those in the front end; what each has emitted so far stands in its row.
 */
export function loseReplica(state: PoolState, r: number): readonly number[] {
  const { real, whole, slots, heap } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const base = r * state.maxSequences;
  endWholeSteps(state, r);
  const running: number[] = [];
  for (let i = 0; i < whole[wi + DECODING]; i++) {
    const key = heap[base + i];
    const slot = keySlot(key);
    const at = slot * SLOT_STRIDE;
    slots[at + EMITTED] = slots[at + OUTPUT] - (keyStep(key) - real[wf + STEP]);
    running.push(slot);
  }
  for (let i = 0; i < whole[wi + ENDING]; i++) running.push(state.ending[base + i]);
  if (whole[wi + PARTIAL] >= 0) running.push(whole[wi + PARTIAL]);
  running.sort((a, b) => state.admission[a] - state.admission[b]);
  for (let slot = whole[wi + WAIT_HEAD]; slot >= 0; slot = state.next[slot]) running.push(slot);
  running.push(...loseFrontEnd(state, r));
  cutStepShort(state, r);
  setIdle(real, whole, r, state.clock[0]);
  state.phases.fill(0, r * state.blockTokens, (r + 1) * state.blockTokens);
  return running;
}

/** Ends the whole steps of the run under way that are over; what is left is the step in progress. */
function endWholeSteps(state: PoolState, r: number): void {
  const { real, whole } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const ended = stepsEnded(state, r);
  if (state.rule === STATIC) {
    noteStaticAnswers(state, r, ended);
    return;
  }
  if (ended === 0) return;
  const seconds = decodeRunSeconds(state.time, decodingSequences(state, r), real[wf + CONTEXT], ended);
  real[wf + RUN_STEPS] = ended;
  real[wf + END] = real[wf + START] + seconds;
  endStep(state, r);
  if (!(state.clock[0] > real[wf + START])) return;
  whole[wi + MODE] = IN_DECODE_RUN;
  real[wf + RUN_STEPS] = 0;
  real[wf + END] = state.clock[0];
}

/** A static batch answers in step, each as far as it goes; its rows know of that only here. */
function noteStaticAnswers(state: PoolState, r: number, stepsInRun: number): void {
  const { whole, slots } = state;
  const wi = r * WHOLE_STRIDE;
  const mode = whole[wi + MODE];
  if (mode === IN_PREFILL_STEP) return;
  for (let i = 0; i < whole[wi + ENDING]; i++) {
    const at = state.ending[r * state.maxSequences + i] * SLOT_STRIDE;
    const emitted = slots[at + EMITTED] + 1 + (mode === AT_BOUNDARY ? 0 : stepsInRun);
    slots[at + EMITTED] = Math.min(emitted, slots[at + OUTPUT]);
  }
}
