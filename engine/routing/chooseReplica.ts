import type { BalancePolicy } from '../scenario/spec.ts';

/** Where the next request goes. What a policy must know of the replicas is given by the pool. */
export interface ReplicaChooser {
  readonly policy: BalancePolicy;
  readonly replicas: number;
  readonly random: () => number;
  turn: number;
}

/** A chooser that starts at replica 0; `random` yields uniforms in [0, 1). */
export function createReplicaChooser(
  policy: BalancePolicy,
  replicas: number,
  random: () => number,
): ReplicaChooser {
  return { policy, replicas, random, turn: 0 };
}

/** Replica by order of arrival, from 0. */
export function nextInTurn(chooser: ReplicaChooser): number {
  const replica = chooser.turn;
  chooser.turn = replica + 1 === chooser.replicas ? 0 : replica + 1;
  return replica;
}

/** A uniformly random replica. */
export function anyReplica(chooser: ReplicaChooser): number {
  return Math.floor(chooser.random() * chooser.replicas);
}

/** A uniformly random replica other than `first` (needs two or more). */
export function anyOtherReplica(chooser: ReplicaChooser, first: number): number {
  const other = Math.floor(chooser.random() * (chooser.replicas - 1));
  return other >= first ? other + 1 : other;
}
