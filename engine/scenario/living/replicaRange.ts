import type { PoolSpec } from '../spec.ts';

/** The fewest and the most replicas that a pool may want at a time: equal where nobody changes their number. */
export function replicaRange({ replicas, living }: Pick<PoolSpec, 'replicas' | 'living'>): {
  readonly least: number;
  readonly most: number;
} {
  const controller = living?.controller;
  if (controller === undefined) return { least: replicas, most: replicas };
  const wanted =
    controller.kind === 'schedule'
      ? controller.entries.map((entry) => entry.replicas)
      : [controller.min, controller.max];
  return { least: Math.min(replicas, ...wanted), most: Math.max(replicas, ...wanted) };
}
