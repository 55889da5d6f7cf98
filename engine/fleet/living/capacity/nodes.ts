import type { ReservedSpec } from '../../../scenario/living/capacity/capacitySpec.ts';
import type { PoolSpec } from '../../../scenario/spec.ts';

/** One spot node that is to be had, or was: free since an instant, or under a node of the pool. */
export interface Slot {
  /** Of coming. */
  readonly order: number;
  freeSince: number;
}

/** What is paid: a machine on which one or more replicas stand, or one of several that carry one replica together. */
export interface Node {
  /** Index into PAID_KINDS; of one that waits for what comes first, spot. */
  kind: number;
  /** On demand while there is no spot, for replicas that go back to it. */
  isFallback: boolean;
  /** What it takes of the spot that there is. */
  slot: Slot | undefined;
  /** Its name in the stock of nodes on demand, where that has names. */
  stockName: number | undefined;
  /** The capacity block that it is of. */
  block: ReservedSpec | undefined;
  /** There is nothing for it. */
  isWaiting: boolean;
  /** It is not the pool's any more: who is on it has had notice. */
  isTaken: boolean;
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

/** What new nodes are, one after the other; undefined where there is nothing, and they wait. */
export interface Found {
  readonly kind: number;
  readonly isFallback: boolean;
  readonly slots?: readonly Slot[];
  readonly stockNames?: readonly (number | undefined)[];
  readonly blocks?: readonly ReservedSpec[];
}

/** What a new replica is to stand on: room on a node, or new ones of a kind. */
export type Place = { readonly on: Node } | { readonly kind: number; readonly found: Found | undefined };

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

/** The oldest node of those asked for that has room, is not in repair and not about to be taken away. */
export function nodeWithRoom(
  { nodes, room }: NodeSet,
  isAskedFor: (node: Node) => boolean,
): Node | undefined {
  return nodes.find(
    (node) => isAskedFor(node) && node.replicas.length < room && !node.isInRepair && !node.isTaken,
  );
}

/**
 * Places a new replica on the node that was found for it, else on new ones, all requested together, which are paid after
 * `provisionSeconds`. Answers from when on all of its nodes are paid: Infinity while they wait.
 */
export function placeReplica(
  set: NodeSet,
  replica: number,
  now: number,
  provisionSeconds: number,
  place: Place,
): number {
  const nodes = 'on' in place ? [place.on] : newNodes(set, place.kind);
  if (!('on' in place) && place.found !== undefined) settleNodes(nodes, place.found, now + provisionSeconds);
  set.of[replica] = nodes;
  for (const node of nodes) node.replicas.push(replica);
  return nodes.reduce((latest, { paidFrom }) => Math.max(latest, paidFrom), now);
}

/** They wait until something is found for them. */
function newNodes(set: NodeSet, kind: number): readonly Node[] {
  const nodes = Array.from(
    { length: set.span },
    (): Node => ({
      kind,
      isFallback: false,
      slot: undefined,
      stockName: undefined,
      block: undefined,
      isWaiting: true,
      isTaken: false,
      paidFrom: Number.POSITIVE_INFINITY,
      isPaid: false,
      isInRepair: false,
      replicas: [],
    }),
  );
  set.nodes.push(...nodes);
  return nodes;
}

/** Nodes that waited are what was found, and paid from an instant on. */
export function settleNodes(
  nodes: readonly Node[],
  { kind, isFallback, slots, stockNames, blocks }: Found,
  paidFrom: number,
): void {
  nodes.forEach((node, i) =>
    Object.assign(node, {
      kind,
      isFallback,
      slot: slots?.[i],
      stockName: stockNames?.[i],
      block: blocks?.[i],
      isWaiting: false,
      paidFrom,
    }),
  );
}

/** Pays what a replica stands on from now on; answers the nodes that were not paid before. */
export function payNodes(set: NodeSet, replica: number): readonly Node[] {
  const unpaid = set.of[replica].filter(({ isPaid }) => !isPaid);
  for (const node of unpaid) {
    node.isPaid = true;
    node.isInRepair = false;
  }
  return unpaid;
}

/** A replica is gone: nodes that nobody is on any more take nobody again. Answers them. */
export function leaveNodes(set: NodeSet, replica: number): readonly Node[] {
  const nodes = set.of[replica] ?? [];
  set.of[replica] = [];
  for (const { replicas } of nodes) replicas.splice(replicas.indexOf(replica), 1);
  const empty = nodes.filter(({ replicas }) => replicas.length === 0);
  if (empty.length > 0) set.nodes = set.nodes.filter((node) => !empty.includes(node));
  return empty;
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
