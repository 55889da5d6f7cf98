import { inHandOf } from '../../../serving/inHand.ts';
import type { LivingPool } from '../livingPool.ts';
import { dateCount, type RequestCounts } from './requestCounts.ts';

/** Counts now, and puts the next count on the calendar. */
export function countRequests(pool: LivingPool, requests: RequestCounts, now: number, number: number): void {
  const { counts, isOfArrivals, keepSeconds } = requests;
  const taken = pool.state.taken[0];
  counts.push({ at: now, value: isOfArrivals ? taken - requests.taken : inHandOfPool(pool) });
  requests.taken = taken;
  // Now and then only: each time would move all of them.
  if (counts[counts.length >> 1].at <= now - keepSeconds) counts.splice(0, counts.length >> 1);
  dateCount(pool.calendar, requests, number + 1);
}

function inHandOfPool({ state, set }: LivingPool): number {
  let inHand = state.queued;
  for (let i = 0; i < set.readyCount; i++) inHand += inHandOf(state, set.ready[i]);
  return inHand;
}
