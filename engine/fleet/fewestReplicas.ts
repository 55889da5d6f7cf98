import type { PoolSpec } from '../scenario/spec.ts';

/** The fewest replicas that a pool may want at a time. */
export function fewestReplicas({ replicas, living }: Pick<PoolSpec, 'replicas' | 'living'>): number {
  const controller = living?.controller;
  if (controller === undefined) return replicas;
  if (controller.kind !== 'schedule') return Math.min(replicas, controller.min);
  return controller.entries.reduce((fewest, entry) => Math.min(fewest, entry.replicas), replicas);
}
