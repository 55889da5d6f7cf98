import { COMMITTED_OR_ON_DEMAND, RESERVED, SPOT } from '../../../usage/paidHours.ts';
import { countFleet } from '../../../usage/fleetRecorder.ts';
import type { LivingPool } from '../livingPool.ts';
import { type Node, nodeWithRoom, type Place } from './nodes.ts';
import { reservedAt } from '../../../scenario/living/capacity/reservedAt.ts';
import { PHASE } from '../replicaSet.ts';
import { type Slot, takeSlots } from './slotMarket.ts';

/**
 * What a replica that is requested now is to stand on: a capacity block, if there is room. Else on demand while fewer than the base are; beyond it
 * on a node of the others with room, else spot, else on demand for the time being. It waits where there is nothing.
 */
export function placeFor(pool: LivingPool, now: number, replica: number): Place {
  const { market, nodes } = pool;
  const block = placeOnBlock(pool);
  if (block !== undefined) return block;
  if (market === undefined || onDemandReplicas(pool) < baseAt(pool, now)) {
    const found = nodeWithRoom(
      nodes,
      ({ kind, isFallback }) => kind === COMMITTED_OR_ON_DEMAND && !isFallback,
    );
    return found === undefined ? newNodes(pool, COMMITTED_OR_ON_DEMAND) : onNode(found);
  }
  const found = nodeWithRoom(nodes, ({ kind, isFallback }) => kind === SPOT || isFallback);
  const place = found === undefined ? newNodes(pool, SPOT) : onNode(found);
  if (market.spec.returnAfterSeconds === undefined || found?.isWaiting === true) return place;
  if (!place.isFallback && place.slots !== undefined) return place;
  const slots = place.isFallback ? [] : stockSlots(pool);
  if (slots === undefined) return place;
  standIn(pool, now, replica);
  return { found, kind: COMMITTED_OR_ON_DEMAND, isFallback: true, slots };
}

/** From now on a replica is on demand for want of spot. */
function standIn({ market, recorder, isLast }: LivingPool, now: number, replica: number): void {
  market?.fallbacks.add(replica);
  countFleet(recorder, 'fallbacks', now, isLast);
}

/** Room on a capacity block, or a new node of one; undefined where there is none. */
export function placeOnBlock(pool: LivingPool): Place | undefined {
  if (pool.block === undefined) return undefined;
  const found = nodeWithRoom(pool.nodes, ({ kind }) => kind === RESERVED);
  if (found !== undefined) return onNode(found);
  const slots = takeSlots(pool.block, pool.nodes.span);
  return slots && { kind: RESERVED, isFallback: false, slots };
}

/** Where a replica may go back to from a fallback: spot with room, or new spot in slots that have been free for long; undefined: nowhere. */
export function placeToReturn(pool: LivingPool, settled: readonly Slot[]): Place | undefined {
  const found = nodeWithRoom(pool.nodes, ({ kind }) => kind === SPOT);
  if (found !== undefined) return onNode(found);
  const slots = pool.market && takeSlots(pool.market, pool.nodes.span, settled);
  return slots && { kind: SPOT, isFallback: false, slots };
}

/**
 * Slots for nodes that wait, all of one replica or of one node: spot, or stock, where spot may be stood in for. False where they go on waiting.
 */
export function endWait(pool: LivingPool, now: number, nodes: readonly Node[]): boolean {
  const [{ kind, replicas }] = nodes;
  const own = kind === SPOT ? pool.market && takeSlots(pool.market, nodes.length) : stockSlots(pool);
  const canFallBack = kind === SPOT && pool.market?.spec.returnAfterSeconds !== undefined;
  const slots = own ?? (canFallBack ? stockSlots(pool) : undefined);
  if (slots === undefined) return false;
  nodes.forEach((node, i) => {
    node.slot = slots[i];
    node.isWaiting = false;
  });
  if (own !== undefined) return true;
  for (const node of nodes) {
    node.kind = COMMITTED_OR_ON_DEMAND;
    node.isFallback = true;
  }
  for (const replica of replicas) standIn(pool, now, replica);
  return true;
}

/** Room on a node that is there, or waits. */
function onNode(found: Node): Place {
  const { kind, isFallback, isWaiting } = found;
  return { found, kind, isFallback, slots: isWaiting ? undefined : [] };
}

/** New nodes of a kind, whose slots are taken; without slots they wait. */
function newNodes(pool: LivingPool, kind: typeof COMMITTED_OR_ON_DEMAND | typeof SPOT): Place {
  const slots = kind === SPOT ? pool.market && takeSlots(pool.market, pool.nodes.span) : stockSlots(pool);
  return { kind, isFallback: false, slots };
}

/** Of capacity on demand: none need be taken where there is always some. */
function stockSlots({ stock, nodes }: LivingPool): readonly Slot[] | undefined {
  return stock === undefined ? [] : takeSlots(stock, nodes.span);
}

/** So many replicas are on demand before any is spot: those of the base, or as many as are paid anyway. */
function baseAt({ market, living, nodes }: LivingPool, now: number): number {
  const reserved = living.reserved === undefined ? 0 : reservedAt(living.reserved, now).onDemand;
  return Math.max(market?.spec.onDemandReplicas ?? 0, Math.floor(reserved / nodes.span) * nodes.room);
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
