import { keyChanged } from '../../routing/minimumTree.ts';
import { inHandOf } from '../../serving/inHand.ts';
import { LAYOUT, setIdle } from '../../serving/poolState.ts';
import { countFleet } from '../../usage/fleetRecorder.ts';
import { addEvent } from './calendar.ts';
import { EVENT } from './eventKinds.ts';
import { growPool } from './growPool.ts';
import type { LivingPool } from './livingPool.ts';
import { loseRequests } from './loseRequests.ts';
import { companionsOf, leaveNodes, payNodes, placeReplica, repairNodes } from './nodes.ts';
import { currentReplicas, enterPhase, firstToGo, PHASE, requestReplica } from './replicaSet.ts';
import { noteReplicas, pay } from './standing.ts';
import { drawSeconds, drawStartUp } from './startUp.ts';

const { FREE, PENDING, STARTING, READY, DRAINING, IN_REPAIR } = PHASE;

/** Asks for `wanted` replicas from `now` on: new ones are requested, or some let go. */
export function scaleTo(pool: LivingPool, now: number, wanted: number): void {
  const { set } = pool;
  pool.wanted = wanted;
  for (let more = wanted - currentReplicas(set); more > 0; more--) startReplica(pool, now);
  for (let fewer = currentReplicas(set) - wanted; fewer > 0; fewer--) letGo(pool, now, firstToGo(set));
  noteReplicas(pool, now);
}

/** A replica that is ready at once: those of the start. */
export function addReadyReplica(pool: LivingPool, now: number): void {
  const replica = take(pool, now);
  placeReplica(pool.nodes, replica, now, 0);
  becomePaid(pool, now, replica);
  becomeReady(pool, now, replica);
}

/** A new replica goes through its start-up. */
function startReplica(pool: LivingPool, now: number): void {
  countFleet(pool.recorder, 'requestedReplicas', now, pool.isLast);
  const replica = take(pool, now);
  const provision = drawSeconds(pool.living.startUp.provision, pool.random);
  begin(pool, now, replica, placeReplica(pool.nodes, replica, now, provision));
}

/** The number of a replica that is requested now; arrays grow with the numbers. */
function take(pool: LivingPool, now: number): number {
  const { set, state } = pool;
  const replica = requestReplica(set);
  if (set.capacity > state.replicas) growPool(pool, set.capacity);
  setIdle(state.real, state.whole, replica, now);
  pool.observer?.event(now, 'requested', replica);
  return replica;
}

/** The stages of a start, paid from `paidFrom` on; those that are over by now are over at once. */
function begin(pool: LivingPool, now: number, replica: number, paidFrom: number): void {
  const { running, ready } = drawStartUp(pool.living.startUp, pool.random);
  if (paidFrom === now) becomePaid(pool, now, replica);
  else addEvent(pool.calendar, paidFrom, EVENT.PAID_FROM, replica, pool.set.life[replica]);
  if (paidFrom + ready === now) {
    becomeRunning(pool, replica);
    becomeReady(pool, now, replica);
  } else dateStages(pool, replica, paidFrom + running, paidFrom + ready);
}

function dateStages({ calendar, set }: LivingPool, replica: number, running: number, ready: number): void {
  if (running < ready) addEvent(calendar, running, EVENT.RUNNING, replica, set.life[replica]);
  addEvent(calendar, ready, EVENT.READY, replica, set.life[replica]);
}

export function becomePaid(pool: LivingPool, now: number, replica: number): void {
  pool.set.isPaid[replica] = 1;
  pay(pool, now, payNodes(pool.nodes, replica));
  pool.observer?.event(now, 'paid', replica);
}

export function becomeRunning(pool: LivingPool, replica: number): void {
  enterPhase(pool.set, replica, STARTING);
}

