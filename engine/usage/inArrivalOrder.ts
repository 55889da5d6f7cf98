import type { RequestObserver, RequestRow } from './windowRecorder.ts';

/** Rows by their place among the requests, whatever the order in which they ended. */
export interface ArrivalOrder {
  readonly observer: RequestObserver;
  /** Passes what is held back, where the rows before it will never come. */
  flush(): void;
}

/**
 * Passes rows on in the order of their `sequence` (0, 1, 2, …), holding back those that end
 * before an earlier one; it holds about as many as are in flight.
 */
export function inArrivalOrder(pass: (row: RequestRow) => void): ArrivalOrder {
  const held = new Map<number, RequestRow>();
  let next = 0;
  return {
    observer: (row) => {
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
