import { heapRemoveAt, keySlot, keyStep } from './completionHeap.ts';
import { decodeRunSeconds } from './stepTime/decodeRun.ts';
import {
  blocksFor,
  decodeBlocks,
  decodeStepsThatFit,
  decodeTokensBound,
  decodingBlocksFor,
  phaseOf,
} from './kvDemand.ts';
import { LAYOUT, type PoolState } from './poolState.ts';
import { SLOT } from '../usage/requestSlot.ts';
import { TOTAL } from '../usage/windowRecorder.ts';

const {
  BLOCKED,
  BLOCKED_BY_BUDGET,
  BLOCKED_BY_KV,
  BLOCKED_BY_SLOTS,
  CHUNKED,
  COMPUTE_BOUND,
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
  STEP,
  UNCHUNKED,
  WAIT_HEAD,
  WAIT_TAIL,
  WHOLE_STRIDE,
} = LAYOUT;
const { ARRIVAL, CACHED, EMITTED, OUTPUT, PREFILLED, PROMPT, SCHEDULED, SLOT_STRIDE } = SLOT;
const { TOTALS, PREEMPTIONS, KV_PEAK_BLOCKS } = TOTAL;

/**
 * What replica r does from the boundary it stands at: nothing, one step that prefills,
 * or a run of decode steps up to the next one that can change the batch. This is rules
 * 1 to 4 of continuous batching, with its older (unchunked) form and static batching.
 */
export function beginStep(state: PoolState, r: number): void {
  const { admissions } = state;
  state.whole[r * WHOLE_STRIDE + BLOCKED] = 0;
  if (state.rule === CHUNKED) beginChunked(state, r);
  else if (state.rule === UNCHUNKED) beginUnchunked(state, r);
  else beginStatic(state, r);
  if (state.admissionSeconds > 0 && state.admissions > admissions) {
    state.real[r * REAL_STRIDE + END] += state.admissionSeconds * (state.admissions - admissions);
  }
}

function beginChunked(state: PoolState, r: number): void {
  const { whole, slots, kvBlocks, maxSequences } = state;
  const wi = r * WHOLE_STRIDE;
  let budget = state.maxBatchedTokens - whole[wi + DECODING];
  let partial = whole[wi + PARTIAL];
  let chunk = 0;
  let partialBlocks = 0;
  if (partial >= 0) {
    const at = partial * SLOT_STRIDE;
    chunk = Math.min(slots[at + PROMPT] + slots[at + EMITTED] - slots[at + PREFILLED], budget);
    partialBlocks = blocksFor(state, slots[at + PREFILLED] + chunk);
  }

  // Rule 2. Popping the newest until the demand fits equals the ordered loop: what survives
  // is the longest prefix in admission order whose demand fits.
  let preempted = false;
  const kvTokens = kvBlocks * state.blockTokens;
  // Unknown (−1) while a bound settles what is asked.
  let decodeNeed = -1;
  if (decodeTokensBound(state, r, 0) + partialBlocks * state.blockTokens > kvTokens) {
    decodeNeed = decodeBlocks(state, r, 0);
    if (decodeNeed + partialBlocks > kvBlocks) {
      preempted = true;
      if (partial >= 0) {
        preemptPartial(state, r);
        partial = -1;
        chunk = 0;
        partialBlocks = 0;
      }
      decodeNeed = preemptDecoding(state, r, decodeNeed);
    }
  }

  const decoding = whole[wi + DECODING];
  const base = r * maxSequences;
  let prefillTokens = chunk;
  let attention = 0;
  let ending = 0;
  let used = partialBlocks;
  if (partial >= 0) {
    const at = partial * SLOT_STRIDE;
    const from = slots[at + PREFILLED];
    attention = attentionWork(from, from + chunk);
    slots[at + PREFILLED] = from + chunk;
    if (from + chunk === slots[at + PROMPT] + slots[at + EMITTED]) {
      state.ending[base + ending++] = partial;
      whole[wi + PARTIAL] = -1;
    }
    budget -= chunk;
  }

  // Rule 3. No overtaking: the head of the queue blocks those behind it.
  let head = whole[wi + WAIT_HEAD];
  if (!preempted && head >= 0) {
    let running = decoding + (partial >= 0 ? 1 : 0);
    while (head >= 0) {
      if (running >= maxSequences) {
        whole[wi + BLOCKED] = BLOCKED_BY_SLOTS;
        break;
      }
      if (budget <= 0) {
        whole[wi + BLOCKED] = BLOCKED_BY_BUDGET;
        break;
      }
      const at = head * SLOT_STRIDE;
      const target = slots[at + PROMPT] + slots[at + EMITTED];
      const from = slots[at + CACHED];
      const size = Math.min(target - from, budget);
      const need = blocksFor(state, from + size);
      if (decodeTokensBound(state, r, 0) + (used + need) * state.blockTokens > kvTokens) {
        if (decodeNeed < 0) decodeNeed = decodeBlocks(state, r, 0);
        if (decodeNeed + used + need > kvBlocks) {
          whole[wi + BLOCKED] = BLOCKED_BY_KV;
          break;
        }
      }
      const next = admitHead(state, r, head);
      used += need;
      budget -= size;
      prefillTokens += size;
      attention += attentionWork(from, from + size);
      slots[at + PREFILLED] = from + size;
      running++;
      if (from + size === target) state.ending[base + ending++] = head;
      else whole[wi + PARTIAL] = head;
      head = next;
    }
  }

  if (prefillTokens > 0) {
    notePeak(state, r, 0, used);
    whole[wi + ENDING] = ending;
    startPrefillStep(state, r, prefillTokens, attention, decoding);
  } else if (decoding > 0) {
    startDecodeRun(state, r, preempted);
  }
}

