import {
  BLOCK_ENDS_EARLY_SECONDS,
  BLOCK_NOTICE_SECONDS,
  type ReservedSpec,
} from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import type { FleetNode, PoolState } from '../poolState.ts';

/** Machines of capacity blocks: the pool's own from one instant to their notice, whoever is on them, and gone before their end. */

function blocksOf(pool: PoolState): ReservedSpec[] {
  return (pool.living.reserved ?? []).filter(({ kind }) => kind === 'capacity-block');
}

function lossAt({ untilSecond }: ReservedSpec): number {
  return untilSecond - BLOCK_ENDS_EARLY_SECONDS;
}

function noticeAt(block: ReservedSpec): number {
  return lossAt(block) - BLOCK_NOTICE_SECONDS;
}

/** When they come, and have their notice. */
export function instantsOfBlocks(pool: PoolState): number[] {
  return blocksOf(pool).flatMap((block) => [block.fromSecond, noticeAt(block)]);
}

/** Of each machine that nobody has its block, in the document's order. */
function freeMachines(pool: PoolState): ReservedSpec[] {
  return blocksOf(pool)
    .filter((block) => block.fromSecond <= pool.now && pool.now < noticeAt(block))
    .flatMap((block) => {
      const held = pool.nodes.filter((node) => node.block === block).length;
      return Array.from({ length: block.nodes - held }, () => block);
    });
}

export function freeInBlocks(pool: PoolState): number {
  return freeMachines(pool).length;
}

/** Whether all of these can be had; then they are. */
export function takeBlocks(pool: PoolState, nodes: readonly FleetNode[]): boolean {
  const free = freeMachines(pool);
  if (free.length < nodes.length) return false;
  nodes.forEach((node, i) => {
    node.kind = 'block';
    node.block = free[i];
  });
  return true;
}

/** A machine that has its notice now, and when it is taken away. */
export interface Notice {
  readonly node: FleetNode;
  readonly lossAt: number;
}

/** Of machines that somebody has. */
export function noticesOfBlocks(pool: PoolState): Notice[] {
  return pool.nodes.flatMap((node) =>
    node.block === undefined || node.isTaken || noticeAt(node.block) > pool.now
      ? []
      : [{ node, lossAt: lossAt(node.block) }],
  );
}
