import type { ItemsInPool } from './itemsDone.ts';
import type { BatchingSpec, PoolSpec } from '../scenario/spec.ts';
import type { WindowRecorder } from '../usage/windowRecorder.ts';
import { createWorkMeter, type WorkMeter } from './workMeter.ts';
import type { EndedRequests } from './endedRequests.ts';
import { createFrontEnds, type FrontEnds, growFrontEnds } from './frontEndQueues.ts';
import type { CompiledStepTime } from './stepTime/compiledStepTime.ts';
import { longestOfStep, mixesSteps, promptTokensOfStep, reservedShare } from './model/batchingRules.ts';
import { windowBlocks } from './model/windowBlocks.ts';
import { widened } from './widened.ts';

/**
 * All replicas of one pool as packed typed arrays, a row a replica and a row a request
 * in flight: the loop that walks them allocates nothing.
 */
export interface PoolState {
  readonly spec: PoolSpec;
  readonly time: CompiledStepTime;
  readonly recorder: WindowRecorder;
  readonly poolIndex: number;
  /** Rows of the arrays below: replicas of a plain pool, numbers of a living one (grows). */
  replicas: number;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly blockTokens: number;
  /** 1 / blockTokens. */
  readonly perBlockToken: number;
  readonly kvBlocks: number;
  /** Groups of layers that keep all of a sequence, and those that keep a window: 1 and 0 where all layers share blocks. */
  readonly fullGroups: number;
  readonly windowGroups: number;
  /** Blocks that a group with a window keeps at the most, of a sequence that is prefilled and of one that decodes. */
  readonly prefillWindowBlocks: number;
  readonly decodeWindowBlocks: number;
  /** MIXED, PREFILL_FIRST or STATIC. */
  readonly rule: number;
  /** Whether prompts are cut to what a step has room for. */
  readonly splits: boolean;
  /** Share of the output still to come for which admission keeps room beside whole prompts; −1 where it does not. */
  readonly reserved: number;
  /**
   * By replica, how many blocks have become free so far, less those that whoever was preempted found again; only where
   * preempted sequences keep what they can (`keptBlocks`).
   */
  freed: Float64Array | undefined;
  /** REAL_STRIDE floats a replica. */
  real: Float64Array;
  /** WHOLE_STRIDE integers a replica. */
  whole: Int32Array;
  /** Completion keys of decoding sequences, `maxSequences` a replica (completionHeap). */
  heap: Float64Array;
  /** Slots whose prefill ends with the current step (or the static batch), `maxSequences` a replica. */
  ending: Int32Array;
  /** Slots that are done with the step that ends; of no use after it. */
  readonly finished: Int32Array;
  /** Sequences by (prompt + emitted − step counter) mod blockTokens, `blockTokens` a replica. */
  phases: Int32Array;
  /** SLOT_STRIDE floats a slot (usage/requestSlot); grows. */
  slots: Float64Array;
  /** Next in the waiting queue, or in the free list. */
  next: Int32Array;
  /** Admission number, the larger the newer. */
  admission: Float64Array;
  account: Uint16Array;
  /** RequestBatch.sequence. */
  sequence: Float64Array;
  /** Head of the list of free slots, or −1. */
  freeSlot: number;
  admissions: number;
  /** More requests in flight than this, and the pool is given up as overloaded (fleet/mostInHand). */
  readonly mostInHand: number;
  /** Undefined where no job has items in the pool. */
  items: ItemsInPool | undefined;
  /** [0]: requests given a slot so far. In an array, so that counting allocates nothing. */
  readonly taken: Float64Array;
  /** Slots in use. */
  inHand: number;
  /** Requests that wait for a replica to be ready (fleet/poolQueue), linked by `next`; −1 for none. */
  queueHead: number;
  queueTail: number;
  queued: number;
  /** Only where requests pass one. */
  readonly front: FrontEnds | undefined;
  /** A step's time on top for each request that it admits, seconds. */
  readonly admissionSeconds: number;
  /** What controllers read of requests that ended; only where they do. */
  readonly ended?: EndedRequests;
  /** Whether emitted tokens are counted: only where a controller reads them. */
  readonly countsTokens: boolean;
  /** How far the pool was at the start. */
  readonly start: WorkMark;
  /** How far it was when the queue that it has now was GROWTH short of mostInHand (at the start, where it never was). */
  growing: WorkMark;
  /** With so many in hand the next request sets `growing`; −1 from then on, until there are `rearmAt` again. */
  markAt: number;
  readonly rearmAt: number;
  /** Counted requests still in flight. */
  countedInFlight: number;
  /** Where the energy of the pool is asked for. */
  readonly meter: WorkMeter | undefined;
  /** [0]: the instant all replicas are caught up with. In an array, so that calls box no floats. */
  readonly clock: Float64Array;
}

