import { describe, expect, it } from 'vitest';
import { inArrivalOrder, RowsHeldBack } from '../../../engine/usage/inArrivalOrder.ts';
import type { RequestRow } from '../../../engine/usage/windowRecorder.ts';

const row = (sequence: number): RequestRow => ({
  sequence,
  account: 0,
  pool: 0,
  replica: 0,
  arrivalSeconds: sequence,
  promptTokens: 1,
  cachedTokens: 0,
  outputTokens: 1,
  startSeconds: sequence,
  firstTokenSeconds: sequence,
  endSeconds: sequence,
});

describe('inArrivalOrder', () => {
  it('passes rows on in their order, and what is left at the end', () => {
    const seen: number[] = [];
    const order = inArrivalOrder(({ sequence }) => seen.push(sequence));
    for (const sequence of [2, 0, 1, 5, 4]) order.observer(row(sequence));
    expect(seen).toEqual([0, 1, 2]);
    order.flush();
    expect(seen).toEqual([0, 1, 2, 4, 5]);
  });

  it('does not keep more than it may for one that goes on', () => {
    const order = inArrivalOrder(() => undefined, 10);
    for (let sequence = 1; sequence <= 10; sequence++) order.observer(row(sequence));
    expect(() => order.observer(row(11))).toThrow(RowsHeldBack);
  });
});
