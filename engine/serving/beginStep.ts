import { heapRemoveAt, keySlot, keyStep } from './completionHeap.ts';
import { decodeRunSeconds } from './decodeRun.ts';
import { blocksFor, decodeBlocks, decodeBlocksBound, decodeStepsThatFit, phaseOf } from './kvDemand.ts';
import * as P from './poolState.ts';
import type { PoolState } from './poolState.ts';

/**
 * What replica r does from the boundary it stands at: nothing, one step that prefills,
 * or a run of decode steps up to the next one that can change the batch. This is rules
 * 1 to 4 of continuous batching, with its older (unchunked) form and static batching.
 */
export function beginStep(state: PoolState, r: number): void {
  state.whole[r * P.RI_STRIDE + P.BLOCKED] = P.BLOCKED_BY_NOTHING;
  if (state.rule === P.CHUNKED) beginChunked(state, r);
  else if (state.rule === P.UNCHUNKED) beginUnchunked(state, r);
  else beginStatic(state, r);
}

function beginChunked(state: PoolState, r: number): void {
  const { whole, real, slots, kvBlocks, maxSequences } = state;
  const wi = r * P.RI_STRIDE;
  let budget = state.maxBatchedTokens - whole[wi + P.DECODING];
  let partial = whole[wi + P.PARTIAL];
  let chunk = 0;
  let partialBlocks = 0;
  if (partial >= 0) {
    const at = partial * P.S_STRIDE;
    chunk = Math.min(slots[at + P.PROMPT] + slots[at + P.EMITTED] - slots[at + P.PREFILLED], budget);
    partialBlocks = blocksFor(state, slots[at + P.PREFILLED] + chunk);
  }

  // Rule 2. Popping the newest until the demand fits equals the ordered loop: what survives
  // is the longest prefix in admission order whose demand fits.
  let preempted = false;
  let decodeNeed = decodeBlocksBound(state, r, 0);
  let exact = false;
  if (decodeNeed + partialBlocks > kvBlocks) {
    decodeNeed = decodeBlocks(state, r, 0);
    exact = true;
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

  const decoding = whole[wi + P.DECODING];
  const base = r * maxSequences;
  let prefillTokens = chunk;
  let attention = 0;
  let ending = 0;
  let used = partialBlocks;
  if (partial >= 0) {
    const at = partial * P.S_STRIDE;
    const from = slots[at + P.PREFILLED];
    attention = attentionWork(from, from + chunk);
    slots[at + P.PREFILLED] = from + chunk;
    if (from + chunk === slots[at + P.PROMPT] + slots[at + P.EMITTED]) {
      state.ending[base + ending++] = partial;
      whole[wi + P.PARTIAL] = -1;
    }
    budget -= chunk;
  }

  // Rule 3. No overtaking: the head of the queue blocks those behind it.
  let head = whole[wi + P.WAIT_HEAD];
  if (!preempted && head >= 0) {
    let running = decoding + (partial >= 0 ? 1 : 0);
    while (head >= 0) {
      if (running >= maxSequences) {
        whole[wi + P.BLOCKED] = P.BLOCKED_BY_SLOTS;
        break;
      }
      if (budget <= 0) {
        whole[wi + P.BLOCKED] = P.BLOCKED_BY_BUDGET;
        break;
      }
      const at = head * P.S_STRIDE;
      const target = slots[at + P.PROMPT] + slots[at + P.EMITTED];
      const from = slots[at + P.CACHED];
      const size = Math.min(target - from, budget);
      const need = blocksFor(state, from + size);
      if (decodeNeed + used + need > kvBlocks) {
        if (!exact) {
          decodeNeed = decodeBlocks(state, r, 0);
          exact = true;
        }
        if (decodeNeed + used + need > kvBlocks) {
          whole[wi + P.BLOCKED] = P.BLOCKED_BY_KV;
          break;
        }
      }
      const next = admitHead(state, r, head);
      used += need;
      budget -= size;
      prefillTokens += size;
      attention += attentionWork(from, from + size);
      slots[at + P.PREFILLED] = from + size;
      running++;
      if (from + size === target) state.ending[base + ending++] = head;
      else whole[wi + P.PARTIAL] = head;
      head = next;
    }
  }

  if (prefillTokens > 0) {
    notePeak(state, r, decodeNeed, exact, used);
    whole[wi + P.ENDING] = ending;
    startPrefillStep(state, r, prefillTokens, attention, decoding, real[r * P.RF_STRIDE + P.CONTEXT], 1);
  } else if (decoding > 0) {
    startDecodeRun(state, r, preempted);
  }
}

function beginUnchunked(state: PoolState, r: number): void {
  const { whole, slots, kvBlocks, maxSequences } = state;
  const wi = r * P.RI_STRIDE;
  const decoding = whole[wi + P.DECODING];
  const base = r * maxSequences;
  let head = whole[wi + P.WAIT_HEAD];
  if (head >= 0) {
    let budget = state.maxBatchedTokens;
    const held = decodeBlocks(state, r, -1);
    let used = 0;
    let ending = 0;
    let prefillTokens = 0;
    let attention = 0;
    while (head >= 0) {
      if (decoding + ending >= maxSequences) {
        whole[wi + P.BLOCKED] = P.BLOCKED_BY_SLOTS;
        break;
      }
      const at = head * P.S_STRIDE;
      const target = slots[at + P.PROMPT] + slots[at + P.EMITTED];
      const size = target - slots[at + P.CACHED];
      // The first admitted may exceed the budget, and is then alone.
      if (ending > 0 && size > budget) {
        whole[wi + P.BLOCKED] = P.BLOCKED_BY_BUDGET;
        break;
      }
      const need = blocksFor(state, target);
      if (held + used + need > kvBlocks) {
        whole[wi + P.BLOCKED] = P.BLOCKED_BY_KV;
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
      notePeak(state, r, held, true, used);
      whole[wi + P.ENDING] = ending;
      startPrefillStep(state, r, prefillTokens, attention, 0, 0, 0);
      return;
    }
  }
  if (decoding === 0) return;
  let preempted = false;
  if (decodeBlocksBound(state, r, 0) > kvBlocks) {
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
  const wi = r * P.RI_STRIDE;
  const base = r * maxSequences;
  const batch = whole[wi + P.ENDING];
  if (batch > 0) {
    let longest = 0;
    for (let i = 0; i < batch; i++) longest = Math.max(longest, slots[state.ending[base + i] * P.S_STRIDE + P.OUTPUT]);
    startRun(state, r, batch, real[r * P.RF_STRIDE + P.CONTEXT], longest - 1);
    if (whole[wi + P.WAIT_HEAD] >= 0) whole[wi + P.BLOCKED] = P.BLOCKED_BY_SLOTS;
    return;
  }
  let head = whole[wi + P.WAIT_HEAD];
  let used = 0;
  let ending = 0;
  let prefillTokens = 0;
  let attention = 0;
  let context = 0;
  while (head >= 0) {
    const at = head * P.S_STRIDE;
    const prompt = slots[at + P.PROMPT];
    const need = blocksFor(state, prompt + slots[at + P.OUTPUT] - 1);
    if (ending >= maxSequences || used + need > kvBlocks) {
      whole[wi + P.BLOCKED] = ending >= maxSequences ? P.BLOCKED_BY_SLOTS : P.BLOCKED_BY_KV;
      break;
    }
    const next = admitHead(state, r, head);
    used += need;
    prefillTokens += prompt - slots[at + P.CACHED];
    attention += attentionWork(slots[at + P.CACHED], prompt);
    context += prompt + 1;
    state.ending[base + ending++] = head;
    head = next;
  }
  if (ending === 0) return;
  notePeak(state, r, 0, true, used);
  whole[wi + P.ENDING] = ending;
  real[r * P.RF_STRIDE + P.CONTEXT] = context;
  startPrefillStep(state, r, prefillTokens, attention, 0, 0, 0);
}

/** Context attended to while tokens from + 1 … to are prefilled: the sum of their positions. */
function attentionWork(from: number, to: number): number {
  return (to * (to + 1) - from * (from + 1)) / 2;
}

/** Takes the head of the queue into the batch; returns the new head. */
function admitHead(state: PoolState, r: number, slot: number): number {
  const { whole, slots } = state;
  const wi = r * P.RI_STRIDE;
  const next = state.next[slot];
  whole[wi + P.WAIT_HEAD] = next;
  if (next < 0) whole[wi + P.WAIT_TAIL] = -1;
  state.admission[slot] = state.admissions++;
  const at = slot * P.S_STRIDE;
  if (slots[at + P.SCHEDULED] < 0) {
    // A step end within 1 µs before an arrival counts as simultaneous; nobody starts before arriving.
    slots[at + P.SCHEDULED] = Math.max(state.real[r * P.RF_STRIDE + P.START], slots[at + P.ARRIVAL]);
  }
  return next;
}

/** Puts a preempted sequence back at the front of the queue. */
function requeue(state: PoolState, r: number, slot: number): void {
  const { whole } = state;
  const wi = r * P.RI_STRIDE;
  const head = whole[wi + P.WAIT_HEAD];
  state.next[slot] = head;
  whole[wi + P.WAIT_HEAD] = slot;
  if (head < 0) whole[wi + P.WAIT_TAIL] = slot;
  state.recorder.totals[state.poolIndex].preemptions++;
}

function preemptPartial(state: PoolState, r: number): void {
  const wi = r * P.RI_STRIDE;
  requeue(state, r, state.whole[wi + P.PARTIAL]);
  state.whole[wi + P.PARTIAL] = -1;
}

/** Preempts the newest decoding sequences until `need` blocks fit; returns what is then needed. */
function preemptDecoding(state: PoolState, r: number, need: number): number {
  const { whole, real, heap, slots, kvBlocks, maxSequences } = state;
  const wi = r * P.RI_STRIDE;
  const base = r * maxSequences;
  const step = real[r * P.RF_STRIDE + P.STEP];
  let left = need;
  while (left > kvBlocks) {
    const size = whole[wi + P.DECODING];
    let newest = 0;
    for (let i = 1; i < size; i++) {
      if (state.admission[keySlot(heap[base + i])] > state.admission[keySlot(heap[base + newest])]) newest = i;
    }
    const key = heap[base + newest];
    const slot = keySlot(key);
    const at = slot * P.S_STRIDE;
    const emitted = slots[at + P.OUTPUT] - (keyStep(key) - step);
    const tokens = slots[at + P.PROMPT] + emitted;
    heapRemoveAt(heap, base, size, newest);
    whole[wi + P.DECODING] = size - 1;
    real[r * P.RF_STRIDE + P.CONTEXT] -= tokens;
    state.phases[r * state.blockTokens + phaseOf(state, tokens, step)]--;
    slots[at + P.EMITTED] = emitted;
    requeue(state, r, slot);
    left -= blocksFor(state, tokens);
  }
  return left;
}

function startPrefillStep(
  state: PoolState, r: number, tokens: number, attention: number, decoding: number, context: number, decodeSteps: number,
): void {
  const { time, real, whole } = state;
  const wf = r * P.RF_STRIDE;
  const seconds = time.isLinear
    ? time.baseSeconds + time.perPromptTokenSeconds * tokens + time.perSequenceSeconds * decoding +
      time.perContextTokenSeconds * context
    : time.step(tokens, attention, decoding, context);
  whole[r * P.RI_STRIDE + P.MODE] = P.IN_PREFILL_STEP;
  whole[r * P.RI_STRIDE + P.COMPUTE_BOUND] = !time.isLinear && time.computeBound(tokens, attention, decoding, context) ? 1 : 0;
  real[wf + P.RUN_STEPS] = decodeSteps;
  real[wf + P.END] = real[wf + P.START] + seconds;
}

function startDecodeRun(state: PoolState, r: number, single: boolean): void {
  const { real, whole, heap } = state;
  const wf = r * P.RF_STRIDE;
  const decoding = whole[r * P.RI_STRIDE + P.DECODING];
  const step = real[wf + P.STEP];
  const untilCompletion = keyStep(heap[r * state.maxSequences]) - step;
  const steps = single ? 1 : decodeStepsThatFit(state, r, untilCompletion);
  notePeak(state, r, decodeBlocksBound(state, r, steps - 1), false, 0, steps - 1);
  startRun(state, r, decoding, real[wf + P.CONTEXT], steps);
}

function startRun(state: PoolState, r: number, decoding: number, context: number, steps: number): void {
  const { time, real, whole } = state;
  const wf = r * P.RF_STRIDE;
  whole[r * P.RI_STRIDE + P.MODE] = P.IN_DECODE_RUN;
  whole[r * P.RI_STRIDE + P.COMPUTE_BOUND] = !time.isLinear && time.computeBound(0, 0, decoding, context) ? 1 : 0;
  real[wf + P.RUN_STEPS] = steps;
  real[wf + P.END] = real[wf + P.START] + decodeRunSeconds(time, decoding, context, steps);
}

/** Raises the pool's KV peak; the exact demand is worked out only where the bound could raise it. */
function notePeak(state: PoolState, r: number, decodeNeed: number, exact: boolean, others: number, offset = 0): void {
  const totals = state.recorder.totals[state.poolIndex];
  if (decodeNeed + others <= totals.kvPeakBlocks) return;
  const used = (exact ? decodeNeed : decodeBlocks(state, r, offset)) + others;
  if (used > totals.kvPeakBlocks) totals.kvPeakBlocks = used;
}
