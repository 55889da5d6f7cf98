import type { PoolSpec } from '../../scenario/spec.ts';

/** What is paid: a machine on which one or more replicas stand, or one of several that carry one replica together. */
interface Node {
  /** It is paid from then on, seconds; ahead while it is provisioned or repaired. */
  paidFrom: number;
  isPaid: boolean;
  isInRepair: boolean;
  readonly replicas: number[];
}

/** The nodes of a living pool, oldest first. Events are rare: plain objects do. */
export interface NodeSet {
  /** Replicas that a node has room for, and nodes that a replica needs. */
  readonly room: number;
  readonly span: number;
  nodes: Node[];
  /** Nodes of each replica number. */
  readonly of: (readonly Node[])[];
}

/** No nodes yet; a node has a replica's GPUs where the document gives no other number. */
export function createNodeSet({ gpusPerReplica, living }: PoolSpec): NodeSet {
  const gpusPerNode = living?.gpusPerNode ?? gpusPerReplica;
  return {
    room: Math.max(1, Math.floor(gpusPerNode / gpusPerReplica)),
    span: Math.max(1, Math.ceil(gpusPerReplica / gpusPerNode)),
    nodes: [],
    of: [],
  };
}

/**
 * Places a new replica on the oldest node with room that is not in repair, else on new ones, all requested together, which are
 * paid after `provisionSeconds`. Answers from when on all of its nodes are paid.
 */
export function placeReplica(set: NodeSet, replica: number, now: number, provisionSeconds: number): number {
  const found = set.nodes.find(({ replicas, isInRepair }) => replicas.length < set.room && !isInRepair);
  const nodes = found === undefined ? newNodes(set, now + provisionSeconds) : [found];
  set.of[replica] = nodes;
  for (const node of nodes) node.replicas.push(replica);
  return nodes.reduce((latest, { paidFrom }) => Math.max(latest, paidFrom), now);
}

function newNodes(set: NodeSet, paidFrom: number): readonly Node[] {
  const nodes = Array.from(
    { length: set.span },
    (): Node => ({ paidFrom, isPaid: false, isInRepair: false, replicas: [] }),
  );
  set.nodes.push(...nodes);
  return nodes;
}

/** Pays what a replica stands on from now on; answers how many nodes were not paid before. */
export function payNodes(set: NodeSet, replica: number): number {
  const unpaid = set.of[replica].filter(({ isPaid }) => !isPaid);
  for (const node of unpaid) {
    node.isPaid = true;
    node.isInRepair = false;
  }
  return unpaid.length;
}

/** A replica is gone: nodes that nobody is on any more take nobody again. Answers how many of them are still paid. */
export function leaveNodes(set: NodeSet, replica: number): number {
  const nodes = set.of[replica];
  set.of[replica] = [];
  for (const { replicas } of nodes) replicas.splice(replicas.indexOf(replica), 1);
  const empty = nodes.filter(({ replicas }) => replicas.length === 0);
  if (empty.length > 0) set.nodes = set.nodes.filter((node) => !empty.includes(node));
  return empty.filter(({ isPaid }) => isPaid).length;
}

/** All replicas on the nodes of one, itself among them, by number: a failure strikes them together. */
export function companionsOf(set: NodeSet, replica: number): readonly number[] {
  return [...new Set(set.of[replica].flatMap(({ replicas }) => replicas))].sort((a, b) => a - b);
}

/** Nodes that replicas are still on are in repair, and not paid, until `paidFrom`; answers how many were paid before. */
export function repairNodes(nodes: readonly Node[], paidFrom: number): number {
  let wasPaid = 0;
  for (const node of nodes) {
    if (node.replicas.length === 0) continue;
    if (node.isPaid) wasPaid++;
    Object.assign(node, { isPaid: false, isInRepair: true, paidFrom });
  }
  return wasPaid;
}
