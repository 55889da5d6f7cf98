import { bookFleet } from '../../usage/fleetRecorder.ts';
import type { RequestBatch } from '../../workload/requestBatch.ts';
import { addEvent, dropEvent, nextEventKind, nextEventSeconds } from './calendar.ts';
import { look, poll } from './looks/looks.ts';
import { measure } from './looks/measure.ts';
import { ARRIVALS, EVENT } from './eventKinds.ts';
import type { LivingPool } from './livingPool.ts';
import { advancePool, neverFits, offerRequests, placeRequest } from '../pool.ts';
import { firstWaitsSince, leavePoolQueue } from '../poolQueue.ts';
import { refuseItem, settleItems } from './jobs/settleItems.ts';
import { runJobs, stopAtCap } from './jobs/runJobs.ts';
import { failRequest } from './failRequest.ts';
import { failReplica, failZone, repairReplica } from './capacity/failures.ts';
import { dateNext, DRAWN } from './capacity/dateMishaps.ts';
import { endLives, endZone, loseNodes } from './capacity/notices.ts';
import { gainNodes } from './capacity/waits.ts';
import { goBack } from './capacity/goBack.ts';
import { settle } from './capacity/settle.ts';
import { payReserved } from './capacity/reserved.ts';
import { becomePaid, becomeReady, becomeRunning, endDrain } from './replicaLives.ts';
import { endPayment, releaseDrained } from './releaseDrained.ts';
import { endsThatMatter } from './capacity/endsThatMatter.ts';
import { dateRollout } from './rollout/rollingOut.ts';
import { requestMissing } from './scaleTo.ts';
import { dateService, serve } from './standby.ts';
import { noteReplicas } from './standing.ts';

/**
 * Offers rows [from, to) of a batch to a living pool: slice by slice, cut at its dated events. As `offerRequests`: false
 * where it could not take them all.
 */
export function offerToLiving(pool: LivingPool, batch: RequestBatch, from: number, to: number): boolean {
  let next = from;
  while (next < to) {
    const cut = rowsInVain(pool, batch, next, rowsBefore(pool, batch, next, to));
    if (cut === next) {
      handleNext(pool);
      continue;
    }
    if (!offerRequests(pool, batch, next, cut)) return false;
    armDeadline(pool);
    next = cut;
  }
  return true;
}

/** Catches a living pool up with `now`: all its events until then that come before arrivals, and what comes of them. */
export function advanceLiving(pool: LivingPool, now: number): void {
  const { calendar } = pool;
  const isDue = (): boolean => {
    const at = nextEventSeconds(calendar);
    return at < now || endsThatMatter(pool) < now || (at === now && nextEventKind(calendar) < ARRIVALS);
  };
  // What is drained by then may date the end of a payment before then.
  do {
    while (isDue()) handleNext(pool);
    catchUp(pool, now);
  } while (isDue());
}

/** Lets a living pool go on until its counted requests are done, at most until an instant; whether they are. */
export function finishLiving(pool: LivingPool, until: number): boolean {
  for (;;) {
    const next = Math.min(until, nextEventSeconds(pool.calendar), endsThatMatter(pool));
    catchUp(pool, next);
    if (pool.state.countedInFlight === 0) {
      // The replicas of a job that has just ended are let go.
      const endsAt = pool.jobs?.fleetEndsAt ?? Number.POSITIVE_INFINITY;
      while (endsAt < Number.POSITIVE_INFINITY && nextEventSeconds(pool.calendar) <= endsAt) handleNext(pool);
      return true;
    }
    if (next === until && nextEventSeconds(pool.calendar) > until) return false;
    // What is dated alike happens together.
    while (nextEventSeconds(pool.calendar) <= next) handleNext(pool);
  }
}

/** The first row that comes after the next event, or the next end that matters. */
function rowsBefore(pool: LivingPool, batch: RequestBatch, from: number, to: number): number {
  const { calendar } = pool;
  const ends = endsThatMatter(pool);
  const at = Math.min(ends, nextEventSeconds(calendar));
  const { arrivalSeconds } = batch;
  if (arrivalSeconds[to - 1] < at) return to;
  // Arrivals of the very instant come before its follow-ups, and after all else.
  const tiesUntil = at < ends && nextEventKind(calendar) > ARRIVALS ? at : Number.NEGATIVE_INFINITY;
  let row = from;
  while (row < to && (arrivalSeconds[row] < at || arrivalSeconds[row] <= tiesUntil)) row++;
  return row;
}

/**
 * Where clients ask again, and nobody is there to take a request: no more rows than come before the first of them has waited for too long, for what
 * its client does then may come before the next.
 */
function rowsInVain(pool: LivingPool, { arrivalSeconds }: RequestBatch, from: number, to: number): number {
  const { state, set, recorder, living } = pool;
  if (recorder.retries === undefined || set.readyCount > 0 || state.queued > 0) return to;
  const until = arrivalSeconds[from] + living.queueSeconds;
  let row = from;
  while (row < to && (arrivalSeconds[row] < until || arrivalSeconds[row] === arrivalSeconds[from])) row++;
  return row;
}

/** Ends all that ends by an instant, and books where replicas stood until then. */
function catchUp(pool: LivingPool, now: number): void {
  pool.handling = -1;
  advancePool(pool, now);
  settleItems(pool);
  releaseDrained(pool);
  bookFleet(pool.recorder, now);
}

