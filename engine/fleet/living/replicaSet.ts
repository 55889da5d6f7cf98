import { widened } from '../../serving/widened.ts';

/** Where a replica number stands; PENDING and STARTING are those of Kubernetes' pods. */
export const PHASE = {
  FREE: 0,
  /** Provisioned, booted, its image pulled: no container runs yet. */
  PENDING: 1,
  /** Its container loads weights and warms up: it runs and has no sample. */
  STARTING: 2,
  READY: 3,
  DRAINING: 4,
  IN_REPAIR: 5,
} as const;
const { FREE, PENDING, STARTING, READY, DRAINING, IN_REPAIR } = PHASE;

/** Replicas of a living pool by number; a new one takes the lowest free number. */
export interface ReplicaSet {
  capacity: number;
  phase: Uint8Array;
  isPaid: Uint8Array;
  /** Changes with each new replica of the number, and when it fails: events of before are void. */
  life: Int32Array;
  /** Order of the requests for replicas, from 1. */
  requestOrder: Float64Array;
  readySeconds: Float64Array;
  /** Numbers of ready replicas in service, ascending. */
  ready: Int32Array;
  readyCount: number;
  /** Replicas in each phase. */
  readonly count: Int32Array;
  /** Spot replicas that are to follow one on demand, which counts for both until they are ready; and how many of each phase. */
  isSuccessor: Uint8Array;
  readonly successors: Int32Array;
  /** Replicas that stand by: nobody sees them, and ready ones take no requests; and how many of each phase. */
  isStandby: Uint8Array;
  readonly standby: Int32Array;
  requested: number;
}

/** Room for so many replicas, of which none is there. */
export function createReplicaSet(capacity: number): ReplicaSet {
  return {
    capacity,
    phase: new Uint8Array(capacity),
    isPaid: new Uint8Array(capacity),
    life: new Int32Array(capacity),
    requestOrder: new Float64Array(capacity),
    readySeconds: new Float64Array(capacity),
    ready: new Int32Array(capacity),
    readyCount: 0,
    count: new Int32Array(6),
    isSuccessor: new Uint8Array(capacity),
    successors: new Int32Array(6),
    isStandby: new Uint8Array(capacity),
    standby: new Int32Array(6),
    requested: 0,
  };
}

/** A replica that is new from now on, pending, under the lowest free number; the set grows when all are taken. */
export function requestReplica(set: ReplicaSet): number {
  let number = set.phase.indexOf(FREE);
  if (number < 0) {
    number = set.capacity;
    growSet(set);
  }
  set.life[number]++;
  set.requestOrder[number] = ++set.requested;
  enterPhase(set, number, PENDING);
  return number;
}

/** Moves a replica to a phase and keeps the counts and the list of ready ones. */
export function enterPhase(set: ReplicaSet, number: number, phase: number): void {
  const before = set.phase[number];
  if (before === phase) return;
  if (before !== FREE) set.count[before]--;
  if (phase !== FREE) set.count[phase]++;
  if (set.isSuccessor[number] === 1) {
    set.successors[before]--;
    set.successors[phase]++;
  }
  if (set.isStandby[number] === 1) {
    set.standby[before]--;
    set.standby[phase]++;
  } else if (before === READY) removeReady(set, number);
  else if (phase === READY) insertReady(set, number);
  set.phase[number] = phase;
}

/** Whether a replica stands by. */
export function setStandby(set: ReplicaSet, number: number, isStandby: 0 | 1): void {
  if (set.isStandby[number] === isStandby) return;
  const phase = set.phase[number];
  set.standby[phase] += isStandby - set.isStandby[number];
  set.isStandby[number] = isStandby;
  if (phase !== READY) return;
  if (isStandby === 1) removeReady(set, number);
  else insertReady(set, number);
}

/** Whether a replica is to follow one on demand, and so counts for nothing yet. */
export function setSuccessor(set: ReplicaSet, number: number, isSuccessor: 0 | 1): void {
  set.successors[set.phase[number]] += isSuccessor - set.isSuccessor[number];
  set.isSuccessor[number] = isSuccessor;
}

/** Replicas of a phase as a controller sees them. */
export function standing({ count, successors, standby }: ReplicaSet, phase: number): number {
  return count[phase] - successors[phase] - standby[phase];
}

/** Replicas that are neither draining nor to follow another. */
export function keptReplicas({ count, successors }: ReplicaSet): number {
  return KEPT.reduce((sum, phase) => sum + count[phase] - successors[phase], 0);
}
const KEPT = [PENDING, STARTING, READY, IN_REPAIR];

/** Whether a replica is one of those. */
export function isKept({ phase, isSuccessor }: ReplicaSet, number: number): boolean {
  return phase[number] !== FREE && phase[number] !== DRAINING && isSuccessor[number] === 0;
}

/**
 * Who goes first when the number falls: those not ready, the latest requested first, then ready ones alike; −1 for nobody. Of those
 * whose order of request is asked for.
 */
export function firstToGo(set: ReplicaSet, isAskedFor: (order: number) => boolean = () => true): number {
  const newest = newestOf(set, false, isAskedFor);
  return newest >= 0 ? newest : newestOf(set, true, isAskedFor);
}

/** The latest requested of those that are ready, or of those that are not; −1 for nobody. */
export function newestOf(set: ReplicaSet, isReady: boolean, isAskedFor: (order: number) => boolean): number {
  const { phase, requestOrder } = set;
  let newest = -1;
  for (let r = 0; r < set.capacity; r++) {
    if (!isKept(set, r) || (phase[r] === READY) !== isReady || !isAskedFor(requestOrder[r])) continue;
    if (newest < 0 || requestOrder[r] > requestOrder[newest]) newest = r;
  }
  return newest;
}

function insertReady(set: ReplicaSet, number: number): void {
  const { ready } = set;
  let at = set.readyCount++;
  while (at > 0 && ready[at - 1] > number) {
    ready[at] = ready[at - 1];
    at--;
  }
  ready[at] = number;
}

function removeReady(set: ReplicaSet, number: number): void {
  const { ready } = set;
  const at = ready.indexOf(number);
  ready.copyWithin(at, at + 1, set.readyCount);
  set.readyCount--;
}

function growSet(set: ReplicaSet): void {
  const capacity = set.capacity * 2;
  set.phase = widened(set.phase, capacity);
  set.isPaid = widened(set.isPaid, capacity);
  set.life = widened(set.life, capacity);
  set.requestOrder = widened(set.requestOrder, capacity);
  set.readySeconds = widened(set.readySeconds, capacity);
  set.ready = widened(set.ready, capacity);
  set.isSuccessor = widened(set.isSuccessor, capacity);
  set.isStandby = widened(set.isStandby, capacity);
  set.capacity = capacity;
}
