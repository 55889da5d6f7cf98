import type { SpotSupply } from '../../../scenario/living/capacity/capacitySpec.ts';

/** What there is of one kind of capacity for one pool, beside the nodes that hold it. */
export interface SlotMarket {
  readonly supply: SpotSupply;
  /** Whether who holds what is no longer there has notice, and for how long; else it is nobody's once it is left. Seconds. */
  readonly noticeSeconds: number | undefined;
  free: Slot[];
  /** Slots that there have ever been. */
  made: number;
  /** Of a trace by nodes: the slot of each node that is there. */
  readonly slotOf: Map<number, Slot>;
  /** Of a trace: the first row that is ahead. */
  row: number;
}

/** One node of a kind that is to be had, or was: free since an instant, or under a node of the pool. */
export interface Slot {
  /** What it is of. */
  readonly market: SlotMarket;
  /** Of coming. */
  readonly order: number;
  freeSince: number;
  /** Taken away: it is none any more, and who is on it has had notice. */
  isGone: boolean;
  /** The trace has it no longer; whoever is on it may stay. */
  isWithdrawn: boolean;
}

/** As it stands at `from`, with whatever the trace has by then free. */
export function createSlotMarket(
  supply: SpotSupply,
  noticeSeconds: number | undefined,
  from: number,
): SlotMarket {
  const market: SlotMarket = {
    supply,
    noticeSeconds,
    free: [],
    made: 0,
    slotOf: new Map(),
    row: 0,
  };
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
export function nextChange({ supply, row }: SlotMarket): number {
  return supply.kind === 'lives'
    ? Number.POSITIVE_INFINITY
    : (supply.seconds[row] ?? Number.POSITIVE_INFINITY);
}

/**
 * Takes away what the trace no longer has at the instant of its next rows: free slots, the latest free first; and where those do not
 * do, of `held` (nodes in slots that are there, the oldest first) the newest, which are answered: nobody where no notice is given.
 */
export function removeSlots<Held extends { readonly slot: Slot | undefined }>(
  market: SlotMarket,
  now: number,
  held: readonly Held[],
): readonly Held[] {
  const isTaken = market.noticeSeconds !== undefined;
  if (market.supply.kind === 'counts') {
    let tooMany = market.free.length + held.length - nodesAt(market, now);
    for (; tooMany > 0 && market.free.length > 0; tooMany--) market.free.splice(latestFree(market), 1);
    return isTaken && tooMany > 0 ? held.slice(-tooMany) : [];
  }
  const gone = new Set<Slot>();
  for (const [node, isThere] of changesAt(market, now)) {
    const slot = market.slotOf.get(node);
    if (isThere || slot === undefined) continue;
    if (isTaken || market.free.includes(slot)) market.slotOf.delete(node);
    else slot.isWithdrawn = true;
    gone.add(slot);
  }
  market.free = market.free.filter((slot) => !gone.has(slot));
  return isTaken ? held.filter(({ slot }) => slot !== undefined && gone.has(slot)) : [];
}

/** Adds what the trace has more at the instant of its next rows; so many nodes are in slots that are there. */
export function addSlots(market: SlotMarket, now: number, held: number): void {
  const add = (): Slot => {
    const slot = { market, order: market.made++, freeSince: now, isGone: false, isWithdrawn: false };
    market.free.push(slot);
    return slot;
  };
  if (market.supply.kind === 'counts') {
    for (let more = nodesAt(market, now) - market.free.length - held; more > 0; more--) add();
  }
  for (const [node, isThere] of changesAt(market, now)) {
    if (!isThere) continue;
    const slot = market.slotOf.get(node);
    if (slot === undefined) market.slotOf.set(node, add());
    else slot.isWithdrawn = false;
  }
}

/** By nodes: which come or go at the instant of the next rows; of several rows of a node the last holds. */
function changesAt({ supply, row }: SlotMarket, now: number): ReadonlyMap<number, boolean> {
  const changes = new Map<number, boolean>();
  if (supply.kind !== 'nodes') return changes;
  for (let at = row; supply.seconds[at] === now; at++) changes.set(supply.node[at], supply.isThere[at]);
  return changes;
}

/** The rows of an instant are done with. */
export function passRows(market: SlotMarket, now: number): void {
  while (nextChange(market) <= now) market.row++;
}

/** By counts: of the rows of an instant the last holds. */
function nodesAt({ supply, row }: SlotMarket, now: number): number {
  if (supply.kind !== 'counts') return 0;
  let last = row;
  while (supply.seconds[last + 1] === now) last++;
  return supply.nodes[last];
}

/**
 * So many of the slots that are free; undefined where there are not so many, and nothing is taken. Of nodes with names the one that has
 * been there for longest is taken; without names the one that was left last, so that as many have been free for a time as were free throughout it.
 */
export function takeSlots(
  market: SlotMarket,
  count: number,
  free: readonly Slot[] = market.free,
): readonly Slot[] | undefined {
  const { kind } = market.supply;
  if (kind === 'lives')
    return Array.from({ length: count }, () => ({
      market,
      order: 0,
      freeSince: 0,
      isGone: false,
      isWithdrawn: false,
    }));
  if (free.length < count) return undefined;
  const inTurn = free.toSorted((a, b) => (kind === 'nodes' ? a.order - b.order : b.freeSince - a.freeSince));
  const taken = inTurn.slice(0, count);
  market.free = market.free.filter((slot) => !taken.includes(slot));
  return taken;
}

/** Place of the slot that was left last. */
function latestFree({ free }: SlotMarket): number {
  return free.reduce((latest, { freeSince }, i) => (freeSince >= free[latest].freeSince ? i : latest), 0);
}

/** A slot is free again, where it is there still; so many nodes are in others. */
export function giveBack(market: SlotMarket, slot: Slot, now: number, held: number): void {
  const { supply, free, row, slotOf } = market;
  if (slot.isGone || supply.kind === 'lives') return;
  if (market.noticeSeconds === undefined) {
    if (supply.kind === 'counts' && free.length + held >= supply.nodes[row - 1]) return;
    if (slot.isWithdrawn) {
      for (const [node, its] of slotOf) if (its === slot) slotOf.delete(node);
      return;
    }
  }
  slot.freeSince = now;
  free.push(slot);
}
