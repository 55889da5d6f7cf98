import { makeNodes, nodeWithRoom } from './nodes.ts';
import { count, keptReplicas, type FleetNode, type PoolState } from './poolState.ts';
import { takeSlots } from './spotMarket.ts';

/** Nodes that wait for spot capacity are paid nobody knows when; having got it they are provisioned. */
export function spotNodes(pool: PoolState, provisionSeconds: number, isReturn = false): FleetNode[] {
  const found = nodeWithRoom(pool, ['spot']);
  if (found !== undefined) return [found];
  const made = makeNodes(pool, 'spot', Number.POSITIVE_INFINITY);
  if (takeSlots(pool, made, isReturn)) endWait(made, pool.now + provisionSeconds);
  return made;
}

export function endWait(nodes: readonly FleetNode[], paidFrom: number): void {
  for (const node of nodes) {
    node.isWaiting = false;
    node.paidFrom = paidFrom;
  }
}

/** Whether the base, so many replicas on demand that stand in for nobody, is complete without one more. */
function isBaseComplete(pool: PoolState): boolean {
  const { onDemandReplicas = Number.POSITIVE_INFINITY } = pool.living.spot ?? {};
  const onDemand = keptReplicas(pool).filter(({ nodes }) => nodes[0].kind === 'on-demand');
  return onDemand.length >= onDemandReplicas;
}

/** On demand, or spot, or what stands in for it; on the oldest node of its kind with room, else on new ones. */
export function nodesForReplica(pool: PoolState, provisionSeconds: number): FleetNode[] {
  const paidFrom = pool.now + provisionSeconds;
  if (!isBaseComplete(pool)) {
    const found = nodeWithRoom(pool, ['on-demand']);
    return found === undefined ? makeNodes(pool, 'on-demand', paidFrom) : [found];
  }
  const found = nodeWithRoom(pool, ['spot', 'fallback']);
  const nodes = found === undefined ? spotNodes(pool, provisionSeconds) : [found];
  if (pool.living.spot?.returnAfterSeconds === undefined) return nodes;
  const isOnSpot = nodes.every(({ kind, isWaiting }) => kind === 'spot' && !isWaiting);
  if (isOnSpot) return nodes;
  count(pool, 'fallbacks');
  if (found !== undefined) return nodes;
  pool.nodes = pool.nodes.filter((node) => !nodes.includes(node));
  return makeNodes(pool, 'fallback', paidFrom);
}