/** How far a pool was at an instant. */
export interface WorkMark {
  readonly atSeconds: number;
  /** Requests given a slot by then, those of them that were still in flight, and the work done in whole requests. */
  readonly taken: number;
  readonly inFlight: number;
  readonly done: number;
}

/**
 * Columns of the packed rows. A hot module binds those it uses to its own consts: an imported
 * binding is a cell that compiled code loads at each use, a module's own const is folded
 * (1.2 × as many requests a second).
 */
export const LAYOUT = {
  /** Floats a replica. */
  REAL_STRIDE: 8,
  /** Start of the step or run under way, or the boundary the replica stands at. */
  START: 0,
  /** End of the step or run under way; Infinity at a boundary. */
  END: 1,
  /** Decode steps done before START (rebased now and then). */
  STEP: 2,
  /** Context the decoding sequences read in the (first) step: the sum of prompt + emitted. */
  CONTEXT: 3,
  /** Decode steps the run under way takes; 0 for a prefill-only step. */
  RUN_STEPS: 4,
  /** Arrivals up to here join the step that starts at START. */
  JOIN_UNTIL: 5,
  /** Lower bound on the next completion, as `boundNextCompletion` left it. */
  BOUND: 6,
  /** Seconds with nothing in hand since it became ready, but for those that last: what is not idle is busy, and steps need no counting. */
  IDLE: 7,

  /** Integers a replica. */
  WHOLE_STRIDE: 12,
  /** AT_BOUNDARY, IN_DECODE_RUN or IN_PREFILL_STEP. */
  MODE: 0,
  /** Sequences decoding (keys in the heap). */
  DECODING: 1,
  /** Slot of the one sequence whose prefill spans steps, or −1; always the newest running. */
  PARTIAL: 2,
  WAIT_HEAD: 3,
  WAIT_TAIL: 4,
  /** Entries of `ending`. */
  ENDING: 5,
  /** Requests that the engine has and has not completed; those in a front end are on top. */
  OUTSTANDING: 6,
  /** What kept the head of the queue waiting when the step began: 0 or a BLOCKED_BY_… value. */
  BLOCKED: 7,
  /** 1 when the step under way is bound by compute. */
  COMPUTE_BOUND: 8,
  /** Requests assigned, and tokens emitted in steps that are over, modulo 2^32: their differences are of use. */
  ASSIGNED: 9,
  EMITTED_TOKENS: 10,
  /** How many at the head of the queue were preempted; counted where `freed` is. */
  PREEMPTED: 11,

  AT_BOUNDARY: 0,
  IN_DECODE_RUN: 1,
  IN_PREFILL_STEP: 2,

  BLOCKED_BY_SLOTS: 1,
  BLOCKED_BY_KV: 2,
  BLOCKED_BY_BUDGET: 3,

  MIXED: 0,
  PREFILL_FIRST: 1,
  STATIC: 2,
} as const;

/** Over so many requests an overload is measured: three quarters of what may wait (fleet/mostInHand). */
const GROWTH = 750_000;
/** A queue that falls by so many below where it is marked is marked anew when it grows again. */
const REARMED_BELOW = 100_000;

/** With how many in hand `growing` is set, in a pool that may hold `mostInHand`. */
export function growthFrom(mostInHand: number): number {
  return Math.max(0, mostInHand - GROWTH);
}

