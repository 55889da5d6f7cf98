import { recordBusy, recordCompletion } from '../usage/windowRecorder.ts';
import { beginStep } from './beginStep.ts';
import { heapPop, heapPush, keySlot, keyStep, SLOT_LIMIT, STEP_LIMIT } from './completionHeap.ts';
import { decodeRunSeconds, decodeStepsToReach } from './decodeRun.ts';
import { phaseOf } from './kvDemand.ts';
import * as P from './poolState.ts';
import type { PoolState } from './poolState.ts';
import { freeSlot } from './slots.ts';

/** A step end and an arrival this close are simultaneous, seconds. */
export const SIMULTANEOUS = 1e-6;

/**
 * Catches replica r up with an arrival at `now` that is not assigned yet: ends every step
 * that ends by then, and begins those that the arrival cannot join.
 */
export function advanceReplica(state: PoolState, r: number, now: number): void {
  const { real, whole } = state;
  const wf = r * P.RF_STRIDE;
  const wi = r * P.RI_STRIDE;
  for (;;) {
    if (whole[wi + P.MODE] === P.AT_BOUNDARY) {
      if (real[wf + P.JOIN_UNTIL] >= now) return;
      if (whole[wi + P.OUTSTANDING] === 0) return;
      beginStep(state, r);
    } else {
      if (real[wf + P.END] > now + SIMULTANEOUS) return;
      endStep(state, r);
    }
  }
}

/** Puts a request at the end of replica r's queue; r has been advanced to its arrival. */
export function assignToReplica(state: PoolState, r: number, slot: number, arrival: number): void {
  const { real, whole } = state;
  const wf = r * P.RF_STRIDE;
  const wi = r * P.RI_STRIDE;
  const waiting = whole[wi + P.WAIT_HEAD] >= 0;
  if (whole[wi + P.MODE] === P.AT_BOUNDARY) {
    if (whole[wi + P.OUTSTANDING] === 0) {
      // An idle replica starts at the arrival, unless its last step ended within 1 µs after it.
      real[wf + P.START] = Math.max(real[wf + P.START], arrival);
      real[wf + P.JOIN_UNTIL] = arrival;
      real[wf + P.STEP] = 0;
    }
  } else if (
    whole[wi + P.MODE] === P.IN_DECODE_RUN && !waiting && state.rule !== P.STATIC &&
    whole[wi + P.DECODING] < state.maxSequences
  ) {
    cutRun(state, r, arrival);
  }
  if (waiting) state.next[whole[wi + P.WAIT_TAIL]] = slot;
  else whole[wi + P.WAIT_HEAD] = slot;
  whole[wi + P.WAIT_TAIL] = slot;
  whole[wi + P.OUTSTANDING]++;
}

/**
 * A lower bound on replica r's next completion, seconds: exact while no request joins,
 * and never late when some do, because a step only gets longer with more in it.
 */
export function nextCompletionBound(state: PoolState, r: number): number {
  const { real, whole, time } = state;
  const wf = r * P.RF_STRIDE;
  const wi = r * P.RI_STRIDE;
  if (whole[wi + P.OUTSTANDING] === 0) return Number.POSITIVE_INFINITY;
  if (whole[wi + P.MODE] === P.AT_BOUNDARY) return real[wf + P.START] + time.minSeconds;
  const end = real[wf + P.END];
  if (state.rule === P.STATIC) return end;
  const decoding = whole[wi + P.DECODING];
  const stepsTaken = real[wf + P.RUN_STEPS];
  const stepAtEnd = real[wf + P.STEP] + stepsTaken;
  let left = Number.POSITIVE_INFINITY;
  if (decoding > 0) left = keyStep(state.heap[r * state.maxSequences]) - stepAtEnd;
  let sequences = decoding;
  let context = real[wf + P.CONTEXT] + decoding * stepsTaken;
  if (whole[wi + P.MODE] === P.IN_PREFILL_STEP) {
    const ending = whole[wi + P.ENDING];
    for (let i = 0; i < ending; i++) {
      const at = state.ending[r * state.maxSequences + i] * P.S_STRIDE;
      const emitted = state.slots[at + P.EMITTED] + 1;
      left = Math.min(left, state.slots[at + P.OUTPUT] - emitted);
      context += state.slots[at + P.PROMPT] + emitted;
    }
    sequences += ending;
  }
  if (left <= 0) return end;
  // Whoever waits needs a step at least, and a preemption makes the steps of the rest shorter.
  if (whole[wi + P.WAIT_HEAD] >= 0 || whole[wi + P.PARTIAL] >= 0) return end + time.minSeconds;
  const tokensAtMost = context + sequences * (left + state.blockTokens - 1);
  if (tokensAtMost > state.kvBlocks * state.blockTokens) return end + left * time.minSeconds;
  return end + decodeRunSeconds(time, sequences, context, left);
}

