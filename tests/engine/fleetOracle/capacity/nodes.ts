import type { PaidKind } from '../fleetTypes.ts';
import { type FleetNode, type LivingReplica, paidKind, type PoolState } from '../poolState.ts';
import { tellPaid } from './reserved.ts';
import { beginLife, leaveSlot } from './spotMarket.ts';

/**
 * What is paid are nodes: several replicas stand on one, or one replica spans several. Where the document
 * says nothing a node has a replica's GPUs, and then the two are the same.
 */

/** What is reserved is paid whoever is on it. */
function changePaid(pool: PoolState, kind: PaidKind, by: number): void {
  if (kind === 'reserved') return;
  pool.paidNodes[kind] += by;
  tellPaid(pool);
}

export function gpusPerNode({ spec, living }: PoolState): number {
  return living.gpusPerNode ?? spec.gpusPerReplica;
}

/** How many nodes a replica spans. */
export function nodesPerReplica(pool: PoolState): number {
  return Math.ceil(pool.spec.gpusPerReplica / gpusPerNode(pool));
}

/** How many replicas a node has room for. */
export function replicasPerNode(pool: PoolState): number {
  return Math.max(1, Math.floor(gpusPerNode(pool) / pool.spec.gpusPerReplica));
}

/** The oldest of these kinds with room that is neither in repair nor about to be taken away. */
export function nodeWithRoom(pool: PoolState, kinds: readonly FleetNode['kind'][]): FleetNode | undefined {
  return pool.nodes.find(
    ({ kind, replicas, isInRepair, isTaken }) =>
      kinds.includes(kind) && replicas.size < replicasPerNode(pool) && !isInRepair && !isTaken,
  );
}

/** As many as a replica needs, all requested together; they wait until they are found somewhere. */
export function makeNodes(pool: PoolState, kind: FleetNode['kind']): FleetNode[] {
  const made = Array.from(
    { length: nodesPerReplica(pool) },
    (): FleetNode => ({
      order: pool.nodesMade++,
      kind,
      block: undefined,
      stockName: undefined,
      isWaiting: true,
      isTaken: false,
      noticeAt: Number.POSITIVE_INFINITY,
      paidFrom: Number.POSITIVE_INFINITY,
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
    beginLife(pool, node);
    changePaid(pool, paidKind(node), 1);
  }
}

/** A node that nobody is on any more is given back; it takes nobody while it is still paid. One that is taken away is not paid longer. */
export function leaveNodes(pool: PoolState, replica: LivingReplica, releaseSeconds: number): void {
  for (const node of replica.nodes) {
    node.replicas.delete(replica);
    if (node.replicas.size > 0) continue;
    pool.nodes = pool.nodes.filter((other) => other !== node);
    leaveSlot(pool, node);
    if (!node.isPaid) continue;
    const kind = paidKind(node);
    if (releaseSeconds > 0 && !node.isTaken) pool.releases.push({ at: pool.now + releaseSeconds, kind });
    else changePaid(pool, kind, -1);
  }
}

export function endReleases(pool: PoolState): void {
  for (const { at, kind } of pool.releases) if (at <= pool.now) changePaid(pool, kind, -1);
  pool.releases = pool.releases.filter(({ at }) => at > pool.now);
}

export function endAllReleases(pool: PoolState): void {
  for (const { kind } of pool.releases) changePaid(pool, kind, -1);
  pool.releases = [];
}

/** Nobody pays for what is being repaired. */
export function repairNodes(pool: PoolState, nodes: readonly FleetNode[], repairedAt: number): void {
  for (const node of nodes) {
    if (node.replicas.size === 0) continue;
    node.isPaid = false;
    node.isInRepair = true;
    node.paidFrom = repairedAt;
    changePaid(pool, paidKind(node), -1);
  }
}
