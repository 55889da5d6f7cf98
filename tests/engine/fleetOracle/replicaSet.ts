import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import { wouldPassCap } from './jobCap.ts';
import { createStepReplica } from '../stepRules.ts';
import { numberAsked } from './inService.ts';
import { leaveNodes, payNodes, repairNodes } from './capacity/nodes.ts';
import { nodesForReplica, nodesForReturn } from './capacity/placement.ts';
import {
  count,
  type FleetNode,
  fixedSeconds,
  type LivingReplica,
  outstandingOf,
  paidKind,
  type PoolState,
  stageSeconds,
  tellEvent,
} from './poolState.ts';
import { loseRequests } from './requests.ts';

/** From its payment on a replica goes through the rest of its stages. */
function setStages(pool: PoolState, replica: LivingReplica, paidFrom: number): void {
  replica.paidFrom = paidFrom;
  replica.pendingUntil = paidFrom + stageSeconds(pool, 'boot', 'image');
  replica.readyAt = replica.pendingUntil + stageSeconds(pool, 'weights', 'warmUp');
}

function createReplica(pool: PoolState, nodes: readonly FleetNode[]): LivingReplica {
  let number = 0;
  while (pool.replicas.some((replica) => replica.number === number)) number++;
  const replica: LivingReplica = {
    number,
    order: pool.requestsMade++,
    nodes,
    state: 'starting',
    isOld: false,
    isPaid: false,
    paidAt: 0,
    paidFrom: 0,
    pendingUntil: 0,
    readyAt: 0,
    drainDeadline: Number.POSITIVE_INFINITY,
    lossAt: Number.POSITIVE_INFINITY,
    replaces: undefined,
    readySince: 0,
    steps: createStepReplica(pool.rules),
    requests: new Map(),
    unsaved: new Map(),
    busy: [],
    assigned: [],
    emitted: [],
  };
  for (const node of replica.nodes) node.replicas.add(replica);
  pool.replicas.push(replica);
  pool.replicas.sort((a, b) => a.number - b.number);
  tellEvent(pool, 'requested', replica);
  setStages(pool, replica, Math.max(pool.now, ...nodes.map(({ paidFrom }) => paidFrom)));
  return replica;
}

/** At second 0: whoever is there then, to stand by or not, has been ready before; who waits for capacity waits. */
export function startReplicas(pool: PoolState): void {
  for (let n = 0; n < numberAsked(pool); n++) {
    const replica = createReplica(pool, nodesForReplica(pool, 0));
    if (replica.nodes.some(({ isWaiting }) => isWaiting)) continue;
    becomePaid(pool, replica);
    becomeReady(pool, replica);
  }
}

/** What is paid or ready from now on is so when it is time for that in this instant. */
export function requestReplica(pool: PoolState): LivingReplica {
  return createReplica(pool, nodesForReplica(pool, stageSeconds(pool, 'provision')));
}

/** A replica on a block, or on spot, that is to follow one that stands elsewhere, or a fallback. */
export function requestReturn(
  pool: PoolState,
  kind: 'block' | 'spot',
  replaced: LivingReplica,
): LivingReplica {
  const replica = createReplica(pool, nodesForReturn(pool, kind, stageSeconds(pool, 'provision')));
  replica.replaces = replaced;
  return replica;
}

/** What was waited for is there: its replicas begin. */
export function beginStages(pool: PoolState, node: FleetNode): void {
  for (const replica of node.replicas) {
    setStages(pool, replica, Math.max(...replica.nodes.map(({ paidFrom }) => paidFrom)));
  }
}

/** For those that were requested after that part of the instant was over: all that are paid, then all that are ready, by number as ever. */
export function beginAtOnce(pool: PoolState, replicas: readonly LivingReplica[]): void {
  const starting = replicas.filter(({ state }) => state === 'starting').sort((a, b) => a.number - b.number);
  for (const replica of starting) if (replica.paidFrom <= pool.now) becomePaid(pool, replica);
  for (const replica of starting) if (replica.readyAt <= pool.now) becomeReady(pool, replica);
}

/** A start that would take a job past its cap is not made, and none after it. */
export function becomePaid(pool: PoolState, replica: LivingReplica): void {
  const started = PAID_KINDS.map(
    (kind) => replica.nodes.filter((node) => !node.isPaid && paidKind(node) === kind).length,
  );
  pool.isStartRefused ||= wouldPassCap(pool, started);
  if (pool.isStartRefused) return;
  replica.isPaid = true;
  replica.paidAt = pool.now;
  replica.paidFrom = Number.POSITIVE_INFINITY;
  payNodes(pool, replica);
  tellEvent(pool, 'paid', replica);
}

export function becomeReady(pool: PoolState, replica: LivingReplica): void {
  // One that was ready just before may have let it go.
  if (!replica.isPaid || replica.state !== 'starting') return;
  replica.state = 'ready';
  replica.readyAt = Number.POSITIVE_INFINITY;
  replica.readySince = pool.now;
  replica.busy.length = 0;
  replica.assigned.length = 0;
  replica.emitted.length = 0;
  pool.coldStarts.push({ from: replica.paidAt, to: pool.now });
  tellEvent(pool, 'ready', replica);
  const { replaces } = replica;
  replica.replaces = undefined;
  if (replaces !== undefined) letGo(pool, replaces);
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

/** Whatever it is about; what it has is lost. */
export function endAtOnce(pool: PoolState, replica: LivingReplica): void {
  const left = [...replica.requests.values()].filter(({ item }) => item?.run.state !== 'stopped');
  if (left.length > 0) count(pool, 'losses');
  loseRequests(pool, replica);
  leave(pool, replica, 0);
}

export function letGo(pool: PoolState, replica: LivingReplica, lossAt = Number.POSITIVE_INFINITY): void {
  if (replica.state !== 'ready') {
    leave(pool, replica, 0);
    return;
  }
  replica.state = 'draining';
  replica.drainDeadline = pool.now + pool.living.drainSeconds;
  replica.lossAt = lossAt;
  tellEvent(pool, 'draining', replica);
  leaveIfEmpty(pool, replica);
  if (replica.state === 'draining' && Math.min(replica.drainDeadline, lossAt) <= pool.now) {
    endDrain(pool, replica);
  }
}

/** Those not ready go first, the newest of them first; then ready ones, newest first. */
export function inOrderOfGoing(replicas: readonly LivingReplica[]): LivingReplica[] {
  const isReady = ({ state }: LivingReplica): number => (state === 'ready' ? 1 : 0);
  return [...replicas].sort((a, b) => isReady(a) - isReady(b) || b.order - a.order);
}

/** Who is to replace one goes with it. */
export function letPairGo(pool: PoolState, replica: LivingReplica): void {
  for (const successor of pool.replicas.filter(({ replaces }) => replaces === replica))
    letGo(pool, successor);
  letGo(pool, replica);
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
