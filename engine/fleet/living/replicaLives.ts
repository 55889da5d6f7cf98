import { keyChanged } from '../../routing/minimumTree.ts';
import { inHandOf } from '../../serving/inHand.ts';
import { LAYOUT } from '../../serving/poolState.ts';
import { countFleet, FLEET_COUNTS } from '../../usage/fleetRecorder.ts';
import { addEvent } from './calendar.ts';
import { kindOf } from './capacity/capacity.ts';
import { EVENT } from './eventKinds.ts';
import { refusesStart } from './jobs/cap.ts';
import type { LivingPool } from './livingPool.ts';
import { loseRequests } from './loseRequests.ts';
import { leaveNodes, payNodes } from './capacity/nodes.ts';
import { enterPhase, PHASE, setStandby, setSuccessor } from './replicaSet.ts';
import { dateLives, freeNode } from './capacity/slots.ts';
import { pay } from './standing.ts';

const { FREE, STARTING, READY, DRAINING } = PHASE;
const LOST_REQUESTS = FLEET_COUNTS.indexOf('lostRequests');

/** Its nodes are paid from now on; false where a job's cap does not allow it, which then stops. */
export function becomePaid(pool: LivingPool, now: number, replica: number): boolean {
  const kind = kindOf(pool, replica);
  const unpaid = pool.nodes.of[replica].filter(({ isPaid }) => !isPaid).length;
  if (refusesStart(pool, now, kind, unpaid)) return false;
  pool.set.isPaid[replica] = 1;
  const paid = payNodes(pool.nodes, replica);
  pay(pool, now, kind, paid.length);
  dateLives(pool, now, paid);
  pool.observer?.event(now, 'paid', replica, kind);
  return true;
}

/** Its container runs: until it is ready it has no sample. */
export function becomeRunning(pool: LivingPool, replica: number): void {
  enterPhase(pool.set, replica, STARTING);
}

/** From now on it takes requests, unless it stands by; whom it follows drains. */
export function becomeReady(pool: LivingPool, now: number, replica: number): void {
  const { set, state, market, living, calendar, followers } = pool;
  enterPhase(set, replica, READY);
  set.readySeconds[replica] = now;
  state.real[replica * LAYOUT.REAL_STRIDE + LAYOUT.START] = now;
  if (set.isStandby[replica] === 0) setTakes(pool, replica, 1);
  pool.observer?.event(now, 'ready', replica, kindOf(pool, replica));
  if (state.queued > 0) addEvent(calendar, now, EVENT.HAND_OUT);
  if (market?.fallbacks.has(replica) === true || living.reserved !== undefined)
    addEvent(calendar, now, EVENT.SETTLE);
  if (set.isSuccessor[replica] === 0) return;
  const followed = followedBy(pool, replica);
  setSuccessor(set, replica, 0);
  followers.delete(followed);
  letGo(pool, now, followed);
}

/** Whom a successor follows. */
function followedBy({ followers }: LivingPool, successor: number): number {
  for (const [followed, follows] of followers) if (follows === successor) return followed;
  throw new RangeError(`nobody is followed by replica ${successor}`);
}

/** The number falls: one that is ready drains, any other is gone; so is who was to follow it. */
export function letGo(pool: LivingPool, now: number, replica: number): void {
  const { set, living } = pool;
  const successor = pool.followers.get(replica);
  if (successor !== undefined) gone(pool, now, successor);
  if (set.phase[replica] === READY)
    drainReplica(pool, now, replica, living.drainSeconds, EVENT.DRAIN_DEADLINE);
  else gone(pool, now, replica);
}

/** A ready replica takes nothing more, and is lost with what it then still has in hand after `seconds`. */
export function drainReplica(
  pool: LivingPool,
  now: number,
  replica: number,
  seconds: number,
  deadline: number,
): void {
  const { set, state, calendar } = pool;
  setTakes(pool, replica, 0);
  setStandby(set, replica, 0);
  enterPhase(set, replica, DRAINING);
  pool.observer?.event(now, 'draining', replica, kindOf(pool, replica));
  if (inHandOf(state, replica) === 0) gone(pool, now, replica, pool.living.releaseSeconds);
  else if (seconds === 0) endDrain(pool, now, replica);
  else addEvent(calendar, now + seconds, deadline, replica, set.life[replica]);
}

/** A replica ends, whatever it is about; what is on it is lost. */
export function endAtOnce(pool: LivingPool, now: number, replica: number): void {
  const before = pool.recorder.counts[LOST_REQUESTS];
  loseRequests(pool, now, replica);
  if (pool.recorder.counts[LOST_REQUESTS] > before) countFleet(pool.recorder, 'losses', now, pool.isLast);
  gone(pool, now, replica);
}

/** A draining replica has had its time: what is left on it is lost. */
export function endDrain(pool: LivingPool, now: number, replica: number): void {
  countFleet(pool.recorder, 'losses', now, pool.isLast);
  loseRequests(pool, now, replica);
  gone(pool, now, replica);
}

/** A replica is gone; what it stood on, if nobody else does and nobody took it away, is paid so much longer. */
export function gone(pool: LivingPool, now: number, replica: number, releaseSeconds = 0): void {
  const { set, market, calendar, followers } = pool;
  const kind = kindOf(pool, replica);
  setTakes(pool, replica, 0);
  set.isPaid[replica] = 0;
  for (const node of leaveNodes(pool.nodes, replica)) {
    freeNode(pool, now, node);
    if (!node.isPaid) continue;
    if (releaseSeconds === 0 || node.isTaken) pay(pool, now, kind, -1);
    else {
      pool.releases[kind]++;
      addEvent(calendar, now + releaseSeconds, EVENT.RELEASED, kind, pool.releasesEnded);
    }
  }
  const successor = followers.get(replica);
  if (successor !== undefined) setSuccessor(set, successor, 0);
  followers.delete(replica);
  if (set.isSuccessor[replica] === 1) followers.delete(followedBy(pool, replica));
  market?.fallbacks.delete(replica);
  // Whoever drains empty has saved what it did.
  pool.jobs?.unsaved.delete(replica);
  setSuccessor(set, replica, 0);
  setStandby(set, replica, 0);
  enterPhase(set, replica, FREE);
  set.life[replica]++;
  pool.observer?.event(now, 'gone', replica, kind);
}

/** Whether the balancer may choose a replica from now on. */
export function setTakes(pool: LivingPool, replica: number, takes: 0 | 1): void {
  pool.takes[replica] = takes;
  if (pool.load === undefined) return;
  pool.load.key[replica] = takes === 1 ? inHandOf(pool.state, replica) : Number.POSITIVE_INFINITY;
  keyChanged(pool.load, replica);
}
