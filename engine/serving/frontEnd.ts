import { SLOT } from '../usage/requestSlot.ts';
import type { FrontEnds } from './frontEndQueues.ts';
import type { PoolState } from './poolState.ts';

const { PROMPT, SLOT_STRIDE } = SLOT;

/** A request in a slot comes to replica r's front end at the pool's clock. */
export function enterFrontEnd(state: PoolState, front: FrontEnds, r: number, slot: number): void {
  const { requestSeconds, promptTokenSeconds, latencySeconds } = front.spec;
  const prompt = state.slots[slot * SLOT_STRIDE + PROMPT];
  front.free[r] = Math.max(state.clock[0], front.free[r]) + requestSeconds + promptTokenSeconds * prompt;
  state.admission[slot] = front.free[r] + latencySeconds;
  state.next[slot] = -1;
  if (front.count[r]++ === 0) front.head[r] = slot;
  else state.next[front.tail[r]] = slot;
  front.tail[r] = slot;
}

/** Takes the first request out of replica r's front end (which has one). */
export function leaveFrontEnd(state: PoolState, front: FrontEnds, r: number): number {
  const slot = front.head[r];
  front.head[r] = state.next[slot];
  state.next[slot] = -1;
  front.count[r]--;
  return slot;
}

/** Requests in replica r's front end; 0 in a pool without. */
export function inFrontEnd({ front }: PoolState, r: number): number {
  return front === undefined ? 0 : front.count[r];
}

/** Empties replica r's front end; the slots that were in it, in order. */
export function loseFrontEnd(state: PoolState, r: number): readonly number[] {
  const { front } = state;
  if (front === undefined) return [];
  const lost: number[] = [];
  while (front.count[r] > 0) lost.push(leaveFrontEnd(state, front, r));
  front.free[r] = Number.NEGATIVE_INFINITY;
  return lost;
}
