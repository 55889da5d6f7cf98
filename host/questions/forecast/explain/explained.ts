import type { ReportSection } from '../../../report/reportSection.ts';

/** The answer to “from what?”. */
export interface Explanation {
  readonly title: string;
  /** As shown, with its unit. */
  readonly value: string;
  /** In words and signs: `total ÷ completed requests`. */
  readonly formula: string;
  readonly inputs: readonly ExplainedInput[];
  /** Ledger lines or usage rows behind it, where there are some. */
  readonly tables: readonly ReportSection[];
  readonly notes: readonly string[];
}

export interface ExplainedInput {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  /** ISO date of the source. */
  readonly date?: string;
  /** Figure to ask about next, as `results.explain` takes it. */
  readonly figure?: string;
}