function beginUnchunked(state: PoolState, r: number): void {
  const { whole, slots, kvBlocks, maxSequences } = state;
  const wi = r * WHOLE_STRIDE;
  const decoding = whole[wi + DECODING];
  const base = r * maxSequences;
  let head = whole[wi + WAIT_HEAD];
  if (head >= 0) {
    let budget = state.maxBatchedTokens;
    const held = decodeBlocks(state, r, -1);
    let used = 0;
    let ending = 0;
    let prefillTokens = 0;
    let attention = 0;
    while (head >= 0) {
      if (decoding + ending >= maxSequences) {
        whole[wi + BLOCKED] = BLOCKED_BY_SLOTS;
        break;
      }
      const at = head * SLOT_STRIDE;
      const target = slots[at + PROMPT] + slots[at + EMITTED];
      const size = target - slots[at + CACHED];
      // The first admitted may exceed the budget, and is then alone.
      if (ending > 0 && size > budget) {
        whole[wi + BLOCKED] = BLOCKED_BY_BUDGET;
        break;
      }
      const need = blocksFor(state, target);
      if (held + used + need > kvBlocks) {
        whole[wi + BLOCKED] = BLOCKED_BY_KV;
        break;
      }
      const next = admitHead(state, r, head);
      used += need;
      budget -= size;
      prefillTokens += size;
      attention += attentionWork(target - size, target);
      state.ending[base + ending++] = head;
      head = next;
    }
    if (ending > 0) {
      notePeak(state, r, -1, used);
      whole[wi + ENDING] = ending;
      startPrefillStep(state, r, prefillTokens, attention, 0);
      return;
    }
  }
  if (decoding === 0) return;
  let preempted = false;
  if (decodeTokensBound(state, r, 0) > kvBlocks * state.blockTokens) {
    const need = decodeBlocks(state, r, 0);
    if (need > kvBlocks) {
      preempted = true;
      preemptDecoding(state, r, need);
    }
  }
  startDecodeRun(state, r, preempted);
}

/**
 * Static batching: when the replica is free it takes what waits, up to `maxSequences` and
 * the KV that prompt + output − 1 tokens of each fill, prefills it in one step whatever the
 * budget, and decodes until the longest output is done; nobody joins or leaves before.
 */
function beginStatic(state: PoolState, r: number): void {
  const { whole, real, slots, kvBlocks, maxSequences } = state;
  const wi = r * WHOLE_STRIDE;
  const base = r * maxSequences;
  const batch = whole[wi + ENDING];
  if (batch > 0) {
    let longest = 0;
    for (let i = 0; i < batch; i++) {
      const at = state.ending[base + i] * SLOT_STRIDE;
      longest = Math.max(longest, slots[at + OUTPUT] - slots[at + EMITTED]);
    }
    startRun(state, r, batch, longest - 1);
    if (whole[wi + WAIT_HEAD] >= 0) whole[wi + BLOCKED] = BLOCKED_BY_SLOTS;
    return;
  }
  let head = whole[wi + WAIT_HEAD];
  let used = 0;
  let ending = 0;
  let prefillTokens = 0;
  let attention = 0;
  let context = 0;
  while (head >= 0) {
    const at = head * SLOT_STRIDE;
    const prompt = slots[at + PROMPT];
    const need = blocksFor(state, prompt + Math.max(slots[at + OUTPUT], 1) - 1);
    if (ending >= maxSequences || used + need > kvBlocks) {
      whole[wi + BLOCKED] = ending >= maxSequences ? BLOCKED_BY_SLOTS : BLOCKED_BY_KV;
      break;
    }
    const next = admitHead(state, r, head);
    // What it had emitted on a replica that is gone is prefilled again.
    const target = prompt + slots[at + EMITTED];
    used += need;
    prefillTokens += target - slots[at + CACHED];
    attention += attentionWork(slots[at + CACHED], target);
    context += target + 1;
    state.ending[base + ending++] = head;
    head = next;
  }
  if (ending === 0) return;
  notePeak(state, r, 0, used);
  whole[wi + ENDING] = ending;
  real[r * REAL_STRIDE + CONTEXT] = context;
  startPrefillStep(state, r, prefillTokens, attention, 0);
}

