import { noteItemDone } from './itemsDone.ts';
import { recordWork } from '../usage/recordWork.ts';
import { type RequestObserver, recordBusy, recordCompletion } from '../usage/windowRecorder.ts';
import { beginStep } from './beginStep.ts';
import { completionKey, heapPop, heapPush, keySlot, keyStep } from './completionHeap.ts';
import { decodeRunSeconds, decodeStepsToReach } from './stepTime/decodeRun.ts';
import { phaseOf, tokensBound } from './kvDemand.ts';
import { noteEnded } from './endedRequests.ts';
import { enterFrontEnd, leaveFrontEnd } from './frontEnd.ts';
import type { FrontEnds } from './frontEndQueues.ts';
import { noteDone } from './keptBlocks.ts';
import { LAYOUT, type PoolState } from './poolState.ts';
import { freeSlot } from './slots.ts';
import { METER_SEQUENCES, METER_STRIDE, meterStep } from './workMeter.ts';
import { SLOT } from '../usage/requestSlot.ts';
import { TOTAL } from '../usage/windowRecorder.ts';

const {
  ASSIGNED,
  AT_BOUNDARY,
  BLOCKED,
  BOUND,
  COMPUTE_BOUND,
  CONTEXT,
  DECODING,
  EMITTED_TOKENS,
  END,
  ENDING,
  IDLE,
  IN_DECODE_RUN,
  IN_PREFILL_STEP,
  JOIN_UNTIL,
  MODE,
  OUTSTANDING,
  PARTIAL,
  REAL_STRIDE,
  RUN_STEPS,
  START,
  STATIC,
  STEP,
  WAIT_HEAD,
  WAIT_TAIL,
  WHOLE_STRIDE,
} = LAYOUT;
const { ARRIVAL, CACHED, COMPLETED_AT, EMITTED, FIRST_TOKEN, OUTPUT, PROMPT, SCHEDULED, SLOT_STRIDE } = SLOT;
const { TOTALS, STEPS, PREFILL_SECONDS, DECODE_SECONDS, COMPUTE_BOUND_SECONDS, BLOCKED_SECONDS } = TOTAL;

/** A step end and an arrival this close are simultaneous, seconds. */
const MICROSECOND = 1e-6;
/** The step counter is rebased here: with the most tokens of a request on top it stays below 2^30, and keys exact integers. */
const STEP_LIMIT = 2 ** 26;

/**
 * Catches replica r up with the clock, the instant of an arrival that is not assigned yet:
 * ends every step that ends by then, and begins those that the arrival cannot join.
 */
export function advanceReplica(state: PoolState, r: number): void {
  if (state.front !== undefined && state.front.count[r] > 0) passFrontEnd(state, state.front, r);
  advanceEngine(state, r);
}

/** Gives the engine what has left the front end by the clock, each at its instant. */
function passFrontEnd(state: PoolState, front: FrontEnds, r: number): void {
  const { clock, admission } = state;
  const now = clock[0];
  while (front.count[r] > 0 && admission[front.head[r]] <= now) {
    clock[0] = admission[front.head[r]];
    advanceEngine(state, r);
    giveToEngine(state, r, leaveFrontEnd(state, front, r));
  }
  clock[0] = now;
}

function advanceEngine(state: PoolState, r: number): void {
  const { real, whole } = state;
  const now = state.clock[0];
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  for (;;) {
    if (whole[wi + MODE] === AT_BOUNDARY) {
      if (real[wf + JOIN_UNTIL] >= now) return;
      if (whole[wi + OUTSTANDING] === 0) return;
      beginStep(state, r);
    } else {
      if (real[wf + END] > now + MICROSECOND) return;
      endStep(state, r);
    }
  }
}

/** Gives a request that arrives now to replica r, which has been advanced to the clock. */
export function assignToReplica(state: PoolState, r: number, slot: number): void {
  state.whole[r * WHOLE_STRIDE + ASSIGNED]++;
  if (state.front === undefined) giveToEngine(state, r, slot);
  else enterFrontEnd(state, state.front, r, slot);
}

