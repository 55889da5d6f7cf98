import { SLOT } from '../usage/requestSlot.ts';
import { blocksFor, decodeBlocks } from './kvDemand.ts';
import { LAYOUT, type PoolState } from './poolState.ts';
import { decodeRunSeconds, decodeStepsToReach } from './stepTime/decodeRun.ts';

const {
  AT_BOUNDARY,
  CONTEXT,
  DECODING,
  EMITTED_TOKENS,
  ENDING,
  IDLE,
  IN_DECODE_RUN,
  MODE,
  OUTSTANDING,
  PARTIAL,
  REAL_STRIDE,
  RUN_STEPS,
  START,
  STATIC,
  WHOLE_STRIDE,
} = LAYOUT;
const { EMITTED, OUTPUT, PREFILLED, PROMPT, SLOT_STRIDE } = SLOT;

/** A step end and another event this close are simultaneous, seconds. */
const MICROSECOND = 1e-6;

/**
 * What a controller or a loss meets on a replica at the clock, to which it has been advanced: a run of decode steps
 * is jumped over as a whole, so that what lies within it is worked out in closed form.
 */

/** Whole decode steps of the run under way that have ended; 0 where none is under way. */
export function stepsEnded(state: PoolState, r: number): number {
  const { real, whole, time, clock } = state;
  if (whole[r * WHOLE_STRIDE + MODE] !== IN_DECODE_RUN) return 0;
  const wf = r * REAL_STRIDE;
  const sequences = decodingSequences(state, r);
  const context = real[wf + CONTEXT];
  const planned = real[wf + RUN_STEPS];
  const passed = clock[0] + MICROSECOND - real[wf + START];
  if (passed <= 0) return 0;
  const reached = decodeStepsToReach(time, sequences, context, passed, planned);
  return decodeRunSeconds(time, sequences, context, reached) <= passed ? reached : reached - 1;
}

/** Sequences in the decode run under way. */
export function decodingSequences({ whole, rule }: PoolState, r: number): number {
  return whole[r * WHOLE_STRIDE + (rule === STATIC ? ENDING : DECODING)];
}

/** Seconds in steps of a replica that became ready at `readySeconds`: all but those with nothing in hand. */
export function busySecondsAt({ real, whole, clock }: PoolState, r: number, readySeconds: number): number {
  const wf = r * REAL_STRIDE;
  const isIdle = whole[r * WHOLE_STRIDE + OUTSTANDING] === 0;
  const lasting = isIdle ? Math.max(0, clock[0] - real[wf + START]) : 0;
  return Math.max(0, clock[0] - readySeconds - real[wf + IDLE] - lasting);
}

/** Tokens emitted since the replica's counter began, modulo 2^32. */
export function emittedTokensAt(state: PoolState, r: number): number {
  const wi = r * WHOLE_STRIDE;
  const counted = state.whole[wi + EMITTED_TOKENS];
  const steps = stepsEnded(state, r);
  if (steps === 0) return counted;
  if (state.rule !== STATIC) return counted + steps * state.whole[wi + DECODING];
  let emitted = counted;
  for (let i = 0; i < state.whole[wi + ENDING]; i++) {
    const at = state.ending[r * state.maxSequences + i] * SLOT_STRIDE;
    emitted += Math.min(steps, state.slots[at + OUTPUT] - state.slots[at + EMITTED] - 1);
  }
  return emitted;
}

/** Requests in the batch. */
export function runningAt({ whole }: PoolState, r: number): number {
  const wi = r * WHOLE_STRIDE;
  return whole[wi + DECODING] + whole[wi + ENDING] + (whole[wi + PARTIAL] >= 0 ? 1 : 0);
}

/** Requests assigned that wait for the batch. */
export function waitingAt(state: PoolState, r: number): number {
  return state.whole[r * WHOLE_STRIDE + OUTSTANDING] - runningAt(state, r);
}

/** KV blocks that sequences hold: in the step under way, or since the last one at a boundary. */
export function kvBlocksHeldAt(state: PoolState, r: number): number {
  const { real, whole, slots, rule } = state;
  const wi = r * WHOLE_STRIDE;
  const base = r * state.maxSequences;
  let held = 0;
  for (let i = 0; i < whole[wi + ENDING]; i++) {
    const at = state.ending[base + i] * SLOT_STRIDE;
    // A static batch holds what its answers will fill from the start.
    held +=
      rule === STATIC
        ? blocksFor(state, slots[at + PROMPT] + Math.max(slots[at + OUTPUT], 1) - 1)
        : blocksFor(state, slots[at + PROMPT] + slots[at + EMITTED]);
  }
  const partial = whole[wi + PARTIAL];
  if (partial >= 0) held += blocksFor(state, slots[partial * SLOT_STRIDE + PREFILLED]);
  if (whole[wi + DECODING] === 0) return held;
  const mode = whole[wi + MODE];
  if (mode === AT_BOUNDARY) return held + decodeBlocks(state, r, -1);
  // An unchunked prefill leaves decoding sequences with what they had.
  if (mode !== IN_DECODE_RUN) return held + decodeBlocks(state, r, real[r * REAL_STRIDE + RUN_STEPS] - 1);
  const ended = stepsEnded(state, r);
  const wf = r * REAL_STRIDE;
  const boundary =
    real[wf + START] + decodeRunSeconds(state.time, whole[wi + DECODING], real[wf + CONTEXT], ended);
  const isBetween = ended > 0 && boundary >= state.clock[0];
  return held + decodeBlocks(state, r, isBetween ? ended - 1 : ended);
}
