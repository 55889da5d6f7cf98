import { COMMITTED_OR_ON_DEMAND, SPOT } from '../../../usage/paidHours.ts';
import { countFleet } from '../../../usage/fleetRecorder.ts';
import type { LivingPool } from '../livingPool.ts';
import { type Node, nodeWithRoom, type Place } from './nodes.ts';
import { PHASE } from '../replicaSet.ts';
import { takeSlots } from './spotMarket.ts';

/**
 * What a replica that is requested now is to stand on. On demand while fewer than the document's base are; beyond it, on a node of
 * the others with room, else spot, else on demand for the time being, or it waits.
 */
export function placeFor(pool: LivingPool, now: number, replica: number): Place {
  const { market, nodes } = pool;
  if (market === undefined || onDemandReplicas(pool) < market.spec.onDemandReplicas) {
    const found = nodeWithRoom(
      nodes,
      ({ kind, isFallback }) => kind === COMMITTED_OR_ON_DEMAND && !isFallback,
    );
    return { found, kind: COMMITTED_OR_ON_DEMAND, isFallback: false, slots: [] };
  }
  const found = nodeWithRoom(nodes, ({ kind, isFallback }) => kind === SPOT || isFallback);
  const place = found === undefined ? newSpot(pool) : onNode(found);
  const canFallBack = market.spec.returnAfterSeconds !== undefined;
  if (!canFallBack || (!place.isFallback && place.slots !== undefined)) return place;
  market.fallbacks.set(replica, -1);
  countFleet(pool.recorder, 'fallbacks', now, pool.isLast);
  return { found, kind: COMMITTED_OR_ON_DEMAND, isFallback: true, slots: [] };
}

/** Where a replica may go back to from a fallback: spot with room, or new spot whose slots have been free for long at `now`; undefined: nowhere. */
export function placeToReturn(pool: LivingPool, now: number): Place | undefined {
  const found = nodeWithRoom(pool.nodes, ({ kind }) => kind === SPOT);
  if (found !== undefined) return onNode(found);
  const place = newSpot(pool, now);
  return place.slots === undefined ? undefined : place;
}

/** Room on a node that is there, or waits. */
function onNode(found: Node): Place {
  const { kind, isFallback, isWaiting } = found;
  return { found, kind, isFallback, slots: isWaiting ? undefined : [] };
}

/** New spot nodes, whose slots are taken; without slots they wait. */
function newSpot({ market, nodes }: LivingPool, settledAt?: number): Place {
  const slots = market && takeSlots(market, nodes.span, settledAt);
  return { kind: SPOT, isFallback: false, slots };
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

/** Whether a node waits for spot. */
export function isAnyWaiting({ nodes }: LivingPool): boolean {
  return nodes.nodes.some(({ isWaiting }) => isWaiting);
}
