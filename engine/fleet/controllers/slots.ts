/** Numbers with their instants (whole microseconds), in slots that are used again: the memory of an autoscaler. */
export interface Slots {
  count: number;
  at: Float64Array;
  number: Float64Array;
}

/** No slot in use. */
export function createSlots(): Slots {
  return { count: 0, at: new Float64Array(8), number: new Float64Array(8) };
}

/**
 * Seconds as the whole microseconds that slots compare: 50 looks of 0.3 s each and a window of 15 s are then the same
 * length, whatever the last bits of their sums.
 */
export function microseconds(seconds: number): number {
  return Math.round(seconds * 1e6);
}

/** Keeps a number at `now`: in the last slot that is from before `cutoff`, else in a new one. */
export function remember(slots: Slots, now: number, number: number, cutoff: number): void {
  let slot = slots.count - 1;
  while (slot >= 0 && slots.at[slot] >= cutoff) slot--;
  if (slot < 0) {
    slot = slots.count++;
    if (slot === slots.at.length) grow(slots);
  }
  slots.at[slot] = now;
  slots.number[slot] = number;
}

/** Sum of the numbers that are younger than `cutoff`. */
export function sumSince(slots: Slots, cutoff: number): number {
  let sum = 0;
  for (let i = 0; i < slots.count; i++) if (slots.at[i] > cutoff) sum += slots.number[i];
  return sum;
}

function grow(slots: Slots): void {
  const { at, number } = slots;
  slots.at = new Float64Array(2 * at.length);
  slots.at.set(at);
  slots.number = new Float64Array(2 * number.length);
  slots.number.set(number);
}
