import { nodesPerReplica, replicasPerNode } from './nodes.ts';
import { endWait } from './placement.ts';
import { count, type LivingReplica, type PoolState, readyReplicas, stageSeconds } from './poolState.ts';
import { beginStages, endDrain, letGo, requestReplica, requestReturn } from './replicaSet.ts';
import { missingReplicas } from './rollout.ts';
import { hearMarket, slotsHeld, takeSlots } from './spotMarket.ts';

/** Spot nodes that are free go to those that wait, in order of request; who begins now. */
export function endSpotWaits(pool: PoolState): LivingReplica[] {
  const begun: LivingReplica[] = [];
  pool.slotLeftAt = Number.POSITIVE_INFINITY;
  for (;;) {
    const first = pool.nodes.find(({ isWaiting }) => isWaiting);
    if (first === undefined) return begun;
    // All nodes of a replica that spans several, or all replicas of a node that has several.
    const replicas = [...first.replicas];
    const nodes = replicas[0].nodes;
    if (!takeSlots(pool, nodes)) return begun;
    endWait(nodes, pool.now + stageSeconds(pool, 'provision'));
    beginStages(pool, first);
    begun.push(...replicas);
  }
}

/**
 * Of spot nodes that have been free for long enough each takes as many fallbacks as it has room for (or several take one), the
 * newest first; one of them is to be ready before the other goes. Who was requested.
 */
export function returnToSpot(pool: PoolState): LivingReplica[] {
  const requested: LivingReplica[] = [];
  while (slotsHeld(pool) >= nodesPerReplica(pool)) {
    const fallbacks = readyReplicas(pool)
      .filter(({ nodes }) => nodes[0].kind === 'fallback')
      .filter((fallback) => !pool.replicas.some(({ replaces }) => replaces === fallback))
      .sort((a, b) => b.order - a.order)
      .slice(0, replicasPerNode(pool));
    if (fallbacks.length === 0) break;
    for (const fallback of fallbacks) requested.push(requestReturn(pool, fallback));
  }
  return requested;
}

/** What is taken away drains until its loss, or ends at once where it is not ready; who is wanted still gets a successor. */
export function hearNotices(pool: PoolState): void {
  const { noticeSeconds = 0 } = pool.living.spot ?? {};
  const noticed = hearMarket(pool);
  for (const _ of noticed) count(pool, 'interruptions');
  const struck = pool.replicas.filter(({ nodes }) => nodes.some((node) => noticed.includes(node)));
  for (const replica of struck) {
    const lossAt = pool.now + noticeSeconds;
    if (replica.state === 'draining') {
      replica.lossAt = Math.min(replica.lossAt, lossAt);
      if (replica.lossAt <= pool.now) endDrain(pool, replica);
      continue;
    }
    // A replica that was to replace a fallback leaves it in its place.
    letGo(pool, replica, lossAt);
  }
  endSpotWaits(pool);
  const missing = missingReplicas(pool);
  for (let n = 0; n < missing; n++) requestReplica(pool);
  returnToSpot(pool);
}
