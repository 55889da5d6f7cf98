import type { RequestObserver, RequestRow } from './windowRecorder.ts';

/**
 * Passes rows on in the order of their `sequence` (0, 1, 2, …), holding back those that end
 * before an earlier one; it holds about as many as are in flight.
 */
export function inArrivalOrder(pass: (row: RequestRow) => void): RequestObserver {
  const held = new Map<number, RequestRow>();
  let next = 0;
  return (row) => {
    held.set(row.sequence, row);
    for (let ready = held.get(next); ready !== undefined; ready = held.get(++next)) {
      held.delete(next);
      pass(ready);
    }
  };
}