/** Cuts the decode run under way at its first boundary that `arrival` can join. */
function cutRun(state: PoolState, r: number, arrival: number): void {
  const { real, whole, time } = state;
  const wf = r * P.RF_STRIDE;
  const planned = real[wf + P.RUN_STEPS];
  if (planned === 1) return;
  const decoding = whole[r * P.RI_STRIDE + P.DECODING];
  const context = real[wf + P.CONTEXT];
  const start = real[wf + P.START];
  const steps = decodeStepsToReach(time, decoding, context, arrival - SIMULTANEOUS - start, planned);
  if (steps === planned) return;
  real[wf + P.RUN_STEPS] = steps;
  real[wf + P.END] = start + decodeRunSeconds(time, decoding, context, steps);
}

/** Rule 5: the step or run under way ends; tokens are emitted, completed requests leave. */
function endStep(state: PoolState, r: number): void {
  const { real, whole, heap, slots, maxSequences } = state;
  const wf = r * P.RF_STRIDE;
  const wi = r * P.RI_STRIDE;
  const base = r * maxSequences;
  const end = real[wf + P.END];
  const steps = real[wf + P.RUN_STEPS];
  const mode = whole[wi + P.MODE];
  bookStep(state, r, mode === P.IN_PREFILL_STEP, real[wf + P.START], end);
  whole[wi + P.MODE] = P.AT_BOUNDARY;
  real[wf + P.START] = end;
  real[wf + P.END] = Number.POSITIVE_INFINITY;
  real[wf + P.JOIN_UNTIL] = end + SIMULTANEOUS;
  if (state.rule === P.STATIC) {
    endStatic(state, r, mode, end);
    return;
  }

  let decoding = whole[wi + P.DECODING];
  const step = real[wf + P.STEP] + steps;
  let context = real[wf + P.CONTEXT] + steps * decoding;
  // A key of this step, whatever its slot, is below the first key of the next.
  const due = (step + 1) * SLOT_LIMIT;
  while (decoding > 0 && heap[base] < due) {
    const slot = keySlot(heap[base]);
    heapPop(heap, base, decoding--);
    const at = slot * P.S_STRIDE;
    const tokens = slots[at + P.PROMPT] + slots[at + P.OUTPUT];
    context -= tokens;
    state.phases[r * state.blockTokens + phaseOf(state, tokens, step)]--;
    complete(state, r, slot, end);
  }
  if (mode === P.IN_PREFILL_STEP) {
    const ending = whole[wi + P.ENDING];
    for (let i = 0; i < ending; i++) {
      const slot = state.ending[base + i];
      const at = slot * P.S_STRIDE;
      const emitted = slots[at + P.EMITTED] + 1;
      if (slots[at + P.FIRST_TOKEN] < 0) slots[at + P.FIRST_TOKEN] = end;
      const left = slots[at + P.OUTPUT] - emitted;
      if (left === 0) {
        complete(state, r, slot, end);
        continue;
      }
      const tokens = slots[at + P.PROMPT] + emitted;
      heapPush(heap, base, decoding++, (step + left) * SLOT_LIMIT + slot);
      context += tokens;
      state.phases[r * state.blockTokens + phaseOf(state, tokens, step)]++;
    }
    whole[wi + P.ENDING] = 0;
  }
  whole[wi + P.DECODING] = decoding;
  real[wf + P.CONTEXT] = context;
  real[wf + P.STEP] = step;
  if (step >= STEP_LIMIT) rebase(state, r);
}

