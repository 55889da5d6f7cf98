import type { PoolSpec } from '../scenario/spec.ts';

/** The most replicas that a pool may want at a time. */
export function mostReplicas({ replicas, living }: Pick<PoolSpec, 'replicas' | 'living'>): number {
  const controller = living?.controller;
  if (controller === undefined) return replicas;
  if (controller.kind !== 'schedule') return Math.max(replicas, controller.max);
  return controller.entries.reduce((most, entry) => Math.max(most, entry.replicas), replicas);
}
