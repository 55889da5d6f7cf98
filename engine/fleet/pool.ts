import { anyOtherReplica, anyReplica, createReplicaChooser, nextInTurn, type ReplicaChooser } from '../routing/chooseReplica.ts';
import { createMinimumTree, type MinimumTree, setKey, smallest } from '../routing/minimumTree.ts';
import type { PoolSpec } from '../scenario/spec.ts';
import type { CompiledStepTime } from '../serving/stepTime.ts';
import { blocksFor } from '../serving/kvDemand.ts';
import { createPoolState, END, MODE, AT_BOUNDARY, OUTSTANDING, type PoolState, RF_STRIDE, RI_STRIDE, START, WAIT_HEAD } from '../serving/poolState.ts';
import { advanceReplica, assignToReplica, nextCompletionBound, SIMULTANEOUS } from '../serving/replica.ts';
import { takeSlot } from '../serving/slots.ts';
import { REJECTIONS } from '../usage/usage.ts';
import { isCounted, recordArrival, recordRejection, type WindowRecorder } from '../usage/windowRecorder.ts';
import type { RequestBatch } from '../workload/requestBatch.ts';

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
  readonly due: MinimumTree | undefined;
  /** By requests in hand; least-outstanding only. */
  readonly load: MinimumTree | undefined;
}

/** A pool with idle replicas at `startSeconds`. */
export function createPool(
  spec: PoolSpec, poolIndex: number, time: CompiledStepTime, recorder: WindowRecorder, startSeconds: number,
  random: () => number,
): Pool {
  const balanced = spec.balance === 'least-outstanding' && spec.replicas > 1;
  return {
    state: createPoolState(spec, poolIndex, time, recorder, startSeconds),
    chooser: createReplicaChooser(spec.balance, spec.replicas, random),
    maxContextTokens: spec.maxContextTokens ?? Number.POSITIVE_INFINITY,
    due: balanced ? createMinimumTree(spec.replicas, Number.POSITIVE_INFINITY) : undefined,
    load: balanced ? createMinimumTree(spec.replicas, 0) : undefined,
  };
}

/** Offers rows [from, to) of a batch, in order of arrival, no earlier than any offered before. */
export function offerRequests(pool: Pool, batch: RequestBatch, from: number, to: number): void {
  const { state } = pool;
  const { arrivalSeconds, promptTokens, outputTokens, cachedTokens, account } = batch;
  for (let i = from; i < to; i++) {
    const arrival = arrivalSeconds[i];
    const prompt = promptTokens[i];
    const output = outputTokens[i];
    // At least one token is always prefilled.
    const cached = Math.min(cachedTokens[i], prompt - 1);
    const counted = isCounted(state.recorder, arrival);
    if (counted) recordArrival(state.recorder, account[i], arrival);
    const rejection = rejectionOf(pool, prompt, output);
    if (rejection >= 0) {
      if (counted) reject(state, account[i], arrival, prompt, output, cached, rejection);
      continue;
    }
    const replica = choose(pool, arrival);
    const slot = takeSlot(state, arrival, prompt, output, cached, account[i]);
    assignToReplica(state, replica, slot, arrival);
    if (counted) state.countedInFlight++;
    if (pool.due !== undefined && pool.load !== undefined) {
      setKey(pool.load, replica, state.whole[replica * RI_STRIDE + OUTSTANDING]);
      const ready = state.whole[replica * RI_STRIDE + MODE] === AT_BOUNDARY
        ? state.real[replica * RF_STRIDE + START]
        : state.real[replica * RF_STRIDE + END];
      // Its own completion takes a step for each token at the least; with others the old bound holds.
      const bound = ready + output * state.time.minSeconds;
      if (bound < pool.due.key[replica]) setKey(pool.due, replica, bound);
    }
  }
}

/** Catches every replica up with `now` (Infinity runs what is in flight to its end). */
export function advancePool(pool: Pool, now: number): void {
  for (let r = 0; r < pool.state.replicas; r++) {
    advanceReplica(pool.state, r, now);
    if (pool.due !== undefined && pool.load !== undefined) refresh(pool, pool.due, pool.load, r);
  }
}

/** Requests in hand, and those of them that wait for a batch. */
export function poolInFlight(pool: Pool): { inFlight: number; waiting: number } {
  const { state } = pool;
  let inFlight = 0;
  let waiting = 0;
  for (let r = 0; r < state.replicas; r++) {
    inFlight += state.whole[r * RI_STRIDE + OUTSTANDING];
    for (let slot = state.whole[r * RI_STRIDE + WAIT_HEAD]; slot >= 0; slot = state.next[slot]) waiting++;
  }
  return { inFlight, waiting };
}

/** Index into REJECTIONS, or −1 for a request that can be served. */
function rejectionOf(pool: Pool, prompt: number, output: number): number {
  if (prompt + output > pool.maxContextTokens) return REJECTED_FOR_CONTEXT;
  if (blocksFor(pool.state, prompt + output - 1) > pool.state.kvBlocks) return REJECTED_FOR_KV;
  return -1;
}

function reject(
  state: PoolState, account: number, arrival: number, prompt: number, output: number, cached: number, reason: number,
): void {
  recordRejection(state.recorder, account, arrival, reason);
  state.recorder.observer?.({
    account, pool: state.poolIndex, replica: -1, arrivalSeconds: arrival, promptTokens: prompt,
    cachedTokens: cached, outputTokens: output, startSeconds: -1, firstTokenSeconds: -1, endSeconds: -1,
    rejection: REJECTIONS[reason],
  });
}

function choose(pool: Pool, arrival: number): number {
  const { state, chooser, due, load } = pool;
  if (due !== undefined && load !== undefined) {
    for (let r = smallest(due); due.key[r] <= arrival + SIMULTANEOUS; r = smallest(due)) {
      advanceReplica(state, r, arrival);
      refresh(pool, due, load, r);
      // What is still due within the same microsecond cannot be settled before this arrival is placed.
      if (due.key[r] <= arrival + SIMULTANEOUS) setKey(due, r, arrival + 2 * SIMULTANEOUS);
    }
    const replica = smallest(load);
    advanceReplica(state, replica, arrival);
    return replica;
  }
  let replica = 0;
  if (state.replicas > 1) {
    if (chooser.policy === 'round-robin') replica = nextInTurn(chooser);
    else replica = anyReplica(chooser);
  }
  advanceReplica(state, replica, arrival);
  if (chooser.policy === 'power-of-two' && state.replicas > 1) {
    const other = anyOtherReplica(chooser, replica);
    advanceReplica(state, other, arrival);
    const mine = state.whole[replica * RI_STRIDE + OUTSTANDING];
    const theirs = state.whole[other * RI_STRIDE + OUTSTANDING];
    if (theirs < mine || (theirs === mine && other < replica)) replica = other;
  }
  return replica;
}

function refresh(pool: Pool, due: MinimumTree, load: MinimumTree, r: number): void {
  const inHand = pool.state.whole[r * RI_STRIDE + OUTSTANDING];
  if (load.key[r] !== inHand) setKey(load, r, inHand);
  setKey(due, r, nextCompletionBound(pool.state, r));
}