export function becomeReady(pool: LivingPool, now: number, replica: number): void {
  const { set, state } = pool;
  enterPhase(set, replica, READY);
  set.readySeconds[replica] = now;
  state.real[replica * LAYOUT.REAL_STRIDE + LAYOUT.START] = now;
  setTakes(pool, replica, 1);
  pool.observer?.event(now, 'ready', replica);
  if (state.queued > 0) addEvent(pool.calendar, now, EVENT.HAND_OUT);
}

/** A failure strikes a replica and all that stand on its nodes: nothing where it is not paid. */
export function failReplica(pool: LivingPool, now: number, replica: number): void {
  const { set, nodes, calendar, living } = pool;
  if (replica >= set.capacity || set.phase[replica] === FREE || set.isPaid[replica] === 0) return;
  countFleet(pool.recorder, 'failures', now, pool.isLast);
  const repair = living.failures === undefined ? 0 : drawSeconds(living.failures.repairSeconds, pool.random);
  const struck = nodes.of[replica];
  for (const companion of companionsOf(nodes, replica)) {
    pool.observer?.event(now, 'failed', companion);
    loseRequests(pool, now, companion);
    if (set.phase[companion] === DRAINING) {
      gone(pool, now, companion, 0);
      continue;
    }
    setTakes(pool, companion, 0);
    set.isPaid[companion] = 0;
    set.life[companion]++;
    enterPhase(set, companion, IN_REPAIR);
    addEvent(calendar, now + repair, EVENT.REPAIRED, companion, set.life[companion]);
  }
  pay(pool, now, -repairNodes(struck, now + repair));
  noteReplicas(pool, now);
}

/** A failed replica starts again, without provision. */
export function repairReplica(pool: LivingPool, now: number, replica: number): void {
  enterPhase(pool.set, replica, PENDING);
  const { running, ready } = drawStartUp(pool.living.startUp, pool.random);
  // All repairs of an instant come before what is ready then.
  becomePaid(pool, now, replica);
  dateStages(pool, replica, now + running, now + ready);
  noteReplicas(pool, now);
}

/** A draining replica has had its time: what is left on it is lost. */
export function endDrain(pool: LivingPool, now: number, replica: number): void {
  countFleet(pool.recorder, 'losses', now, pool.isLast);
  loseRequests(pool, now, replica);
  gone(pool, now, replica, 0);
  noteReplicas(pool, now);
}

function letGo(pool: LivingPool, now: number, replica: number): void {
  const { set, state, calendar } = pool;
  if (set.phase[replica] !== READY) {
    gone(pool, now, replica, 0);
    return;
  }
  setTakes(pool, replica, 0);
  enterPhase(set, replica, DRAINING);
  pool.observer?.event(now, 'draining', replica);
  if (inHandOf(state, replica) === 0) {
    gone(pool, now, replica, pool.living.releaseSeconds);
  } else if (pool.living.drainSeconds === 0) {
    endDrain(pool, now, replica);
  } else {
    addEvent(calendar, now + pool.living.drainSeconds, EVENT.DRAIN_DEADLINE, replica, set.life[replica]);
  }
}

/** A replica is gone; what it stood on, if nobody else does, is paid so much longer. */
export function gone(pool: LivingPool, now: number, replica: number, releaseSeconds: number): void {
  const { set } = pool;
  setTakes(pool, replica, 0);
  set.isPaid[replica] = 0;
  const left = leaveNodes(pool.nodes, replica);
  if (releaseSeconds === 0) pay(pool, now, -left);
  else for (let node = 0; node < left; node++) addEvent(pool.calendar, now + releaseSeconds, EVENT.RELEASED);
  enterPhase(set, replica, FREE);
  set.life[replica]++;
  pool.observer?.event(now, 'gone', replica);
}

function setTakes(pool: LivingPool, replica: number, takes: 0 | 1): void {
  pool.takes[replica] = takes;
  if (pool.load === undefined) return;
  pool.load.key[replica] = takes === 1 ? inHandOf(pool.state, replica) : Number.POSITIVE_INFINITY;
  keyChanged(pool.load, replica);
}
