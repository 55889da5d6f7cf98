import { COMMITTED_OR_ON_DEMAND, RESERVED, SPOT } from '../../../usage/paidHours.ts';
import { reservedAt } from '../../../scenario/living/capacity/reservedAt.ts';
import { countFleet } from '../../../usage/fleetRecorder.ts';
import type { LivingPool } from '../livingPool.ts';
import { PHASE } from '../replicaSet.ts';
import { freeInBlocks } from './blocks.ts';
import { type Found, type Node, nodeWithRoom, type Place } from './nodes.ts';
import { takeSlots } from './spotMarket.ts';
import { takeStock } from './takeStock.ts';

/**
 * What a replica that is requested now is to stand on: a capacity block, if there is room. Else on demand while fewer than the base are; beyond it
 * on a node of the others with room, else spot, else on demand for the time being. It waits where there is nothing.
 */
export function placeFor(pool: LivingPool, now: number, replica: number): Place {
  const { market, nodes } = pool;
  const isBase = market === undefined || onDemandReplicas(pool) < baseAt(pool, now);
  const kind = isBase ? COMMITTED_OR_ON_DEMAND : SPOT;
  const block = placeOnBlock(pool, now);
  if (block !== undefined) return block;
  const on = nodeWithRoom(nodes, (node) =>
    isBase ? node.kind === kind && !node.isFallback : node.kind === kind || node.isFallback,
  );
  const found = on ?? findElsewhere(pool, now, kind, nodes.span);
  if (found?.isFallback === true) standIn(pool, now, replica);
  return on === undefined ? { kind, found } : { on };
}

/** From now on a replica is on demand for want of spot. */
function standIn({ market, recorder, isLast }: LivingPool, now: number, replica: number): void {
  market?.fallbacks.add(replica);
  countFleet(recorder, 'fallbacks', now, isLast);
}

/** Room on a capacity block, or new nodes of one; undefined where there is none. */
export function placeOnBlock(pool: LivingPool, now: number): Place | undefined {
  const on = nodeWithRoom(pool.nodes, ({ kind }) => kind === RESERVED);
  if (on !== undefined) return { on };
  const found = findOnBlock(pool, now, pool.nodes.span);
  return found && { kind: RESERVED, found };
}

/** Where a replica may go back to from a fallback: spot with room, or new spot whose slots have been free for long at `now`; undefined: nowhere. */
export function placeToReturn({ nodes, market }: LivingPool, now: number): Place | undefined {
  const on = nodeWithRoom(nodes, ({ kind }) => kind === SPOT);
  if (on !== undefined) return { on };
  const slots = market && takeSlots(market, nodes.span, now);
  return slots && { kind: SPOT, found: { kind: SPOT, isFallback: false, slots } };
}

/** What there is for nodes that wait, all of one replica or of one node; undefined where they go on waiting. */
export function findForWaiting(pool: LivingPool, now: number, nodes: readonly Node[]): Found | undefined {
  const [{ kind, replicas }] = nodes;
  const found = findOnBlock(pool, now, nodes.length) ?? findElsewhere(pool, now, kind, nodes.length);
  if (found?.isFallback === true) for (const replica of replicas) standIn(pool, now, replica);
  return found;
}

function findOnBlock(pool: LivingPool, now: number, count: number): Found | undefined {
  const blocks = freeInBlocks(pool, now);
  return blocks.length < count ? undefined : { kind: RESERVED, isFallback: false, blocks };
}

/** On demand, or spot, or on demand instead. */
function findElsewhere(pool: LivingPool, now: number, kind: number, count: number): Found | undefined {
  if (kind === SPOT) {
    const slots = pool.market && takeSlots(pool.market, count);
    if (slots !== undefined) return { kind, isFallback: false, slots };
    if (pool.market?.spec.returnAfterSeconds === undefined) return undefined;
  }
  const stockNames = takeStock(pool, now, count);
  return stockNames && { kind: COMMITTED_OR_ON_DEMAND, isFallback: kind === SPOT, stockNames };
}

/** So many replicas are on demand before any is spot: those of the base, or as many as are paid anyway. */
function baseAt({ market, living, nodes }: LivingPool, now: number): number {
  const reserved = living.reserved === undefined ? 0 : reservedAt(living.reserved, now).onDemand;
  return Math.max(market?.spec.onDemandReplicas ?? 0, Math.floor((reserved * nodes.room) / nodes.span));
}

/** Replicas on demand that stand in for nobody and are not draining. */
function onDemandReplicas({ set, nodes, market }: LivingPool): number {
  let count = 0;
  for (let r = 0; r < set.capacity; r++) {
    if (set.phase[r] === PHASE.FREE || set.phase[r] === PHASE.DRAINING) continue;
    if (nodes.of[r]?.[0]?.kind === COMMITTED_OR_ON_DEMAND && market?.fallbacks.has(r) !== true) count++;
  }
  return count;
}

/** Of what a replica stands on; on demand while that is not known. */
export function kindOf({ nodes }: LivingPool, replica: number): number {
  return nodes.of[replica]?.[0]?.kind ?? COMMITTED_OR_ON_DEMAND;
}

/** Whether a node waits for capacity. */
export function isAnyWaiting({ nodes }: LivingPool): boolean {
  return nodes.nodes.some(({ isWaiting }) => isWaiting);
}
