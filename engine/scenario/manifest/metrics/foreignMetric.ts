import type { At } from '../manifestReading.ts';

/** What a manifest scales by, before it is known what that is here. */
export interface ForeignMetric {
  /** Of the metric in the manifest, and of what names it. */
  readonly at: At;
  readonly nameAt: At;
  /** As `metricOf` may call it: its name or names, a trigger’s name. */
  readonly names: readonly string[];
  /** In PromQL, where it is one. */
  readonly query?: string;
  /**
   * How its target is meant: `replica`, a mean of the replicas; `shared`, the total, divided among them; `whole`, the total as it is;
   * `percent`, a mean of what they were promised.
   */
  readonly of: 'replica' | 'shared' | 'whole' | 'percent';
  readonly target: number;
  readonly targetAt: At;
  /** Of what picks series, where something does. */
  readonly selectorAt?: At;
}
