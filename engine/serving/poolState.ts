import type { PoolSpec } from '../scenario/spec.ts';
import type { WindowRecorder } from '../usage/windowRecorder.ts';
import type { CompiledStepTime } from './stepTime.ts';

/**
 * All replicas of one pool as packed typed arrays, a row a replica and a row a request
 * in flight: the loop that walks them allocates nothing.
 */
export interface PoolState {
  readonly spec: PoolSpec;
  readonly time: CompiledStepTime;
  readonly recorder: WindowRecorder;
  readonly poolIndex: number;
  readonly replicas: number;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly blockTokens: number;
  readonly kvBlocks: number;
  readonly rule: BatchingRule;
  /** RF_STRIDE floats a replica. */
  readonly real: Float64Array;
  /** RI_STRIDE integers a replica. */
  readonly whole: Int32Array;
  /** Completion keys of decoding sequences, `maxSequences` a replica (completionHeap). */
  readonly heap: Float64Array;
  /** Slots whose prefill ends with the current step (or the static batch), `maxSequences` a replica. */
  readonly ending: Int32Array;
  /** Sequences by (prompt + emitted − step counter) mod blockTokens, `blockTokens` a replica. */
  readonly phases: Int32Array;
  /** S_STRIDE floats a slot; grows. */
  slots: Float64Array;
  /** Next in the waiting queue, or in the free list. */
  next: Int32Array;
  /** Admission number, the larger the newer. */
  admission: Float64Array;
  account: Uint16Array;
  freeSlot: number;
  admissions: number;
  /** Counted requests still in flight. */
  countedInFlight: number;
  /** When the last of the counted requests completed. */
  lastCountedEnd: number;
}

export const CHUNKED = 0;
export const UNCHUNKED = 1;
export const STATIC = 2;
export type BatchingRule = typeof CHUNKED | typeof UNCHUNKED | typeof STATIC;

/** Columns of `real`. */
export const RF_STRIDE = 8;
/** Start of the step or run under way, or the boundary the replica stands at. */
export const START = 0;
/** End of the step or run under way; Infinity at a boundary. */
export const END = 1;
/** Decode steps done before START (rebased now and then). */
export const STEP = 2;
/** Context the decoding sequences read in the (first) step: the sum of prompt + emitted. */
export const CONTEXT = 3;
/** Decode steps the run under way takes; 0 for a prefill-only step. */
export const RUN_STEPS = 4;
/** Arrivals up to here join the step that starts at START. */
export const JOIN_UNTIL = 5;

/** Columns of `whole`. */
export const RI_STRIDE = 12;
export const MODE = 0;
/** Sequences decoding (keys in the heap). */
export const DECODING = 1;
/** Slot of the one sequence whose prefill spans steps, or −1; always the newest running. */
export const PARTIAL = 2;
export const WAIT_HEAD = 3;
export const WAIT_TAIL = 4;
/** Entries of `ending`. */
export const ENDING = 5;
/** Requests assigned and not completed. */
export const OUTSTANDING = 6;
/** What kept the head of the queue waiting when the step began (a BLOCKED_… value). */
export const BLOCKED = 7;
/** 1 when the step under way is bound by compute. */
export const COMPUTE_BOUND = 8;

export const AT_BOUNDARY = 0;
export const IN_DECODE_RUN = 1;
export const IN_PREFILL_STEP = 2;

export const BLOCKED_BY_NOTHING = 0;
export const BLOCKED_BY_SLOTS = 1;
export const BLOCKED_BY_KV = 2;
export const BLOCKED_BY_BUDGET = 3;

/** Columns of `slots`: one cache line a request. */
export const S_STRIDE = 8;
export const ARRIVAL = 0;
/** Start of the step that first scheduled it, −1 before. */
export const SCHEDULED = 1;
/** Instant of the first token, −1 before. */
export const FIRST_TOKEN = 2;
export const PROMPT = 3;
export const OUTPUT = 4;
export const CACHED = 5;
/** Tokens emitted when it last left a batch (or entered its prefill). */
export const EMITTED = 6;
/** Tokens of prompt + emitted in KV so far, while PARTIAL. */
export const PREFILLED = 7;

/** State of a pool with every replica idle at `startSeconds`. */
export function createPoolState(
  spec: PoolSpec, poolIndex: number, time: CompiledStepTime, recorder: WindowRecorder, startSeconds: number,
): PoolState {
  const { maxSequences, maxBatchedTokens, blockTokens, kvBlocks, policy, chunkedPrefill } = spec.batching;
  const replicas = spec.replicas;
  const real = new Float64Array(replicas * RF_STRIDE);
  const whole = new Int32Array(replicas * RI_STRIDE);
  for (let r = 0; r < replicas; r++) {
    real[r * RF_STRIDE + START] = startSeconds;
    real[r * RF_STRIDE + END] = Number.POSITIVE_INFINITY;
    whole[r * RI_STRIDE + PARTIAL] = -1;
    whole[r * RI_STRIDE + WAIT_HEAD] = -1;
    whole[r * RI_STRIDE + WAIT_TAIL] = -1;
  }
  const state: PoolState = {
    spec, poolIndex, time, recorder, replicas, maxSequences, maxBatchedTokens, blockTokens, kvBlocks,
    rule: policy === 'static' ? STATIC : chunkedPrefill ? CHUNKED : UNCHUNKED,
    real, whole,
    heap: new Float64Array(replicas * maxSequences),
    ending: new Int32Array(replicas * maxSequences),
    phases: new Int32Array(replicas * blockTokens),
    slots: new Float64Array(0), next: new Int32Array(0), admission: new Float64Array(0),
    account: new Uint16Array(0),
    freeSlot: -1, admissions: 0, countedInFlight: 0, lastCountedEnd: startSeconds,
  };
  return state;
}
