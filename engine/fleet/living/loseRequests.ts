import { keyChanged } from '../../routing/minimumTree.ts';
import { loseReplica } from '../../serving/loseReplica.ts';
import { countFleet } from '../../usage/fleetRecorder.ts';
import { failRequest, startAnew } from './failRequest.ts';
import { addFollowUp } from './followUps.ts';
import { redoUnsaved, refuseItem } from './jobs/settleItems.ts';
import type { LivingPool } from './livingPool.ts';

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
  for (const slot of lost) {
    // Listed already, for its job has been stopped.
    if (isStopped(pool, slot)) {
      refuseItem(pool, slot, 'cost-cap', now);
      continue;
    }
    countFleet(recorder, 'lostRequests', now, isLast);
    if (living.onLoss === 'fail') {
      failRequest(pool, slot, 'lost', now);
      continue;
    }
    countFleet(recorder, 'lossRetries', now, isLast);
    if (living.onLoss === 'retry') startAnew(pool, slot);
    addFollowUp(pool, now, slot);
  }
  redoUnsaved(pool, replica, now);
}

function isStopped({ jobs }: LivingPool, slot: number): boolean {
  const run = jobs?.itemOf.get(slot)?.run;
  return run !== undefined && run.state !== 'running';
}
