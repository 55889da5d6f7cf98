import type { FleetNode, LivingReplica, PoolState } from './poolState.ts';

/**
 * What is paid are nodes: several replicas stand on one, or one replica spans several. Where the document
 * says nothing a node has a replica's GPUs, and then the two are the same.
 */

function changePaid(pool: PoolState, by: number): void {
  pool.paidNodes += by;
  pool.paidChanges.push({ at: pool.now, level: pool.paidNodes });
}

/** The oldest node with room that is not in repair, else new ones, all requested together. */
export function nodesForReplica(pool: PoolState, provisionSeconds: number): FleetNode[] {
  const { gpusPerReplica } = pool.spec;
  const gpusPerNode = pool.living.gpusPerNode ?? gpusPerReplica;
  const room = Math.max(1, Math.floor(gpusPerNode / gpusPerReplica));
  const found = pool.nodes.find(({ replicas, isInRepair }) => replicas.size < room && !isInRepair);
  if (found !== undefined) return [found];
  const made = Array.from(
    { length: Math.ceil(gpusPerReplica / gpusPerNode) },
    (): FleetNode => ({
      paidFrom: pool.now + provisionSeconds,
      isPaid: false,
      isInRepair: false,
      replicas: new Set(),
    }),
  );
  pool.nodes.push(...made);
  return made;
}

export function payNodes(pool: PoolState, { nodes }: LivingReplica): void {
  for (const node of nodes) {
    node.isInRepair = false;
    if (node.isPaid) continue;
    node.isPaid = true;
    changePaid(pool, 1);
  }
}

/** A node that nobody is on any more is given back; it takes nobody while it is still paid. */
export function leaveNodes(pool: PoolState, replica: LivingReplica, releaseSeconds: number): void {
  for (const node of replica.nodes) {
    node.replicas.delete(replica);
    if (node.replicas.size > 0) continue;
    pool.nodes = pool.nodes.filter((other) => other !== node);
    if (!node.isPaid) continue;
    if (releaseSeconds > 0) pool.releases.push(pool.now + releaseSeconds);
    else changePaid(pool, -1);
  }
}

export function endReleases(pool: PoolState): void {
  for (const at of pool.releases) if (at <= pool.now) changePaid(pool, -1);
  pool.releases = pool.releases.filter((at) => at > pool.now);
}

/** Nobody pays for what is being repaired. */
export function repairNodes(pool: PoolState, nodes: readonly FleetNode[], repairedAt: number): void {
  for (const node of nodes) {
    if (node.replicas.size === 0) continue;
    node.isPaid = false;
    node.isInRepair = true;
    node.paidFrom = repairedAt;
    changePaid(pool, -1);
  }
}
