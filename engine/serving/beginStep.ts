import { blocksReservedBy, blocksReservedByDecoding } from './admissionRoom.ts';
import { keyStep } from './completionHeap.ts';
import { decodeRunSeconds } from './stepTime/decodeRun.ts';
import { takeKept, tokensFound } from './keptBlocks.ts';
import { blocksFor, decodeBlocks, decodeStepsThatFit, decodeTokensBound } from './kvDemand.ts';
import { LAYOUT, type PoolState } from './poolState.ts';
import { preemptDecoding, preemptPartial } from './preempt.ts';
import { SLOT } from '../usage/requestSlot.ts';
import { noteStep } from './workMeter.ts';
import { TOTAL } from '../usage/windowRecorder.ts';

const {
  BLOCKED,
  BLOCKED_BY_BUDGET,
  BLOCKED_BY_KV,
  BLOCKED_BY_SLOTS,
  COMPUTE_BOUND,
  CONTEXT,
  DECODING,
  END,
  ENDING,
  IN_DECODE_RUN,
  IN_PREFILL_STEP,
  MIXED,
  MODE,
  PARTIAL,
  PREFILL_FIRST,
  REAL_STRIDE,
  RUN_STEPS,
  START,
  STEP,
  WAIT_HEAD,
  WAIT_TAIL,
  WHOLE_STRIDE,
} = LAYOUT;
const { ARRIVAL, CACHED, EMITTED, OUTPUT, PREFILLED, PROMPT, SCHEDULED, SLOT_STRIDE } = SLOT;
const { TOTALS, KV_PEAK_BLOCKS } = TOTAL;

/**
 * What replica r does from the boundary it stands at: nothing, one step that prefills,
 * or a run of decode steps up to the next one that can change the batch. This is rules
 * 1 to 4 of continuous batching, of engines that mix prefill and decode and of those that prefill first, and static batching.
 */
export function beginStep(state: PoolState, r: number): void {
  const { admissions } = state;
  state.whole[r * WHOLE_STRIDE + BLOCKED] = 0;
  if (state.rule === MIXED) beginMixed(state, r);
  else if (state.rule === PREFILL_FIRST) beginPrefillFirst(state, r);
  else beginStatic(state, r);
  if (state.admissionSeconds > 0 && state.admissions > admissions) {
    state.real[r * REAL_STRIDE + END] += state.admissionSeconds * (state.admissions - admissions);
  }
}