/** What is dated next comes about, and is noted; or nothing, but that the pool is caught up with an end that matters before it. */
function handleNext(pool: LivingPool): void {
  const { calendar, set, market, mishaps, jobs } = pool;
  const ends = endsThatMatter(pool);
  const isNothingDated = ends < nextEventSeconds(calendar);
  catchUp(pool, Math.min(ends, nextEventSeconds(calendar)));
  if (isNothingDated) return;
  // What was drained by then may have left something earlier.
  const now = nextEventSeconds(calendar);
  const kind = nextEventKind(calendar);
  const subject = calendar.subject[0];
  const life = calendar.life[0];
  const isVoid = life !== set.life[subject];
  dropEvent(calendar);
  pool.handling = kind;
  switch (kind) {
    case EVENT.FAILURE:
      if (pool.living.failures !== undefined)
        failReplica(pool, now, subject, pool.living.failures.repairSeconds);
      if (life === DRAWN) dateNext(pool, mishaps.dated[subject], kind, subject);
      break;
    case EVENT.ZONE_FAILURE:
      failZone(pool, now, subject);
      dateNext(pool, mishaps.zoneFailures[subject], kind, subject);
      break;
    case EVENT.COST_CAP:
    case EVENT.CAP_NOW:
      if (jobs !== undefined) stopAtCap(pool, jobs, now, life);
      break;
    case EVENT.JOBS:
      if (jobs !== undefined) runJobs(pool, jobs, now);
      break;
    case EVENT.NOTICE:
      if (market !== undefined) endLives(pool, market, now, subject);
      break;
    case EVENT.ZONE_NOTICE:
      if (market !== undefined) endZone(pool, market, now, subject);
      dateNext(pool, mishaps.zoneNotices[subject], kind, subject);
      break;
    case EVENT.FEWER_SLOTS:
      loseNodes(pool, now);
      break;
    case EVENT.MORE_SLOTS:
      gainNodes(pool, now);
      break;
    case EVENT.SUCCESSORS:
      requestMissing(pool, now);
      break;
    case EVENT.GO_BACK:
      goBack(pool, now);
      break;
    case EVENT.LOSS:
    case EVENT.DRAIN_DEADLINE:
      if (!isVoid) endDrain(pool, now, subject);
      break;
    case EVENT.REPAIRED:
      if (!isVoid) repairReplica(pool, now, subject);
      break;
    case EVENT.RELEASED:
      if (life === pool.releasesEnded) endPayment(pool, now, subject);
      break;
    case EVENT.RESERVED:
      payReserved(pool, now);
      break;
    case EVENT.PAID_FROM:
      if (!isVoid) becomePaid(pool, now, subject);
      break;
    case EVENT.RUNNING:
      if (!isVoid) becomeRunning(pool, subject);
      break;
    case EVENT.READY:
      if (!isVoid) becomeReady(pool, now, subject);
      break;
    case EVENT.SETTLE:
      settle(pool, now);
      break;
    case EVENT.SERVICE:
      serve(pool, now);
      break;
    case EVENT.HAND_OUT:
      handOut(pool);
      break;
    case EVENT.QUEUE_DEADLINE:
      endWaiting(pool, now);
      break;
    case EVENT.SAMPLE_BASE:
    case EVENT.SAMPLE:
    case EVENT.POLL_SAMPLE_BASE:
    case EVENT.POLL_SAMPLE:
    case EVENT.COUNT:
      measure(pool, kind, now, subject, life);
      break;
    case EVENT.POLL:
      poll(pool, now, subject);
      break;
    case EVENT.LOOK:
      look(pool, now, subject);
      break;
    case EVENT.ROLLOUT:
      pool.oldUntil = set.requested;
      break;
    case EVENT.FOLLOW_UPS:
      followUp(pool, now);
      armDeadline(pool);
      break;
  }
  dateRollout(pool, now);
  dateService(pool, now);
  noteReplicas(pool, now);
}

/** What arrives again, or is handed over, by now; what never fits is refused. */
function followUp(pool: LivingPool, now: number): void {
  const due = pool.followUps.filter(({ at }) => at <= now);
  pool.followUps = pool.followUps.filter(({ at }) => at > now);
  for (const { slot } of due) {
    const why = neverFits(pool, slot);
    if (why === undefined || !refuseItem(pool, slot, why, now)) placeRequest(pool, slot);
  }
}

/** Replicas are ready: what waits in the pool's queue goes to them, one by one. */
function handOut(pool: LivingPool): void {
  while (pool.state.queued > 0 && pool.set.readyCount > 0) placeRequest(pool, leavePoolQueue(pool.state));
}

/** The calendar knows when the first request of the pool's queue has waited for too long. */
function armDeadline(pool: LivingPool): void {
  if (pool.hasDeadline || pool.state.queued === 0) return;
  pool.hasDeadline = true;
  addEvent(pool.calendar, firstWaitsSince(pool.state) + pool.living.queueSeconds, EVENT.QUEUE_DEADLINE);
}

function endWaiting(pool: LivingPool, now: number): void {
  const { state, living } = pool;
  pool.hasDeadline = false;
  while (firstWaitsSince(state) + living.queueSeconds <= now) {
    const slot = leavePoolQueue(state);
    failRequest(pool, slot, 'no-replica', now);
  }
  armDeadline(pool);
}
