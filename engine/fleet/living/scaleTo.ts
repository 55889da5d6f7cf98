import { setIdle } from '../../serving/poolState.ts';
import { countFleet } from '../../usage/fleetRecorder.ts';
import { addEvent } from './calendar.ts';
import { placeFor } from './capacity/capacity.ts';
import { EVENT } from './eventKinds.ts';
import { growPool } from './growPool.ts';
import type { LivingPool } from './livingPool.ts';
import { dateFailures } from './capacity/dateMishaps.ts';
import { type Place, placeReplica } from './capacity/nodes.ts';
import { becomePaid, becomeReady, becomeRunning, letGo } from './replicaLives.ts';
import { firstToGo, keptReplicas, requestReplica } from './replicaSet.ts';
import { isRollingOut } from './rollout/rollingOut.ts';
import { nextRollStep } from './rollout/rollStep.ts';
import { versionsOf } from './rollout/versions.ts';
import { askedReplicas } from './seenReplicas.ts';
import { drawSeconds, drawStartUp } from './startUp.ts';

/**
 * Asks for `wanted` replicas from `now` on, and those that stand by beside them: new ones are requested (see `startReplica`), or some let go.
 * During a rollout that is its affair.
 */
export function scaleTo(pool: LivingPool, now: number, wanted: number): void {
  const { set } = pool;
  pool.wanted = wanted;
  if (isRollingOut(pool)) return;
  const asked = askedReplicas(pool);
  for (let more = asked - keptReplicas(set); more > 0; more--) addReplica(pool, now, true);
  for (let fewer = keptReplicas(set) - asked; fewer > 0; fewer--) letGo(pool, now, firstToGo(set));
}

/** Those that are missing are requested, with what else is due at this instant; during a rollout as many as it allows. */
export function requestMissing(pool: LivingPool, now: number): void {
  const step = nextRollStep(pool, versionsOf(pool));
  if (step === undefined || !('request' in step)) return;
  for (let more = step.request; more > 0; more--) addReplica(pool, now, false);
}

/** One more replica is requested. */
export function addReplica(pool: LivingPool, now: number, isAtOnce: boolean): void {
  const replica = takeReplica(pool, now);
  startReplica(pool, now, replica, placeFor(pool, now, replica), isAtOnce);
}

/** A replica of the start: ready at once, where there is capacity for it. */
export function addReadyReplica(pool: LivingPool, now: number): void {
  const replica = take(pool, now);
  const paidFrom = placeReplica(pool.nodes, replica, now, 0, placeFor(pool, now, replica));
  if (paidFrom > now) return;
  becomePaid(pool, now, replica);
  becomeReady(pool, now, replica);
}

/** The number of a replica that is requested now, beyond those of the start. */
export function takeReplica(pool: LivingPool, now: number): number {
  countFleet(pool.recorder, 'requestedReplicas', now, pool.isLast);
  return take(pool, now);
}

/** Arrays grow with the numbers. */
function take(pool: LivingPool, now: number): number {
  const { set, state } = pool;
  const replica = requestReplica(set);
  if (set.capacity > state.replicas) {
    growPool(pool, set.capacity);
    dateFailures(pool);
  }
  setIdle(state.real, state.whole, replica, now);
  pool.observer?.event(now, 'requested', replica, 0);
  return replica;
}

/**
 * A replica goes through its start-up, or waits for capacity. Stages that take no time are over at once, where what is due at this
 * instant has come about; else they are among it.
 */
export function startReplica(
  pool: LivingPool,
  now: number,
  replica: number,
  place: Place,
  isAtOnce: boolean,
): void {
  const provision = drawSeconds(pool.living.startUp.provision, pool.random);
  const paidFrom = placeReplica(pool.nodes, replica, now, provision, place);
  if (paidFrom !== Number.POSITIVE_INFINITY) begin(pool, now, replica, paidFrom, isAtOnce);
}

/** The stages of a start, paid from `paidFrom` on. */
export function begin(
  pool: LivingPool,
  now: number,
  replica: number,
  paidFrom: number,
  isAtOnce: boolean,
): void {
  const { running, ready } = drawStartUp(pool.living.startUp, pool.random);
  if (isAtOnce && paidFrom === now) {
    if (!becomePaid(pool, now, replica)) return;
  } else addEvent(pool.calendar, paidFrom, EVENT.PAID_FROM, replica, pool.set.life[replica]);
  if (isAtOnce && paidFrom + ready === now) {
    becomeRunning(pool, replica);
    becomeReady(pool, now, replica);
  } else dateStages(pool, replica, paidFrom + running, paidFrom + ready);
}

/** Puts on the calendar when a replica's container runs and when it is ready. */
export function dateStages(
  { calendar, set }: LivingPool,
  replica: number,
  running: number,
  ready: number,
): void {
  if (running < ready) addEvent(calendar, running, EVENT.RUNNING, replica, set.life[replica]);
  addEvent(calendar, ready, EVENT.READY, replica, set.life[replica]);
}
