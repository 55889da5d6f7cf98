import { keyChanged } from '../../routing/minimumTree.ts';
import { loseReplica } from '../../serving/loseReplica.ts';
import { countFleet } from '../../usage/fleetRecorder.ts';
import { SLOT } from '../../usage/requestSlot.ts';
import { addEvent } from './calendar.ts';
import { EVENT } from './eventKinds.ts';
import type { LivingPool } from './livingPool.ts';
import { rejectInHand } from './rejectInHand.ts';

const { EMITTED, FIRST_TOKEN, SCHEDULED, SLOT_STRIDE } = SLOT;

/**
 * What a replica has in hand is lost at the clock: it fails, or arrives again after the sources' arrivals of the instant, from
 * the start or from its last token. Its first arrival stays, for its latencies.
 */
export function loseRequests(pool: LivingPool, now: number, replica: number): void {
  const { state, living, recorder, isLast } = pool;
  const lost = loseReplica(state, replica);
  if (pool.due !== undefined) {
    pool.due.key[replica] = Number.POSITIVE_INFINITY;
    keyChanged(pool.due, replica);
  }
  if (lost.length === 0) return;
  for (const slot of lost) {
    countFleet(recorder, 'lostRequests', now, isLast);
    if (living.onLoss === 'fail') {
      rejectInHand(state, slot, 'lost');
      continue;
    }
    countFleet(recorder, 'lossRetries', now, isLast);
    const at = slot * SLOT_STRIDE;
    if (living.onLoss === 'retry') {
      state.slots[at + EMITTED] = 0;
      state.slots[at + SCHEDULED] = -1;
      state.slots[at + FIRST_TOKEN] = -1;
    }
    pool.followUps.push(slot);
  }
  addEvent(pool.calendar, now, EVENT.FOLLOW_UPS);
}
