import {
  allReady,
  anyOtherReplica,
  anyReplica,
  createReplicaChooser,
  nextInTurn,
  type ReadyList,
  type ReplicaChooser,
} from '../routing/chooseReplica.ts';
import { createMinimumTree, keyChanged, type MinimumTree, smallest } from '../routing/minimumTree.ts';
import type { PoolSpec } from '../scenario/spec.ts';
import type { CompiledStepTime } from '../serving/stepTime/compiledStepTime.ts';
import { blocksFor } from '../serving/kvDemand.ts';
import type { EndedRequests } from '../serving/endedRequests.ts';
import { inHandOf } from '../serving/inHand.ts';
import { createPoolState, LAYOUT, type PoolState } from '../serving/poolState.ts';
import { inFrontEnd } from '../serving/frontEnd.ts';
import { advanceReplica, assignToReplica, boundNextCompletion } from '../serving/replica.ts';
import { takeSlot } from '../serving/slots.ts';
import { SLOT } from '../usage/requestSlot.ts';
import { type Rejection, REJECTIONS } from '../usage/usage.ts';
import { recordRejection, type WindowRecorder } from '../usage/windowRecorder.ts';
import type { RequestBatch } from '../workload/requestBatch.ts';
import { waitInPool } from './poolQueue.ts';

const { AT_BOUNDARY, BOUND, END, MODE, REAL_STRIDE, START, WAIT_HEAD, WHOLE_STRIDE } = LAYOUT;
const { OUTPUT, PROMPT, SLOT_STRIDE } = SLOT;
const MICROSECOND = 1e-6;
const REJECTED_FOR_CONTEXT = REJECTIONS.indexOf('context');
const REJECTED_FOR_KV = REJECTIONS.indexOf('kv');

/**
 * A pool of replicas behind a balancer. Only `least-outstanding` must know every replica's
 * completions at each arrival; two tournament trees give it the replica that is due next and
 * the one with the least in hand. The other policies catch up only the replicas they touch.
 */
export interface Pool {
  readonly state: PoolState;
  readonly chooser: ReplicaChooser;
  readonly maxContextTokens: number;
  /** By lower bound on the next completion; least-outstanding only. */
  due: MinimumTree | undefined;
  /** By requests in hand, Infinity of a replica that takes none; least-outstanding only. */
  load: MinimumTree | undefined;
  /** 1 for each replica that takes requests; absent where all always do. */
  takes?: Uint8Array;
}

/**
 * A pool with idle replicas at `startSeconds`, that may have `mostInHand` requests in flight. All of them take requests, or
 * those of `among`.
 */
export function createPool(
  spec: PoolSpec,
  poolIndex: number,
  time: CompiledStepTime,
  recorder: WindowRecorder,
  startSeconds: number,
  mostInHand: number,
  random: () => number,
  among: ReadyList = allReady(spec.replicas),
  ended?: EndedRequests,
  countsTokens = false,
): Pool {
  const balanced = spec.balance === 'least-outstanding' && spec.replicas > 1;
  return {
    state: createPoolState(spec, poolIndex, time, recorder, startSeconds, mostInHand, ended, countsTokens),
    chooser: createReplicaChooser(spec.balance, among, random),
    maxContextTokens: spec.maxContextTokens ?? Number.POSITIVE_INFINITY,
    due: balanced ? createMinimumTree(spec.replicas, Number.POSITIVE_INFINITY) : undefined,
    load: balanced ? createMinimumTree(spec.replicas, 0) : undefined,
  };
}

/**
 * Offers rows [from, to) of a batch, in order of arrival, no earlier than any offered before. False where
 * the pool could not take them all, for it has as many requests in hand as it may have: it is overloaded.
 */
export function offerRequests(pool: Pool, batch: RequestBatch, from: number, to: number): boolean {
  const { state, due, load } = pool;
  const { arrivalSeconds, promptTokens, outputTokens, cachedTokens } = batch;
  const { real, whole, clock, recorder } = state;
  for (let i = from; i < to; i++) {
    const arrival = arrivalSeconds[i];
    const output = outputTokens[i];
    // At least one token is always prefilled.
    const cached = Math.min(cachedTokens[i], promptTokens[i] - 1);
    clock[0] = arrival;
    const counted = arrival >= recorder.from && arrival < recorder.until;
    const rejection = rejectionOf(pool, promptTokens[i], output);
    if (rejection >= 0) {
      if (counted) reject(state, batch, i, rejection);
      continue;
    }
    const replica = chooseReplica(pool);
    let slot = takeSlot(state, batch, i, cached);
    if (slot < 0) {
      // Replicas that no request came to of late may have some done.
      advancePool(pool, arrival);
      slot = takeSlot(state, batch, i, cached);
      if (slot < 0) return false;
    }
    if (counted) state.countedInFlight++;
    if (replica < 0) {
      waitInPool(state, slot);
      continue;
    }
    assignToReplica(state, replica, slot);
    if (due !== undefined && load !== undefined) {
      load.key[replica] = inHandOf(state, replica);
      keyChanged(load, replica);
      const ready =
        state.front === undefined
          ? real[replica * REAL_STRIDE + (whole[replica * WHOLE_STRIDE + MODE] === AT_BOUNDARY ? START : END)]
          : state.admission[slot];
      // Its own completion takes a step for each token at the least; for the others the old bound holds.
      const bound = ready + output * state.time.minSeconds;
      if (bound < due.key[replica]) {
        due.key[replica] = bound;
        keyChanged(due, replica);
      }
    }
  }
  return true;
}

