import { expect, it } from 'vitest';
import { MOST_TOKENS } from '../../../engine/scenario/lengths/mostTokens.ts';
import { completionKey, keySlot, keyStep, SLOT_LIMIT } from '../../../engine/serving/completionHeap.ts';

it('names step and slot exactly, of the latest step and the last slot that there may be', () => {
  // The step counter is rebased at 2^26.
  const latest = 2 ** 26 + MOST_TOKENS + 1;
  for (const slot of [0, 1, SLOT_LIMIT - 2, SLOT_LIMIT - 1]) {
    const key = completionKey(latest, slot);
    expect(Number.isSafeInteger(key)).toBe(true);
    expect([keyStep(key), keySlot(key)]).toEqual([latest, slot]);
  }
});