/** Puts a request that reaches the engine now at the end of replica r's queue. */
function giveToEngine(state: PoolState, r: number, slot: number): void {
  const { real, whole } = state;
  const arrival = state.clock[0];
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const waiting = whole[wi + WAIT_HEAD] >= 0;
  if (whole[wi + MODE] === AT_BOUNDARY) {
    if (whole[wi + OUTSTANDING] === 0) {
      // An idle replica starts at the arrival, unless its last step ended within 1 µs after it.
      const start = Math.max(real[wf + START], arrival);
      real[wf + IDLE] += start - real[wf + START];
      real[wf + START] = start;
      real[wf + JOIN_UNTIL] = arrival;
      real[wf + STEP] = 0;
    }
  } else if (
    whole[wi + MODE] === IN_DECODE_RUN &&
    !waiting &&
    state.rule !== STATIC &&
    whole[wi + DECODING] < state.maxSequences
  ) {
    cutRun(state, r);
  }
  if (waiting) state.next[whole[wi + WAIT_TAIL]] = slot;
  else whole[wi + WAIT_HEAD] = slot;
  whole[wi + WAIT_TAIL] = slot;
  whole[wi + OUTSTANDING]++;
}

/**
 * Leaves in BOUND a lower bound on replica r's next completion: exact while no request joins,
 * and never late when some do, because a step only gets longer with more in it.
 */
export function boundNextCompletion(state: PoolState, r: number): void {
  boundOfEngine(state, r);
  const { front, real, admission, time } = state;
  if (front === undefined || front.count[r] === 0) return;
  const at = r * REAL_STRIDE + BOUND;
  // Whoever is in the front end has a step ahead at the least.
  real[at] = Math.min(real[at], admission[front.head[r]] + time.minSeconds);
}

function boundOfEngine(state: PoolState, r: number): void {
  const { real, whole, time } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  if (whole[wi + OUTSTANDING] === 0) {
    real[wf + BOUND] = Number.POSITIVE_INFINITY;
    return;
  }
  if (whole[wi + MODE] === AT_BOUNDARY) {
    real[wf + BOUND] = real[wf + START] + time.minSeconds;
    return;
  }
  const end = real[wf + END];
  real[wf + BOUND] = end;
  if (state.rule === STATIC) return;
  const decoding = whole[wi + DECODING];
  const stepsTaken = real[wf + RUN_STEPS];
  let left = Number.POSITIVE_INFINITY;
  if (decoding > 0) left = keyStep(state.heap[r * state.maxSequences]) - real[wf + STEP] - stepsTaken;
  let sequences = decoding;
  let context = real[wf + CONTEXT] + decoding * stepsTaken;
  if (whole[wi + MODE] === IN_PREFILL_STEP) {
    const ending = whole[wi + ENDING];
    for (let i = 0; i < ending; i++) {
      const at = state.ending[r * state.maxSequences + i] * SLOT_STRIDE;
      const emitted = state.slots[at + EMITTED] + 1;
      left = Math.min(left, state.slots[at + OUTPUT] - emitted);
      context += state.slots[at + PROMPT] + emitted;
    }
    sequences += ending;
  }
  if (left <= 0) return;
  if (whole[wi + WAIT_HEAD] >= 0 || whole[wi + PARTIAL] >= 0) {
    // Whoever waits needs a step at the least.
    real[wf + BOUND] = end + time.minSeconds;
  } else if (tokensBound(state, context, sequences, left) > state.kvBlocks * state.blockTokens) {
    // A preemption would make the steps of the others shorter.
    real[wf + BOUND] = end + left * time.minSeconds;
  } else {
    real[wf + BOUND] = end + decodeRunSeconds(time, sequences, context, left);
  }
}

/** Books what has passed by the clock of the step or run that replica r is in; it is of no use after that. */
export function cutStepShort(state: PoolState, r: number): void {
  const { real, whole, clock } = state;
  const wf = r * REAL_STRIDE;
  const mode = whole[r * WHOLE_STRIDE + MODE];
  if (mode === AT_BOUNDARY || !(clock[0] > real[wf + START])) return;
  if (state.meter !== undefined) meterCut(state, r, mode === IN_PREFILL_STEP);
  real[wf + END] = Math.min(real[wf + END], clock[0]);
  bookStep(state, r, mode === IN_PREFILL_STEP);
}

/** Cuts the decode run under way at its first boundary that an arrival now can join. */
function cutRun(state: PoolState, r: number): void {
  const { real, whole, time } = state;
  const wf = r * REAL_STRIDE;
  const planned = real[wf + RUN_STEPS];
  if (planned === 1) return;
  const decoding = whole[r * WHOLE_STRIDE + DECODING];
  const context = real[wf + CONTEXT];
  const start = real[wf + START];
  const steps = decodeStepsToReach(time, decoding, context, state.clock[0] - MICROSECOND - start, planned);
  if (steps === planned) return;
  real[wf + RUN_STEPS] = steps;
  real[wf + END] = start + decodeRunSeconds(time, decoding, context, steps);
}

