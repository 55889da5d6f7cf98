import type { BalancePolicy } from '../scenario/spec.ts';

/** Numbers of the replicas that take requests, ascending, the first `readyCount` places. */
export interface ReadyList {
  ready: Int32Array;
  readyCount: number;
}

/** Where the next request goes. What a policy must know of the replicas is given by the pool. */
export interface ReplicaChooser {
  readonly policy: BalancePolicy;
  readonly among: ReadyList;
  readonly random: () => number;
  /** The replica chosen last in turn, −1 before. */
  turn: number;
}

/** A chooser that starts at replica 0; `random` yields uniforms in [0, 1). */
export function createReplicaChooser(
  policy: BalancePolicy,
  among: ReadyList,
  random: () => number,
): ReplicaChooser {
  return { policy, among, random, turn: -1 };
}

/** Replicas 0 … count − 1, all of them ready. */
export function allReady(count: number): ReadyList {
  return { ready: Int32Array.from({ length: count }, (_, replica) => replica), readyCount: count };
}

/** Replica by order of arrival: the next ready number above the last chosen, cyclic (needs one or more). */
export function nextInTurn(chooser: ReplicaChooser): number {
  const { ready, readyCount } = chooser.among;
  chooser.turn = ready[placeAbove(ready, readyCount, chooser.turn)];
  return chooser.turn;
}

/** Place of the first number above `last`, 0 where there is none. */
function placeAbove(ready: Int32Array, count: number, last: number): number {
  // Where all are ready a number is its own place.
  if (last >= 0 && last < count && ready[last] === last) return last + 1 === count ? 0 : last + 1;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ready[middle] > last) high = middle;
    else low = middle + 1;
  }
  return low === count ? 0 : low;
}

/** A uniformly random replica (needs one or more). */
export function anyReplica({ among, random }: ReplicaChooser): number {
  return among.ready[Math.floor(random() * among.readyCount)];
}

/** A uniformly random replica other than `first`, which is ready (needs two or more). */
export function anyOtherReplica({ among, random }: ReplicaChooser, first: number): number {
  const { ready, readyCount } = among;
  const other = Math.floor(random() * (readyCount - 1));
  // Numbers ascend: from the place of `first` on each is one further.
  return ready[other] >= first ? ready[other + 1] : ready[other];
}
