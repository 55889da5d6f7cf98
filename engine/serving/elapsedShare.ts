import { LAYOUT, type PoolState } from './poolState.ts';

const { AT_BOUNDARY, END, MODE, REAL_STRIDE, START, WHOLE_STRIDE } = LAYOUT;

/** How much of the step or run that replica r is in has passed at the clock, 0 … 1; an idle replica is in none. */
export function elapsedShare({ real, whole, clock }: PoolState, r: number): number {
  if (whole[r * WHOLE_STRIDE + MODE] === AT_BOUNDARY) return 0;
  const start = real[r * REAL_STRIDE + START];
  return Math.min(1, Math.max(0, (clock[0] - start) / (real[r * REAL_STRIDE + END] - start)));
}
