import type { TracedSupply } from '../../../scenario/living/capacity/capacitySpec.ts';

/** The nodes on demand that there are for a pool. Nobody's is taken away: what is free is what there is and nobody has. */
export interface Stock {
  readonly supply: TracedSupply;
  /** The first row that is ahead. */
  row: number;
  /** By nodes: those that are there, in the order in which they came. */
  there: number[];
}

/** The stock as it stands at `from`. */
export function createStock(supply: TracedSupply, from: number): Stock {
  const stock = { supply, row: 0, there: [] };
  readStock(stock, from);
  return stock;
}

/** Reads the rows up to an instant; of several rows of a node at one instant the last holds. */
export function readStock(stock: Stock, now: number): void {
  const { supply } = stock;
  while (supply.seconds[stock.row] <= now) {
    const second = supply.seconds[stock.row];
    const changes = new Map<number, boolean>();
    for (; supply.seconds[stock.row] === second; stock.row++) {
      if (supply.kind !== 'nodes') continue;
      // The order is that of the rows that hold.
      changes.delete(supply.node[stock.row]);
      changes.set(supply.node[stock.row], supply.isThere[stock.row]);
    }
    for (const [node, isThere] of changes) {
      const place = stock.there.indexOf(node);
      if (isThere && place < 0) stock.there.push(node);
      else if (!isThere && place >= 0) stock.there.splice(place, 1);
    }
  }
}

/** When it changes next; Infinity after the last row. */
export function nextOfStock({ supply, row }: Stock): number {
  return supply.seconds[row] ?? Number.POSITIVE_INFINITY;
}
