import type { Comparison } from '../../../engine/planning/compare.ts';

/** A comparison, and what is said of its scenarios. */
export interface CompareDocument extends Comparison {
  readonly currency: string;
  /** Which to take, and what binds. */
  readonly verdict: string;
  readonly verdicts: readonly { readonly label: string; readonly verdict: string }[];
}