/** State of a pool with every replica idle at `startSeconds`, that may hold `mostInHand` requests (at most SLOT_LIMIT). */
export function createPoolState(
  spec: PoolSpec,
  poolIndex: number,
  time: CompiledStepTime,
  recorder: WindowRecorder,
  startSeconds: number,
  mostInHand: number,
  ended?: EndedRequests,
  countsTokens = false,
): PoolState {
  const { batching } = spec;
  const { maxSequences, maxBatchedTokens, blockTokens, kvBlocks, kvGroups, keepsPreempted } = batching;
  if ((spec.maxContextTokens ?? Number.POSITIVE_INFINITY) > longestOfStep(batching)) {
    throw new RangeError('a prompt that is not cut could be longer than any step');
  }
  if (keepsPreempted && kvGroups) throw new RangeError('blocks of groups of layers are not told apart');
  const replicas = spec.replicas;
  const working = recorder.working[poolIndex];
  const start = { atSeconds: startSeconds, taken: 0, inFlight: 0, done: 0 };
  const real = new Float64Array(replicas * LAYOUT.REAL_STRIDE);
  const whole = new Int32Array(replicas * LAYOUT.WHOLE_STRIDE);
  for (let r = 0; r < replicas; r++) setIdle(real, whole, r, startSeconds);
  const state: PoolState = {
    spec,
    poolIndex,
    time,
    recorder,
    replicas,
    maxSequences,
    maxBatchedTokens,
    blockTokens,
    kvBlocks,
    fullGroups: kvGroups?.full ?? 1,
    windowGroups: kvGroups?.window ?? 0,
    prefillWindowBlocks: windowBlocks(kvGroups, blockTokens, promptTokensOfStep(batching)),
    decodeWindowBlocks: windowBlocks(kvGroups, blockTokens, 1),
    perBlockToken: 1 / blockTokens,
    rule: ruleOf(batching),
    splits: batching.chunkedPrefill,
    reserved: reservedShare(batching) ?? -1,
    freed: keepsPreempted ? new Float64Array(replicas) : undefined,
    real,
    whole,
    heap: new Float64Array(replicas * maxSequences),
    ending: new Int32Array(replicas * maxSequences),
    finished: new Int32Array(maxSequences),
    phases: new Int32Array(replicas * blockTokens),
    slots: new Float64Array(0),
    next: new Int32Array(0),
    admission: new Float64Array(0),
    account: new Uint16Array(0),
    sequence: new Float64Array(0),
    freeSlot: -1,
    admissions: 0,
    mostInHand,
    taken: new Float64Array(1),
    inHand: 0,
    queueHead: -1,
    queueTail: -1,
    queued: 0,
    front: spec.frontEnd === undefined ? undefined : createFrontEnds(spec.frontEnd, replicas),
    admissionSeconds: spec.frontEnd?.admissionSeconds ?? 0,
    ...(ended === undefined ? {} : { ended }),
    meter: working === undefined ? undefined : createWorkMeter(spec, time, working),
    countsTokens,
    start,
    growing: start,
    markAt: growthFrom(mostInHand),
    rearmAt: growthFrom(mostInHand) - REARMED_BELOW,
    countedInFlight: 0,
    items: undefined,
    clock: new Float64Array(1),
  };
  return state;
}

function ruleOf(batching: BatchingSpec): number {
  if (batching.policy === 'static') return LAYOUT.STATIC;
  return mixesSteps(batching) ? LAYOUT.MIXED : LAYOUT.PREFILL_FIRST;
}

/** The rows of a replica that has nothing in hand from `startSeconds` on. */
export function setIdle(real: Float64Array, whole: Int32Array, r: number, startSeconds: number): void {
  const { REAL_STRIDE, WHOLE_STRIDE, START, END, PARTIAL, WAIT_HEAD, WAIT_TAIL } = LAYOUT;
  real.fill(0, r * REAL_STRIDE, (r + 1) * REAL_STRIDE);
  whole.fill(0, r * WHOLE_STRIDE, (r + 1) * WHOLE_STRIDE);
  real[r * REAL_STRIDE + START] = startSeconds;
  real[r * REAL_STRIDE + END] = Number.POSITIVE_INFINITY;
  whole[r * WHOLE_STRIDE + PARTIAL] = -1;
  whole[r * WHOLE_STRIDE + WAIT_HEAD] = -1;
  whole[r * WHOLE_STRIDE + WAIT_TAIL] = -1;
}

/** Makes room for `replicas` numbers (more than there are). */
export function growReplicas(state: PoolState, replicas: number): void {
  state.real = widened(state.real, replicas * LAYOUT.REAL_STRIDE);
  state.whole = widened(state.whole, replicas * LAYOUT.WHOLE_STRIDE);
  state.heap = widened(state.heap, replicas * state.maxSequences);
  state.ending = widened(state.ending, replicas * state.maxSequences);
  state.phases = widened(state.phases, replicas * state.blockTokens);
  if (state.freed !== undefined) state.freed = widened(state.freed, replicas);
  if (state.front !== undefined) growFrontEnds(state.front, replicas);
  for (let r = state.replicas; r < replicas; r++) setIdle(state.real, state.whole, r, state.clock[0]);
  state.replicas = replicas;
}
