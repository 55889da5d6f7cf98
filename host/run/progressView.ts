import type { WindowPlan } from '../../engine/usage/planWindows.ts';

/** Where a run stands; reading it is cheap and disturbs nobody. */
export interface ProgressSnapshot {
  readonly windowsDone: number;
  readonly windowsTotal: number;
  /** Of the work to be done in this run (windows from the store are not part of it), 0 to 1. */
  readonly share: number;
  /** Requests simulated in this run so far. */
  readonly requests: number;
}

export type ProgressView = () => ProgressSnapshot;

/** Sums the counters that the workers write, window by window. */
export function progressView(
  plans: readonly WindowPlan[],
  pending: readonly number[],
  counters: Float64Array,
  isDone: (index: number) => boolean,
): ProgressView {
  // At least one request each, so that empty windows count for something.
  const work = (index: number): number => Math.max(1, plans[index].expectedRequests);
  const order = [...pending];
  const total = order.reduce((sum, index) => sum + work(index), 0);
  return () => {
    let requests = 0;
    let worked = 0;
    let left = 0;
    for (const index of order) {
      requests += counters[index];
      if (isDone(index)) {
        worked += work(index);
      } else {
        left += 1;
        worked += Math.min(counters[index], work(index));
      }
    }
    return { windowsDone: plans.length - left, windowsTotal: plans.length, share: worked / total, requests };
  };
}
