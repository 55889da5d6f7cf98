import type { SpotSpec } from '../../../scenario/living/capacity/capacitySpec.ts';
import type { Uniform } from '../../../statistics/random.ts';
import type { Node, Slot } from './nodes.ts';

/** What spot there is for one pool, beside the nodes that hold it. */
export interface SpotMarket {
  readonly spec: SpotSpec;
  /** Of lives, in order of payment. */
  readonly random: Uniform;
  free: Slot[];
  /** Slots that there have ever been. */
  made: number;
  /** Of a trace by nodes: the slot of each node that is there. */
  readonly slotOf: Map<number, Slot>;
  /** Of a trace: the first row that is ahead. */
  row: number;
  /** Numbers of replicas on demand that stand in for spot. */
  readonly fallbacks: Set<number>;
  /** Nodes whose lives were drawn, by a number of their own. */
  readonly lives: Map<number, Node>;
  drawn: number;
}

/** The market as it stands at `from`, with whatever the trace has by then free. */
export function createSpotMarket(spec: SpotSpec, random: Uniform, from: number): SpotMarket {
  const market: SpotMarket = {
    spec,
    random,
    free: [],
    made: 0,
    slotOf: new Map(),
    row: 0,
    fallbacks: new Set(),
    lives: new Map(),
    drawn: 0,
  };
  const { supply } = spec;
  if (supply.kind === 'lives') return market;
  while (supply.seconds[market.row] <= from) {
    removeSlots(market, supply.seconds[market.row], []);
    addSlots(market, supply.seconds[market.row], 0);
    passRows(market, supply.seconds[market.row]);
  }
  for (const slot of market.free) slot.freeSince = from;
  return market;
}

/** When the trace changes next; Infinity for lives, and after its last row. */
export function nextChange({ spec: { supply }, row }: SpotMarket): number {
  return supply.kind === 'lives'
    ? Number.POSITIVE_INFINITY
    : (supply.seconds[row] ?? Number.POSITIVE_INFINITY);
}

/**
 * Takes away what the trace no longer has at the instant of its next rows: free slots, the latest free first; and where those do not
 * do, of `held` (nodes in slots that are there, the oldest first) the newest, which are answered.
 */
export function removeSlots(market: SpotMarket, now: number, held: readonly Node[]): readonly Node[] {
  const { supply } = market.spec;
  if (supply.kind === 'counts') {
    let tooMany = market.free.length + held.length - nodesAt(market, now);
    for (; tooMany > 0 && market.free.length > 0; tooMany--) market.free.splice(latestFree(market), 1);
    return tooMany > 0 ? held.slice(-tooMany) : [];
  }
  const gone = new Set<Slot>();
  for (const [node, isThere] of changesAt(market, now)) {
    const slot = market.slotOf.get(node);
    if (isThere || slot === undefined) continue;
    market.slotOf.delete(node);
    gone.add(slot);
  }
  market.free = market.free.filter((slot) => !gone.has(slot));
  return held.filter(({ slot }) => slot !== undefined && gone.has(slot));
}

/** Adds what the trace has more at the instant of its next rows; so many nodes are in slots that are there. */
export function addSlots(market: SpotMarket, now: number, held: number): void {
  const add = (): Slot => {
    const slot = { order: market.made++, freeSince: now };
    market.free.push(slot);
    return slot;
  };
  if (market.spec.supply.kind === 'counts') {
    for (let more = nodesAt(market, now) - market.free.length - held; more > 0; more--) add();
  }
  for (const [node, isThere] of changesAt(market, now)) {
    if (isThere && !market.slotOf.has(node)) market.slotOf.set(node, add());
  }
}

/** By nodes: which come or go at the instant of the next rows; of several rows of a node the last holds. */
function changesAt({ spec: { supply }, row }: SpotMarket, now: number): ReadonlyMap<number, boolean> {
  const changes = new Map<number, boolean>();
  if (supply.kind !== 'nodes') return changes;
  for (let at = row; supply.seconds[at] === now; at++) changes.set(supply.node[at], supply.isThere[at]);
  return changes;
}

/** The rows of an instant are done with. */
export function passRows(market: SpotMarket, now: number): void {
  while (nextChange(market) <= now) market.row++;
}

/** By counts: of the rows of an instant the last holds. */
function nodesAt({ spec: { supply }, row }: SpotMarket, now: number): number {
  if (supply.kind !== 'counts') return 0;
  let last = row;
  while (supply.seconds[last + 1] === now) last++;
  return supply.nodes[last];
}

/**
 * So many slots; undefined where there are not so many, and nothing is taken. Of nodes with names the one that has been there for longest is
 * taken; without names the one that was left last, so that as many have been free for a time as were free throughout it. With
 * `settledAt` only of those that a fallback may go back to then.
 */
export function takeSlots(
  market: SpotMarket,
  count: number,
  settledAt?: number,
): readonly Slot[] | undefined {
  const { kind } = market.spec.supply;
  if (kind === 'lives') return Array.from({ length: count }, () => ({ order: 0, freeSince: 0 }));
  const free = settledAt === undefined ? market.free : settledSlots(market, settledAt);
  if (free.length < count) return undefined;
  const inTurn = free.toSorted((a, b) => (kind === 'nodes' ? a.order - b.order : b.freeSince - a.freeSince));
  const taken = inTurn.slice(0, count);
  market.free = market.free.filter((slot) => !taken.includes(slot));
  return taken;
}

/** Place of the slot that was left last. */
function latestFree({ free }: SpotMarket): number {
  return free.reduce((latest, { freeSince }, i) => (freeSince >= free[latest].freeSince ? i : latest), 0);
}

/** A slot is free again. */
export function giveBack(market: SpotMarket, slot: Slot, now: number): void {
  if (market.spec.supply.kind === 'lives') return;
  slot.freeSince = now;
  market.free.push(slot);
}

/** Slots that have been free for as long as a fallback waits before it goes back. */
export function settledSlots(
  { free, spec: { returnAfterSeconds } }: SpotMarket,
  now: number,
): readonly Slot[] {
  return returnAfterSeconds === undefined
    ? []
    : free.filter(({ freeSince }) => freeSince + returnAfterSeconds <= now);
}