/** Rule 5: the step or run under way ends; tokens are emitted, completed requests leave. */
export function endStep(state: PoolState, r: number): void {
  const { real, whole, heap, slots, maxSequences } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const base = r * maxSequences;
  const end = real[wf + END];
  const steps = real[wf + RUN_STEPS];
  const mode = whole[wi + MODE];
  bookStep(state, r, mode === IN_PREFILL_STEP);
  if (state.meter !== undefined)
    meterBusy(state, r, mode === IN_PREFILL_STEP, steps, end - real[wf + START], end);
  whole[wi + MODE] = AT_BOUNDARY;
  real[wf + START] = end;
  real[wf + END] = Number.POSITIVE_INFINITY;
  real[wf + JOIN_UNTIL] = end + MICROSECOND;
  if (state.rule === STATIC) {
    endStatic(state, r, mode);
    return;
  }

  let decoding = whole[wi + DECODING];
  if (state.countsTokens) whole[wi + EMITTED_TOKENS] += steps * decoding + whole[wi + ENDING];
  const step = real[wf + STEP] + steps;
  let context = real[wf + CONTEXT] + steps * decoding;
  let finished = 0;
  // A key of this step, whatever its slot, is below the first key of the next.
  const due = completionKey(step + 1, 0);
  while (decoding > 0 && heap[base] < due) {
    const slot = keySlot(heap[base]);
    heapPop(heap, base, decoding--);
    const at = slot * SLOT_STRIDE;
    const tokens = slots[at + PROMPT] + slots[at + OUTPUT];
    context -= tokens;
    state.phases[r * state.blockTokens + phaseOf(state, tokens, step)]--;
    state.finished[finished++] = slot;
  }
  if (mode === IN_PREFILL_STEP) {
    const ending = whole[wi + ENDING];
    for (let i = 0; i < ending; i++) {
      const slot = state.ending[base + i];
      const at = slot * SLOT_STRIDE;
      const emitted = slots[at + EMITTED] + 1;
      if (slots[at + FIRST_TOKEN] < 0) slots[at + FIRST_TOKEN] = end;
      const left = slots[at + OUTPUT] - emitted;
      // Below 0 where nothing is generated: an encoder's request is done with its prompt.
      if (left <= 0) {
        state.finished[finished++] = slot;
        continue;
      }
      const tokens = slots[at + PROMPT] + emitted;
      heapPush(heap, base, decoding++, completionKey(step + left, slot));
      context += tokens;
      state.phases[r * state.blockTokens + phaseOf(state, tokens, step)]++;
    }
    whole[wi + ENDING] = 0;
  }
  // In one place: a completion is much code, and inlined twice it slows all steps.
  for (let i = 0; i < finished; i++) complete(state, r, state.finished[i]);
  whole[wi + DECODING] = decoding;
  real[wf + CONTEXT] = context;
  real[wf + STEP] = step;
  if (step >= STEP_LIMIT) rebase(state, r);
}

function endStatic(state: PoolState, r: number, mode: number): void {
  const { real, whole, slots, maxSequences } = state;
  const wi = r * WHOLE_STRIDE;
  const base = r * maxSequences;
  const batch = whole[wi + ENDING];
  let done = true;
  if (mode === IN_PREFILL_STEP) {
    for (let i = 0; i < batch; i++) {
      const at = state.ending[base + i] * SLOT_STRIDE;
      if (slots[at + FIRST_TOKEN] < 0) slots[at + FIRST_TOKEN] = real[r * REAL_STRIDE + START];
      if (slots[at + OUTPUT] - slots[at + EMITTED] > 1) done = false;
    }
    whole[wi + EMITTED_TOKENS] += batch;
  } else {
    for (let i = 0; i < batch; i++) {
      const at = state.ending[base + i] * SLOT_STRIDE;
      whole[wi + EMITTED_TOKENS] += slots[at + OUTPUT] - slots[at + EMITTED] - 1;
    }
  }
  if (!done) return;
  for (let i = 0; i < batch; i++) complete(state, r, state.ending[base + i]);
  whole[wi + ENDING] = 0;
  real[r * REAL_STRIDE + CONTEXT] = 0;
}

