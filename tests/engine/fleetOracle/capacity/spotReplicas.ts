import { freeInBlocks } from './blocks.ts';
import { nodesPerReplica, replicasPerNode } from './nodes.ts';
import { endWait, findCapacity } from './placement.ts';
import { count, type LivingReplica, type PoolState, readyReplicas, stageSeconds } from '../poolState.ts';
import { beginStages, endDrain, letGo, requestReplica, requestReturn } from '../replicaSet.ts';
import { missingReplicas } from '../rollout.ts';
import { hearMarket, slotsHeld } from './spotMarket.ts';

/** What is free goes to those that wait, in order of request, each to what it may stand on; who begins now. */
export function endCapacityWaits(pool: PoolState): LivingReplica[] {
  const begun: LivingReplica[] = [];
  pool.slotLeftAt = Number.POSITIVE_INFINITY;
  for (const node of pool.nodes) {
    if (!node.isWaiting) continue;
    // All nodes of a replica that spans several, or all replicas of a node that has several.
    const replicas = [...node.replicas];
    const nodes = replicas[0].nodes;
    if (!findCapacity(pool, nodes)) continue;
    endWait(nodes, pool.now + stageSeconds(pool, 'provision'));
    beginStages(pool, node);
    if (node.kind === 'fallback') for (const _ of replicas) count(pool, 'fallbacks');
    begun.push(...replicas);
  }
  return begun;
}

/**
 * Each machine takes as many of them as it has room for (or several take one), the newest first; one of a pair is to be ready before the
 * other goes. Who was requested.
 */
function requestReturns(
  pool: PoolState,
  kind: 'block' | 'spot',
  free: () => number,
  isAway: (replica: LivingReplica) => boolean,
): LivingReplica[] {
  const requested: LivingReplica[] = [];
  while (free() >= nodesPerReplica(pool)) {
    const away = readyReplicas(pool)
      .filter(isAway)
      .filter((replica) => !pool.replicas.some(({ replaces }) => replaces === replica))
      .sort((a, b) => b.order - a.order)
      .slice(0, replicasPerNode(pool));
    if (away.length === 0) break;
    for (const replica of away) requested.push(requestReturn(pool, kind, replica));
  }
  return requested;
}

/** Ready ones that stand elsewhere go to blocks with free machines; then fallbacks to spot nodes that have been free for long enough. */
export function returnReplicas(pool: PoolState): LivingReplica[] {
  return [
    ...requestReturns(
      pool,
      'block',
      () => freeInBlocks(pool),
      ({ nodes }) => nodes[0].kind !== 'block',
    ),
    ...requestReturns(
      pool,
      'spot',
      () => slotsHeld(pool),
      ({ nodes }) => nodes[0].kind === 'fallback',
    ),
  ];
}

/** What is taken away drains until its loss, or ends at once where it is not ready; who is wanted still gets a successor. */
export function hearNotices(pool: PoolState): void {
  const notices = hearMarket(pool);
  for (const _ of notices) count(pool, 'interruptions');
  const struck = pool.replicas.filter(({ nodes }) => notices.some(({ node }) => nodes.includes(node)));
  for (const replica of struck) {
    const own = notices.filter(({ node }) => replica.nodes.includes(node));
    const lossAt = Math.min(...own.map((notice) => notice.lossAt));
    if (replica.state === 'draining') {
      replica.lossAt = Math.min(replica.lossAt, lossAt);
      if (replica.lossAt <= pool.now) endDrain(pool, replica);
      continue;
    }
    // Whoever was to follow it is its successor. One that was to replace another leaves that in its place.
    for (const other of pool.replicas) if (other.replaces === replica) other.replaces = undefined;
    letGo(pool, replica, lossAt);
  }
  endCapacityWaits(pool);
  const missing = missingReplicas(pool);
  for (let n = 0; n < missing; n++) requestReplica(pool);
  returnReplicas(pool);
}
