import type { PoolSpec } from '../../spec.ts';

/** A pool is paid by its nodes: one a replica where nothing else is written. */
export type NodedPool = Pick<PoolSpec, 'gpusPerReplica' | 'living'>;

/** GPUs of a node of a pool: a replica's, where its replicas stand on no others. */
export function gpusPerNode({ gpusPerReplica, living }: NodedPool): number {
  return living?.gpusPerNode ?? gpusPerReplica;
}

/** Replicas that a node of a pool carries, whole ones, or the part of one that stands on several. */
export function replicasPerNode(pool: NodedPool): number {
  const replicas = gpusPerNode(pool) / pool.gpusPerReplica;
  return replicas > 1 ? Math.floor(replicas) : replicas;
}

/** Nodes that so many replicas of a pool stand on. */
export function nodesOf(pool: NodedPool, replicas: number): number {
  return Math.ceil(replicas / replicasPerNode(pool));
}