function beginMixed(state: PoolState, r: number): void {
  const { whole, slots, kvBlocks, maxSequences, freed } = state;
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
    attention = prefillPartial(state, partial, chunk);
    if (isPrefilled(state, partial)) {
      state.ending[base + ending++] = partial;
      whole[wi + PARTIAL] = -1;
    }
    budget -= chunk;
  }

  // Rule 3. No overtaking: the head of the queue blocks those behind it.
  let head = whole[wi + WAIT_HEAD];
  if (!preempted && head >= 0) {
    let running = decoding + (partial >= 0 ? 1 : 0);
    let reserved = -1;
    if (state.reserved >= 0) {
      reserved = blocksReservedByDecoding(state, r) + (partial >= 0 ? blocksReservedBy(state, partial) : 0);
    }
    if (freed !== undefined && decodeNeed < 0) decodeNeed = decodeBlocks(state, r, 0);
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
      const free = kvBlocks - decodeNeed - used;
      const from = freed === undefined ? slots[at + CACHED] : tokensFound(state, freed, r, head, free);
      const size = Math.min(target - from, budget);
      if (!state.splits && from + size < target) {
        whole[wi + BLOCKED] = BLOCKED_BY_BUDGET;
        break;
      }
      const need = blocksFor(state, from + size);
      if (decodeTokensBound(state, r, 0) + (used + need) * state.blockTokens > kvTokens) {
        if (decodeNeed < 0) decodeNeed = decodeBlocks(state, r, 0);
        if (decodeNeed + used + need > kvBlocks) {
          whole[wi + BLOCKED] = BLOCKED_BY_KV;
          break;
        }
      }
      if (reserved >= 0) {
        reserved += blocksReservedBy(state, head);
        if (reserved > kvBlocks) {
          whole[wi + BLOCKED] = BLOCKED_BY_KV;
          break;
        }
      }
      if (freed !== undefined) takeKept(state, freed, r, head, free);
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

/** A step prefills, if somebody can be admitted or a prompt is not done, or all decode. */
function beginPrefillFirst(state: PoolState, r: number): void {
  const { whole, slots, kvBlocks, maxSequences, splits, freed } = state;
  const wi = r * WHOLE_STRIDE;
  const decoding = whole[wi + DECODING];
  const base = r * maxSequences;
  const partial = whole[wi + PARTIAL];
  let head = whole[wi + WAIT_HEAD];
  if (head >= 0 || partial >= 0) {
    let budget = state.maxBatchedTokens;
    const held = decodeBlocks(state, r, -1);
    let running = decoding;
    let used = 0;
    let ending = 0;
    let prefillTokens = 0;
    let attention = 0;
    if (partial >= 0) {
      // It has room: who was admitted had it for the whole prompt, and nobody has decoded since.
      const at = partial * SLOT_STRIDE;
      prefillTokens = Math.min(slots[at + PROMPT] + slots[at + EMITTED] - slots[at + PREFILLED], budget);
      attention = prefillPartial(state, partial, prefillTokens);
      used = blocksFor(state, slots[at + PREFILLED]);
      if (isPrefilled(state, partial)) {
        state.ending[base + ending++] = partial;
        whole[wi + PARTIAL] = -1;
      }
      budget -= prefillTokens;
      running++;
    }
    let reserved = -1;
    if (state.reserved >= 0 && head >= 0) {
      reserved = blocksReservedByDecoding(state, r) + (partial >= 0 ? blocksReservedBy(state, partial) : 0);
    }
    while (head >= 0) {
      if (running >= maxSequences) {
        whole[wi + BLOCKED] = BLOCKED_BY_SLOTS;
        break;
      }
      const at = head * SLOT_STRIDE;
      const target = slots[at + PROMPT] + slots[at + EMITTED];
      const free = kvBlocks - held - used;
      const from = freed === undefined ? slots[at + CACHED] : tokensFound(state, freed, r, head, free);
      const size = splits ? Math.min(target - from, budget) : target - from;
      // The first admitted may exceed the budget where it is not cut, and is then alone.
      if (splits ? budget === 0 : running > decoding && size > budget) {
        whole[wi + BLOCKED] = BLOCKED_BY_BUDGET;
        break;
      }
      const need = blocksFor(state, from + size);
      if (reserved >= 0) reserved += blocksReservedBy(state, head);
      if (need > free || reserved > kvBlocks) {
        whole[wi + BLOCKED] = BLOCKED_BY_KV;
        break;
      }
      if (freed !== undefined) takeKept(state, freed, r, head, free);
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
    if (prefillTokens > 0) {
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

/** A step computes `chunk` tokens more of a prompt begun; returns their attention work. */
function prefillPartial({ slots }: PoolState, slot: number, chunk: number): number {
  const at = slot * SLOT_STRIDE;
  const from = slots[at + PREFILLED];
  slots[at + PREFILLED] = from + chunk;
  return attentionWork(from, from + chunk);
}

/** Whether a prompt begun is computed to its end. */
function isPrefilled({ slots }: PoolState, slot: number): boolean {
  const at = slot * SLOT_STRIDE;
  return slots[at + PREFILLED] === slots[at + PROMPT] + slots[at + EMITTED];
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
  if (state.meter !== undefined) noteStep(state.meter, r, tokens, attention, decoding, context);
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
  if (state.meter !== undefined) noteStep(state.meter, r, 0, 0, decoding, context);
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