/**
 * Gives a request in a slot to the replica that the policy chooses at the clock, or lets it wait for one. What arrives
 * again or has waited comes this way: seldom, so that bounds are worked out anew.
 */
export function placeRequest(pool: Pool, slot: number): void {
  const replica = chooseReplica(pool);
  if (replica < 0) {
    waitInPool(pool.state, slot);
    return;
  }
  // It may have stood in another queue.
  pool.state.next[slot] = -1;
  assignToReplica(pool.state, replica, slot);
  if (pool.due !== undefined && pool.load !== undefined) refresh(pool, pool.due, pool.load, replica);
}

/** Catches every replica up with `now` (Infinity runs what is in flight to its end). */
export function advancePool(pool: Pool, now: number): void {
  pool.state.clock[0] = now;
  for (let r = 0; r < pool.state.replicas; r++) {
    advanceReplica(pool.state, r);
    if (pool.due !== undefined && pool.load !== undefined) refresh(pool, pool.due, pool.load, r);
  }
}

/** Requests in hand, and those of them that wait for a batch. */
export function poolInFlight(pool: Pool): { inFlight: number; waiting: number } {
  const { state } = pool;
  let inFlight = state.queued;
  let waiting = state.queued;
  for (let r = 0; r < state.replicas; r++) {
    inFlight += inHandOf(state, r);
    waiting += inFrontEnd(state, r);
    for (let slot = state.whole[r * WHOLE_STRIDE + WAIT_HEAD]; slot >= 0; slot = state.next[slot]) waiting++;
  }
  return { inFlight, waiting };
}

/** Why the request in a slot can never be served; undefined where it can. */
export function neverFits(pool: Pool, slot: number): Rejection | undefined {
  const { slots } = pool.state;
  const reason = rejectionOf(pool, slots[slot * SLOT_STRIDE + PROMPT], slots[slot * SLOT_STRIDE + OUTPUT]);
  return reason < 0 ? undefined : REJECTIONS[reason];
}

/** Index into REJECTIONS, or −1 for a request that can be served. */
function rejectionOf(pool: Pool, prompt: number, output: number): number {
  if (prompt + output > pool.maxContextTokens) return REJECTED_FOR_CONTEXT;
  // Without output the prompt is still held while it is computed.
  if (blocksFor(pool.state, prompt + Math.max(output, 1) - 1) > pool.state.kvBlocks) return REJECTED_FOR_KV;
  return -1;
}

function reject(state: PoolState, batch: RequestBatch, i: number, reason: number): void {
  recordRejection(state.recorder, batch.account[i], batch.arrivalSeconds[i], reason);
  state.recorder.observer?.({
    sequence: batch.sequence[i],
    account: batch.account[i],
    pool: state.poolIndex,
    replica: -1,
    arrivalSeconds: batch.arrivalSeconds[i],
    promptTokens: batch.promptTokens[i],
    cachedTokens: Math.min(batch.cachedTokens[i], batch.promptTokens[i] - 1),
    outputTokens: batch.outputTokens[i],
    startSeconds: -1,
    firstTokenSeconds: -1,
    endSeconds: -1,
    rejection: REJECTIONS[reason],
  });
}

/** The replica for the request at hand, caught up with the clock; −1 where none takes requests. */
function chooseReplica(pool: Pool): number {
  const { state, chooser } = pool;
  const { ready, readyCount } = chooser.among;
  if (readyCount < 2) return readyCount === 0 ? -1 : onlyOne(pool, ready[0]);
  switch (chooser.policy) {
    case 'least-outstanding':
      return leastOutstanding(pool);
    case 'round-robin':
      return caughtUp(state, nextInTurn(chooser));
    case 'random':
      return caughtUp(state, anyReplica(chooser));
    case 'power-of-two':
      return betterOfTwo(state, chooser);
  }
}

function caughtUp(state: PoolState, replica: number): number {
  advanceReplica(state, replica);
  return replica;
}

/** The one that takes requests: nothing is drawn; the turn goes on from it. */
function onlyOne({ state, chooser }: Pool, replica: number): number {
  chooser.turn = replica;
  return caughtUp(state, replica);
}

function leastOutstanding(pool: Pool): number {
  const { state, due, load } = pool;
  if (due === undefined || load === undefined) throw new RangeError('the pool was made for another policy');
  const soon = state.clock[0] + MICROSECOND;
  for (let r = smallest(due); due.key[r] <= soon; r = smallest(due)) {
    advanceReplica(state, r);
    refresh(pool, due, load, r);
    if (due.key[r] <= soon) {
      // A bound within the same microsecond cannot be settled before this arrival is placed.
      due.key[r] = soon + MICROSECOND;
      keyChanged(due, r);
    }
  }
  return caughtUp(state, smallest(load));
}

/** The one of two random replicas with less in hand; the first by number where they are equal. */
function betterOfTwo(state: PoolState, chooser: ReplicaChooser): number {
  const one = caughtUp(state, anyReplica(chooser));
  const other = caughtUp(state, anyOtherReplica(chooser, one));
  const difference = inHandOf(state, other) - inHandOf(state, one);
  return difference < 0 || (difference === 0 && other < one) ? other : one;
}

function refresh({ state, takes }: Pool, due: MinimumTree, load: MinimumTree, r: number): void {
  const isTaking = takes === undefined || takes[r] === 1;
  const inHand = isTaking ? inHandOf(state, r) : Number.POSITIVE_INFINITY;
  if (load.key[r] !== inHand) {
    load.key[r] = inHand;
    keyChanged(load, r);
  }
  boundNextCompletion(state, r);
  due.key[r] = state.real[r * REAL_STRIDE + BOUND];
  keyChanged(due, r);
}
