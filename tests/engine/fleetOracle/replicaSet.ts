import { createStepReplica } from '../stepRules.ts';
import { leaveNodes, nodesForReplica, payNodes, repairNodes } from './nodes.ts';
import {
  count,
  currentReplicas,
  fixedSeconds,
  type LivingReplica,
  outstandingOf,
  type PoolState,
  stageSeconds,
  tellEvent,
} from './poolState.ts';
import { handOutQueue, loseRequests } from './requests.ts';

/** From its payment on a replica goes through the rest of its stages. */
function setStages(pool: PoolState, replica: LivingReplica, paidFrom: number): void {
  replica.paidFrom = paidFrom;
  replica.pendingUntil = paidFrom + stageSeconds(pool, 'boot', 'image');
  replica.readyAt = replica.pendingUntil + stageSeconds(pool, 'weights', 'warmUp');
}

function createReplica(pool: PoolState, provisionSeconds: number): LivingReplica {
  let number = 0;
  while (pool.replicas.some((replica) => replica.number === number)) number++;
  const replica: LivingReplica = {
    number,
    order: pool.requestsMade++,
    nodes: nodesForReplica(pool, provisionSeconds),
    state: 'starting',
    isPaid: false,
    paidAt: 0,
    paidFrom: 0,
    pendingUntil: 0,
    readyAt: 0,
    drainDeadline: Number.POSITIVE_INFINITY,
    readySince: 0,
    steps: createStepReplica(pool.rules),
    requests: new Map(),
    busy: [],
    assigned: [],
    emitted: [],
  };
  for (const node of replica.nodes) node.replicas.add(replica);
  pool.replicas.push(replica);
  pool.replicas.sort((a, b) => a.number - b.number);
  tellEvent(pool, 'requested', replica);
  return replica;
}

/** At second 0: whoever is there then has been ready before. */
export function startReplicas(pool: PoolState): void {
  for (let n = 0; n < pool.spec.replicas; n++) {
    const replica = createReplica(pool, 0);
    becomePaid(pool, replica);
    becomeReady(pool, replica);
  }
}

function requestReplica(pool: PoolState): void {
  const replica = createReplica(pool, stageSeconds(pool, 'provision'));
  setStages(pool, replica, Math.max(pool.now, ...replica.nodes.map(({ paidFrom }) => paidFrom)));
  if (replica.paidFrom <= pool.now) becomePaid(pool, replica);
  if (replica.readyAt <= pool.now) becomeReady(pool, replica);
}

export function becomePaid(pool: PoolState, replica: LivingReplica): void {
  replica.isPaid = true;
  replica.paidAt = pool.now;
  replica.paidFrom = Number.POSITIVE_INFINITY;
  payNodes(pool, replica);
  tellEvent(pool, 'paid', replica);
}

export function becomeReady(pool: PoolState, replica: LivingReplica): void {
  replica.state = 'ready';
  replica.readyAt = Number.POSITIVE_INFINITY;
  replica.readySince = pool.now;
  replica.busy.length = 0;
  replica.assigned.length = 0;
  replica.emitted.length = 0;
  pool.coldStarts.push({ from: replica.paidAt, to: pool.now });
  tellEvent(pool, 'ready', replica);
}

/** Cold start of a replica that is not to become ready: to the end of its payment. */
function endColdStart(pool: PoolState, replica: LivingReplica): void {
  if (replica.state === 'starting' && replica.isPaid) {
    pool.coldStarts.push({ from: replica.paidAt, to: pool.now });
  }
}

function leave(pool: PoolState, replica: LivingReplica, releaseSeconds: number): void {
  endColdStart(pool, replica);
  replica.state = 'gone';
  pool.replicas = pool.replicas.filter((other) => other !== replica);
  leaveNodes(pool, replica, releaseSeconds);
  tellEvent(pool, 'gone', replica);
}

/** A draining replica goes as soon as it has nothing to do. */
export function leaveIfEmpty(pool: PoolState, replica: LivingReplica): void {
  if (replica.state === 'draining' && outstandingOf(replica) === 0) {
    leave(pool, replica, pool.living.releaseSeconds);
  }
}

/** The end of a drain that had time enough for some only. */
export function endDrain(pool: PoolState, replica: LivingReplica): void {
  count(pool, 'losses');
  loseRequests(pool, replica);
  leave(pool, replica, 0);
}

function letGo(pool: PoolState, replica: LivingReplica): void {
  if (replica.state !== 'ready') {
    leave(pool, replica, 0);
    return;
  }
  replica.state = 'draining';
  replica.drainDeadline = pool.now + pool.living.drainSeconds;
  tellEvent(pool, 'draining', replica);
  leaveIfEmpty(pool, replica);
  if (replica.state === 'draining' && replica.drainDeadline <= pool.now) endDrain(pool, replica);
}

/** Those not ready go first, the newest of them first; then ready ones, newest first. */
export function setWanted(pool: PoolState, wanted: number): void {
  pool.wanted = wanted;
  const current = currentReplicas(pool);
  for (let n = current.length; n < wanted; n++) requestReplica(pool);
  const isReady = ({ state }: LivingReplica): number => (state === 'ready' ? 1 : 0);
  const victims = current
    .sort((a, b) => isReady(a) - isReady(b) || b.order - a.order)
    .slice(0, Math.max(0, current.length - wanted));
  for (const replica of victims) letGo(pool, replica);
  handOutQueue(pool);
}

/** Strikes paid replicas only, and all on the same node; what they had is lost, a draining one ends. */
export function failReplica(pool: PoolState, number: number): void {
  const struck = pool.replicas.find((replica) => replica.number === number);
  if (struck?.isPaid !== true || pool.living.failures === undefined) return;
  count(pool, 'failures');
  const repairedAt = pool.now + fixedSeconds(pool.living.failures.repairSeconds);
  const companions = pool.replicas.filter((other) => other.nodes.some((node) => struck.nodes.includes(node)));
  for (const replica of companions) {
    tellEvent(pool, 'failed', replica);
    endColdStart(pool, replica);
    loseRequests(pool, replica);
    if (replica.state === 'draining') leave(pool, replica, 0);
    else {
      replica.state = 'repair';
      replica.isPaid = false;
      setStages(pool, replica, repairedAt);
    }
  }
  repairNodes(pool, struck.nodes, repairedAt);
}
