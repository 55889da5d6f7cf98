import type { RequestObserver, RequestRow } from './windowRecorder.ts';

/** Rows by their place among the requests, whatever the order in which they ended. */
export interface ArrivalOrder {
  readonly observer: RequestObserver;
  /** Passes what is held back, where the rows before it will never come. */
  flush(): void;
}

/** So many rows may wait for an earlier one: three times what a pool may have waiting, some 600 MB. */
const MOST_HELD = 3_000_000;

/** A request goes on for so long that the rows of all that came after it cannot be kept until then. */
export class RowsHeldBack extends Error {
  readonly rows: number;

  constructor(rows: number) {
    super(`${rows} rows wait for one request to end`);
    this.name = 'RowsHeldBack';
    this.rows = rows;
  }
}

/**
 * Passes rows on in the order of their `sequence` (0, 1, 2, …), holding back those that end
 * before an earlier one; it holds about as many as are in flight, or as come while one request goes on.
 * The observer throws `RowsHeldBack` where those become more than `mostHeld`.
 */
export function inArrivalOrder(pass: (row: RequestRow) => void, mostHeld = MOST_HELD): ArrivalOrder {
  const held = new Map<number, RequestRow>();
  let next = 0;
  return {
    observer: (row) => {
      if (held.size >= mostHeld) throw new RowsHeldBack(held.size);
      held.set(row.sequence, row);
      for (let ready = held.get(next); ready !== undefined; ready = held.get(++next)) {
        held.delete(next);
        pass(ready);
      }
    },
    flush: () => {
      for (const row of [...held.values()].sort((a, b) => a.sequence - b.sequence)) pass(row);
      held.clear();
    },
  };
}
