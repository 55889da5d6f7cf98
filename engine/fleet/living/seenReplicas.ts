import type { LivingPool } from './livingPool.ts';
import { keptReplicas } from './replicaSet.ts';

/** The number of replicas that a pool asks for: what stands by is among them. */
export function askedReplicas({ wanted, living }: LivingPool): number {
  return wanted + (living.warmStandby ?? 0);
}

/** The number that a controller sees: what stands by, and what a rollout has beyond it, is not among them. */
export function seenReplicas({ set, wanted }: LivingPool): number {
  return Math.min(wanted, keptReplicas(set));
}
