import {
  BLOCK_ENDS_EARLY_SECONDS,
  BLOCK_NOTICE_SECONDS,
  type ReservedSpec,
} from '../../../scenario/living/capacity/capacitySpec.ts';
import { addEvent } from '../calendar.ts';
import { EVENT } from '../eventKinds.ts';
import type { LivingPool } from '../livingPool.ts';
import type { Node } from './nodes.ts';

/** The capacity blocks of a pool, in the document's order. */
function blocksOf({ living: { reserved = [] } }: LivingPool): readonly ReservedSpec[] {
  return reserved.filter(({ kind }) => kind === 'capacity-block');
}

/** When who is on one has notice. */
function noticeSecond({ untilSecond }: ReservedSpec): number {
  return untilSecond - BLOCK_ENDS_EARLY_SECONDS - BLOCK_NOTICE_SECONDS;
}

/** Dates that blocks begin, and that they are about to end. */
export function dateBlocks(pool: LivingPool, from: number): void {
  for (const block of blocksOf(pool)) {
    if (block.fromSecond > from) addEvent(pool.calendar, block.fromSecond, EVENT.MORE_SLOTS);
    addEvent(pool.calendar, Math.max(from, noticeSecond(block)), EVENT.FEWER_SLOTS);
  }
}

/** Of each node of a block that nobody has, the block. */
export function freeInBlocks(pool: LivingPool, now: number): readonly ReservedSpec[] {
  return blocksOf(pool)
    .filter((block) => block.fromSecond <= now && now < noticeSecond(block))
    .flatMap((block) => {
      const held = pool.nodes.nodes.filter((node) => node.block === block).length;
      return Array.from({ length: block.nodes - held }, () => block);
    });
}

/** Nodes of blocks that are about to end, whose replicas have not had notice. */
export function endingNodes({ nodes }: LivingPool, now: number): readonly Node[] {
  return nodes.nodes.filter(
    ({ block, isTaken }) => block !== undefined && !isTaken && noticeSecond(block) <= now,
  );
}
