import { SLOT } from '../../usage/requestSlot.ts';
import { countRetry } from '../../usage/fleetRecorder.ts';
import type { Rejection } from '../../usage/usage.ts';
import { addFollowUp } from './followUps.ts';
import { refuseItem } from './jobs/settleItems.ts';
import type { LivingPool } from './livingPool.ts';
import { rejectInHand } from './rejectInHand.ts';

const { ARRIVAL, EMITTED, FIRST_TOKEN, SCHEDULED, SLOT_STRIDE } = SLOT;

/** A request with a slot has come to nothing for a time: it is a job's, its client asks again after a while, or it is rejected for good. */
export function failRequest(pool: LivingPool, slot: number, why: Rejection, now: number): void {
  if (refuseItem(pool, slot, why, now)) return;
  const { state, retryOf, asked } = pool;
  const retry = retryOf[state.account[slot]];
  const arrivalSeconds = state.slots[slot * SLOT_STRIDE + ARRIVAL];
  const before = asked.get(slot);
  const times = before?.arrivalSeconds === arrivalSeconds ? before.times : 0;
  if (retry === undefined || times >= retry.times) {
    asked.delete(slot);
    rejectInHand(state, slot, why);
    return;
  }
  asked.set(slot, { arrivalSeconds, times: times + 1 });
  countRetry(pool.recorder, now, pool.isLast);
  startAnew(pool, slot);
  addFollowUp(pool, now + retry.backoffSeconds * retry.factor ** times, slot);
}

/** The request in a slot is as if it had never started; its first arrival stays. */
export function startAnew({ state: { slots } }: LivingPool, slot: number): void {
  const at = slot * SLOT_STRIDE;
  slots[at + EMITTED] = 0;
  slots[at + SCHEDULED] = -1;
  slots[at + FIRST_TOKEN] = -1;
}
