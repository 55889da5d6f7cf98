import { microseconds, remember, type Slots } from './slots.ts';

/**
 * Without `behavior`: the highest of what is wanted and of what was recommended not longer than `windowSeconds` ago
 * (the very instant included). What is wanted is remembered as it is. `now` in microseconds.
 */
export function stabilizeFalls(memory: Slots, now: number, wanted: number, windowSeconds: number): number {
  const cutoff = now - microseconds(windowSeconds);
  let highest = wanted;
  for (let i = 0; i < memory.count; i++)
    if (memory.at[i] >= cutoff && memory.number[i] > highest) highest = memory.number[i];
  remember(memory, now, wanted, cutoff);
  return highest;
}

/**
 * With `behavior`: current, moved into the range from the lowest recommendation of the window up to the highest of the
 * window down, what is wanted now among both. Recommendations count that are strictly younger than the window.
 */
export function stabilize(
  memory: Slots,
  now: number,
  current: number,
  wanted: number,
  upSeconds: number,
  downSeconds: number,
): number {
  const upCutoff = now - microseconds(upSeconds);
  const downCutoff = now - microseconds(downSeconds);
  let lowest = wanted;
  let highest = wanted;
  for (let i = 0; i < memory.count; i++) {
    if (memory.at[i] > upCutoff && memory.number[i] < lowest) lowest = memory.number[i];
    if (memory.at[i] > downCutoff && memory.number[i] > highest) highest = memory.number[i];
  }
  remember(memory, now, wanted, Math.min(upCutoff, downCutoff));
  return Math.min(Math.max(current, lowest), highest);
}
