import type { LeftOutRow } from '../../../engine/pricing/focus/readFocus.ts';
import type { FocusSummary } from '../../../engine/pricing/focus/focusSummary.ts';

/** What a cost file says: the one JSON document of `costs`. */
export interface CostsDocument extends FocusSummary {
  readonly file: string;
  /** Rows that could not be read, the first of them; the rest is added up. */
  readonly leftOut: readonly LeftOutRow[];
  /** How many could not be read beside; left out where that is none. */
  readonly moreLeftOut?: number;
  /** What is odd about the file. */
  readonly notes: readonly string[];
  /** Rows that break a rule of FOCUS 1.2, and the first of them; null where nobody asked. */
  readonly violations: { readonly rows: number; readonly first: readonly LeftOutRow[] } | null;
}