/** A request leaves at the boundary replica r has just reached. */
function complete(state: PoolState, r: number, slot: number): void {
  const { slots, recorder } = state;
  const at = slot * SLOT_STRIDE;
  slots[at + COMPLETED_AT] = state.real[r * REAL_STRIDE + START];
  let hour = -1;
  if (state.items !== undefined && state.items.slots.has(slot)) {
    noteItemDone(state.items, slots, r, slot, at);
  } else if (slots[at + ARRIVAL] >= recorder.from && slots[at + ARRIVAL] < recorder.until) {
    hour = recordCompletion(recorder, state.account[slot], state.poolIndex, slots, at);
    if (recorder.observer !== undefined) observe(state, r, slot, recorder.observer);
    state.countedInFlight--;
  }
  recordWork(recorder, state.account[slot], state.poolIndex, slots, at, hour);
  if (state.ended !== undefined) noteEnded(state.ended, slots, at);
  if (state.freed !== undefined) noteDone(state, state.freed, r, slot);
  state.whole[r * WHOLE_STRIDE + OUTSTANDING]--;
  freeSlot(state, slot);
}

/** Tells the observer of the request in a slot; an instant that it has not reached is −1. */
export function observe(state: PoolState, r: number, slot: number, observer: RequestObserver): void {
  const { slots } = state;
  const at = slot * SLOT_STRIDE;
  observer({
    sequence: state.sequence[slot],
    account: state.account[slot],
    pool: state.poolIndex,
    replica: r,
    arrivalSeconds: slots[at + ARRIVAL],
    promptTokens: slots[at + PROMPT],
    cachedTokens: slots[at + CACHED],
    outputTokens: slots[at + OUTPUT],
    startSeconds: slots[at + SCHEDULED],
    firstTokenSeconds: slots[at + FIRST_TOKEN],
    endSeconds: slots[at + COMPLETED_AT],
  });
}

function bookStep(state: PoolState, r: number, prefill: boolean): void {
  const { recorder, poolIndex, real, whole } = state;
  const wf = r * REAL_STRIDE;
  const wi = r * WHOLE_STRIDE;
  const seconds = recordBusy(recorder, poolIndex, real, wf + START, wf + END);
  if (seconds === 0) return;
  const { totals } = recorder;
  const base = poolIndex * TOTALS;
  totals[base + STEPS] += prefill ? 1 : real[wf + RUN_STEPS];
  totals[base + (prefill ? PREFILL_SECONDS : DECODE_SECONDS)] += seconds;
  if (whole[wi + COMPUTE_BOUND] === 1) totals[base + COMPUTE_BOUND_SECONDS] += seconds;
  const blocked = whole[wi + BLOCKED];
  if (blocked !== 0) totals[base + BLOCKED_SECONDS + blocked - 1] += seconds;
}

/** What the step or run of `steps` that is cut at the clock did; of a run whose whole steps are booked the one in progress. */
function meterCut(state: PoolState, r: number, isPrefill: boolean): void {
  const { real, clock, time, meter } = state;
  if (meter === undefined) return;
  const wf = r * REAL_STRIDE;
  // loseReplica leaves a run of none.
  const isInProgress = !isPrefill && real[wf + RUN_STEPS] === 0;
  const wholeSeconds = isInProgress
    ? decodeRunSeconds(time, meter.steps[r * METER_STRIDE + METER_SEQUENCES], real[wf + CONTEXT], 1)
    : real[wf + END] - real[wf + START];
  const steps = isInProgress ? 1 : real[wf + RUN_STEPS];
  meterBusy(state, r, isPrefill, steps, wholeSeconds, Math.min(real[wf + END], clock[0]));
}

/** What a step or run of `steps` that takes `wholeSeconds` did until `end`. */
function meterBusy(
  { meter, real, recorder }: PoolState,
  r: number,
  isPrefill: boolean,
  steps: number,
  wholeSeconds: number,
  end: number,
): void {
  if (meter === undefined) return;
  const wf = r * REAL_STRIDE;
  const origin = recorder.from;
  meterStep(meter, r, isPrefill, steps, real[wf + CONTEXT], wholeSeconds, origin, real[wf + START], end);
}

/** Takes whole rounds of blockTokens off the step counter, so that phases stay what they are. */
function rebase(state: PoolState, r: number): void {
  const { real, heap, whole, blockTokens } = state;
  const wf = r * REAL_STRIDE;
  const taken = Math.floor(real[wf + STEP] / blockTokens) * blockTokens;
  real[wf + STEP] -= taken;
  const base = r * state.maxSequences;
  for (let i = 0; i < whole[r * WHOLE_STRIDE + DECODING]; i++) heap[base + i] -= completionKey(taken, 0);
}
