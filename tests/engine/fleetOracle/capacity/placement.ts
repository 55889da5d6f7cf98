import { freeInBlocks, takeBlocks } from './blocks.ts';
import { makeNodes, nodesPerReplica, nodeWithRoom, replicasPerNode } from './nodes.ts';
import { count, keptReplicas, type FleetNode, type PoolState } from '../poolState.ts';
import { nodesOnReservation } from './reserved.ts';
import { takeSlots } from './spotMarket.ts';
import { takeStock } from './stock.ts';

/** Nodes of a block, or of spot for one that comes back from a fallback: there are some. */
export function nodesForReturn(
  pool: PoolState,
  kind: 'block' | 'spot',
  provisionSeconds: number,
): FleetNode[] {
  const found = nodeWithRoom(pool, [kind]);
  if (found !== undefined) return [found];
  const made = makeNodes(pool, kind);
  if (kind === 'block' ? takeBlocks(pool, made) : takeSlots(pool, made, true))
    endWait(made, pool.now + provisionSeconds);
  return made;
}

/**
 * Whether these nodes are to be had now, where they may be: all of a block, else the base on demand, others of spot, or else on demand as a
 * fallback.
 */
export function findCapacity(pool: PoolState, nodes: readonly FleetNode[]): boolean {
  if (takeBlocks(pool, nodes)) return true;
  if (nodes[0].kind === 'on-demand') return takeStock(pool, nodes);
  if (takeSlots(pool, nodes)) return true;
  if (pool.living.spot?.returnAfterSeconds === undefined || !takeStock(pool, nodes)) return false;
  for (const node of nodes) node.kind = 'fallback';
  return true;
}

/** Having found capacity they are provisioned, and paid from an instant on. */
export function endWait(nodes: readonly FleetNode[], paidFrom: number): void {
  for (const node of nodes) {
    node.isWaiting = false;
    node.paidFrom = paidFrom;
  }
}

/** Whether the base, so many replicas on demand that stand in for nobody, is complete without one more: at least what is reserved carries. */
function isBaseComplete(pool: PoolState): boolean {
  const { onDemandReplicas = Number.POSITIVE_INFINITY } = pool.living.spot ?? {};
  const carried = Math.floor((nodesOnReservation(pool) * replicasPerNode(pool)) / nodesPerReplica(pool));
  const onDemand = keptReplicas(pool).filter(({ nodes }) => nodes[0].kind === 'on-demand');
  return onDemand.length >= Math.max(onDemandReplicas, carried);
}

/**
 * Of a block before anything else; on demand, or spot, or what stands in for it; on the oldest node of its kind with room, else on new ones, or
 * it waits for those.
 */
export function nodesForReplica(pool: PoolState, provisionSeconds: number): FleetNode[] {
  const isBase = !isBaseComplete(pool);
  const isForBlock = freeInBlocks(pool) >= nodesPerReplica(pool);
  const elsewhere = isForBlock
    ? undefined
    : nodeWithRoom(pool, isBase ? ['on-demand'] : ['spot', 'fallback']);
  const found = nodeWithRoom(pool, ['block']) ?? elsewhere;
  const nodes = found === undefined ? makeNodes(pool, isBase ? 'on-demand' : 'spot') : [found];
  if (found === undefined && findCapacity(pool, nodes)) endWait(nodes, pool.now + provisionSeconds);
  if (nodes[0].kind === 'fallback') count(pool, 'fallbacks');
  return nodes;
}
