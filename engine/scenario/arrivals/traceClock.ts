import type { TraceSummary } from '../spec.ts';

/** Seconds on a clock past this (March 1973) count from 1970; below, from a start of their own. */
const EPOCH_LIKE = 1e8;

/** What a file's clock shows at second 0 of the horizon, where the clock is kept. */
export function keptClockZero({ lastSeconds }: TraceSummary, startEpochSeconds: number): number {
  return lastSeconds >= EPOCH_LIKE ? startEpochSeconds : 0;
}
