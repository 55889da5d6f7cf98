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
  /** Numbers of ready replicas, ascending. */
  ready: Int32Array;
  readyCount: number;
  /** Replicas in each phase. */
  readonly count: Int32Array;
  /** Spot replicas that are to follow one on demand, which counts for both until they are ready; and how many of each phase. */
  isSuccessor: Uint8Array;
  readonly successors: Int32Array;
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
  if (before === READY) removeReady(set, number);
  if (phase === READY) insertReady(set, number);
  set.phase[number] = phase;
}

/** Whether a replica is to follow one on demand, and so counts for nothing yet. */
export function setSuccessor(set: ReplicaSet, number: number, isSuccessor: 0 | 1): void {
  set.successors[set.phase[number]] += isSuccessor - set.isSuccessor[number];
  set.isSuccessor[number] = isSuccessor;
}

/** Replicas of a phase as a controller sees them. */
export function standing({ count, successors }: ReplicaSet, phase: number): number {
  return count[phase] - successors[phase];
}

/** Replicas that the controller's number is held against: all but draining ones. */
export function currentReplicas(set: ReplicaSet): number {
  return standing(set, PENDING) + standing(set, STARTING) + standing(set, READY) + standing(set, IN_REPAIR);
}

/** Who goes first when the number falls: those not ready, the latest requested first, then ready ones alike; −1 for nobody. */
export function firstToGo(set: ReplicaSet): number {
  const { phase, requestOrder } = set;
  let newest = -1;
  let newestReady = -1;
  for (let r = 0; r < set.capacity; r++) {
    if (set.isSuccessor[r] === 1) continue;
    if (phase[r] === READY) {
      if (newestReady < 0 || requestOrder[r] > requestOrder[newestReady]) newestReady = r;
    } else if (phase[r] !== FREE && phase[r] !== DRAINING) {
      if (newest < 0 || requestOrder[r] > requestOrder[newest]) newest = r;
    }
  }
  return newest >= 0 ? newest : newestReady;
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
  set.capacity = capacity;
}
