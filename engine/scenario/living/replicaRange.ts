import { beyondWanted } from './beyondWanted.ts';
import type { ControllerSpec } from './livingSpec.ts';
import type { PoolSpec } from '../spec.ts';

/** The fewest replicas that a pool may want at a time, and the most that there may be on purpose. */
export function replicaRange(pool: Pick<PoolSpec, 'replicas' | 'living'>): {
  readonly least: number;
  readonly most: number;
} {
  const { least, most } = wantedRange(pool);
  return { least, most: most + beyondWanted(pool.living ?? {}, most) };
}

/** The fewest and the most replicas that a pool may want at a time: equal where nobody changes their number. */
export function wantedRange({ replicas, living }: Pick<PoolSpec, 'replicas' | 'living'>): {
  readonly least: number;
  readonly most: number;
} {
  const controller = living?.controller;
  if (controller === undefined) return { least: replicas, most: replicas };
  const wanted =
    controller.kind === 'schedule'
      ? controller.entries.map((entry) => entry.replicas)
      : [controller.min, controller.max, ...idleOf(controller)];
  return { least: Math.min(replicas, ...wanted), most: Math.max(replicas, ...wanted) };
}

/** While there is nothing to do KEDA may leave fewer than its least. */
function idleOf(controller: ControllerSpec): readonly number[] {
  return controller.kind === 'keda' && controller.idle !== undefined ? [controller.idle] : [];
}