/** Context attended to while tokens from + 1 … to are prefilled: the sum of their positions. */
function attentionWork(from: number, to: number): number {
  return (to * (to + 1) - from * (from + 1)) / 2;
}

/** Takes the head of the queue into the batch; returns the new head. */
function admitHead(state: PoolState, r: number, slot: number): number {
  const { whole, slots } = state;
  const wi = r * WHOLE_STRIDE;
  const next = state.next[slot];
  whole[wi + WAIT_HEAD] = next;
  if (next < 0) whole[wi + WAIT_TAIL] = -1;
  state.admission[slot] = state.admissions++;
  const at = slot * SLOT_STRIDE;
  if (slots[at + SCHEDULED] < 0) {
    // A step end within 1 µs before an arrival counts as simultaneous; nobody starts before arriving.
    slots[at + SCHEDULED] = Math.max(state.real[r * REAL_STRIDE + START], slots[at + ARRIVAL]);
  }
  return next;
}

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

function preemptPartial(state: PoolState, r: number): void {
  const wi = r * WHOLE_STRIDE;
  requeue(state, r, state.whole[wi + PARTIAL]);
  state.whole[wi + PARTIAL] = -1;
}

/** Preempts the newest decoding sequences until `need` blocks fit; returns what is then needed. */
function preemptDecoding(state: PoolState, r: number, need: number): number {
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
    requeue(state, r, slot);
    left -= decodingBlocksFor(state, tokens);
  }
  return left;
}

/** Starts a step that prefills `tokens`; with `decoding` sequences in it, those take a decode step too. */
function startPrefillStep(
  state: PoolState,
  r: number,
  tokens: number,
  attention: number,
  decoding: number,
): void {
  const { time, real, whole } = state;
  const wf = r * REAL_STRIDE;
  const context = decoding > 0 ? real[wf + CONTEXT] : 0;
  whole[r * WHOLE_STRIDE + MODE] = IN_PREFILL_STEP;
  // Whoever prefills alone decodes nobody: the counter of decode steps may then tick or not.
  real[wf + RUN_STEPS] = decoding > 0 ? 1 : 0;
  if (time.isLinear) {
    real[wf + END] =
      real[wf + START] +
      (time.baseSeconds +
        time.perPromptTokenSeconds * tokens +
        time.perSequenceSeconds * decoding +
        time.perContextTokenSeconds * context);
  } else {
    real[wf + END] = real[wf + START] + time.step(tokens, attention, decoding, context);
    whole[r * WHOLE_STRIDE + COMPUTE_BOUND] = time.computeBound(tokens, attention, decoding, context) ? 1 : 0;
  }
}

function startDecodeRun(state: PoolState, r: number, single: boolean): void {
  const { real, whole, heap } = state;
  const untilCompletion = keyStep(heap[r * state.maxSequences]) - real[r * REAL_STRIDE + STEP];
  const steps = single ? 1 : decodeStepsThatFit(state, r, untilCompletion);
  notePeak(state, r, steps - 1, 0);
  startRun(state, r, whole[r * WHOLE_STRIDE + DECODING], steps);
}

function startRun(state: PoolState, r: number, decoding: number, steps: number): void {
  const { time, real, whole } = state;
  const wf = r * REAL_STRIDE;
  const context = real[wf + CONTEXT];
  whole[r * WHOLE_STRIDE + MODE] = IN_DECODE_RUN;
  if (!time.isLinear)
    whole[r * WHOLE_STRIDE + COMPUTE_BOUND] = time.computeBound(0, 0, decoding, context) ? 1 : 0;
  real[wf + RUN_STEPS] = steps;
  real[wf + END] = real[wf + START] + decodeRunSeconds(time, decoding, context, steps);
}

/**
 * Raises the pool's KV peak to what replica r's decoding sequences hold `offset` steps from now,
 * and `others` beside; worked out exactly only where its bound is above the peak.
 */
function notePeak(state: PoolState, r: number, offset: number, others: number): void {
  const { totals } = state.recorder;
  const at = state.poolIndex * TOTALS + KV_PEAK_BLOCKS;
  if (decodeTokensBound(state, r, offset) + others * state.blockTokens <= totals[at] * state.blockTokens)
    return;
  const used = decodeBlocks(state, r, offset) + others;
  if (used > totals[at]) totals[at] = used;
}
