import type { PoolState } from '../../serving/poolState.ts';
import { freeSlot } from '../../serving/slots.ts';
import { SLOT } from '../../usage/requestSlot.ts';
import { REJECTIONS, type Rejection } from '../../usage/usage.ts';
import { isCounted, recordRejection } from '../../usage/windowRecorder.ts';

const { ARRIVAL, CACHED, OUTPUT, PROMPT, SLOT_STRIDE } = SLOT;

/** Rejects a request that has a slot and is with no replica any more. It has no times. */
export function rejectInHand(state: PoolState, slot: number, rejection: Rejection): void {
  const { slots, recorder } = state;
  const at = slot * SLOT_STRIDE;
  const account = state.account[slot];
  const arrivalSeconds = slots[at + ARRIVAL];
  if (isCounted(recorder, arrivalSeconds)) {
    recordRejection(recorder, account, arrivalSeconds, REJECTIONS.indexOf(rejection));
    recorder.observer?.({
      sequence: state.sequence[slot],
      account,
      pool: state.poolIndex,
      replica: -1,
      arrivalSeconds,
      promptTokens: slots[at + PROMPT],
      cachedTokens: slots[at + CACHED],
      outputTokens: slots[at + OUTPUT],
      startSeconds: -1,
      firstTokenSeconds: -1,
      endSeconds: -1,
      rejection,
    });
    state.countedInFlight--;
  }
  freeSlot(state, slot);
}