function endStatic(state: PoolState, r: number, mode: number, end: number): void {
  const { whole, slots, maxSequences } = state;
  const wi = r * P.RI_STRIDE;
  const base = r * maxSequences;
  const batch = whole[wi + P.ENDING];
  let done = true;
  if (mode === P.IN_PREFILL_STEP) {
    for (let i = 0; i < batch; i++) {
      const at = state.ending[base + i] * P.S_STRIDE;
      slots[at + P.FIRST_TOKEN] = end;
      if (slots[at + P.OUTPUT] > 1) done = false;
    }
  }
  if (!done) return;
  for (let i = 0; i < batch; i++) complete(state, r, state.ending[base + i], end);
  whole[wi + P.ENDING] = 0;
}

function complete(state: PoolState, r: number, slot: number, end: number): void {
  const { slots, recorder } = state;
  const at = slot * P.S_STRIDE;
  const arrival = slots[at + P.ARRIVAL];
  if (arrival >= recorder.from && arrival < recorder.until) {
    const account = state.account[slot];
    recordCompletion(
      recorder, account, arrival, slots[at + P.SCHEDULED], slots[at + P.FIRST_TOKEN], end,
      slots[at + P.PROMPT], slots[at + P.CACHED], slots[at + P.OUTPUT],
    );
    state.countedInFlight--;
    if (end > state.lastCountedEnd) state.lastCountedEnd = end;
    if (recorder.observer !== undefined) {
      recorder.observer({
        account, pool: state.poolIndex, replica: r, arrivalSeconds: arrival,
        promptTokens: slots[at + P.PROMPT], cachedTokens: slots[at + P.CACHED], outputTokens: slots[at + P.OUTPUT],
        startSeconds: slots[at + P.SCHEDULED], firstTokenSeconds: slots[at + P.FIRST_TOKEN], endSeconds: end,
      });
    }
  }
  state.whole[r * P.RI_STRIDE + P.OUTSTANDING]--;
  freeSlot(state, slot);
}

function bookStep(state: PoolState, r: number, prefill: boolean, start: number, end: number): void {
  const { recorder, poolIndex, whole } = state;
  const wi = r * P.RI_STRIDE;
  const seconds = recordBusy(recorder, poolIndex, start, end);
  if (seconds === 0) return;
  const totals = recorder.totals[poolIndex];
  totals.steps += prefill ? 1 : state.real[r * P.RF_STRIDE + P.RUN_STEPS];
  if (prefill) totals.prefillSeconds += seconds;
  else totals.decodeSeconds += seconds;
  if (whole[wi + P.COMPUTE_BOUND] === 1) totals.computeBoundSeconds += seconds;
  const blocked = whole[wi + P.BLOCKED];
  if (blocked === P.BLOCKED_BY_SLOTS) totals.blockedBySlotsSeconds += seconds;
  else if (blocked === P.BLOCKED_BY_KV) totals.blockedByKvSeconds += seconds;
  else if (blocked === P.BLOCKED_BY_BUDGET) totals.blockedByBudgetSeconds += seconds;
}

/** Takes whole rounds of blockTokens off the step counter, so that phases stay what they are. */
function rebase(state: PoolState, r: number): void {
  const { real, heap, whole, blockTokens } = state;
  const wf = r * P.RF_STRIDE;
  const taken = Math.floor(real[wf + P.STEP] / blockTokens) * blockTokens;
  real[wf + P.STEP] -= taken;
  const base = r * state.maxSequences;
  for (let i = 0; i < whole[r * P.RI_STRIDE + P.DECODING]; i++) heap[base + i] -= taken * SLOT_LIMIT;
}
