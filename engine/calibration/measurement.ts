/** The figures that a measurement may give and a prediction answers, by their column. */
export const METRICS = ['ttft_ms', 'tpot_ms', 'e2e_ms', 'output_tok_s_per_gpu', 'samples_s'] as const;
export type Metric = (typeof METRICS)[number];
export type MetricValues = { readonly [Key in Metric]?: number };

/** One measured point, as its source names things; absent where the source says nothing. */
export interface Measurement {
  readonly id: string;
  readonly source: string;
  /** What was measured, and how: `static_step`, `closed_loop`, `open_loop`, `encoder`, `image_…` and so on; see `predict`. */
  readonly kind: string;
  readonly accelerator: string;
  readonly model: string;
  readonly precision: string;
  readonly kvPrecision: string;
  /** The share of memory that the engine was told to take, where the source says it. */
  readonly memoryUtilization?: number | undefined;
  readonly engine: string;
  readonly engineVersion: string;
  /** Of the whole deployment. */
  readonly gpus: number;
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: number;
  readonly data: number;
  readonly batch: number | undefined;
  readonly concurrency: number | undefined;
  readonly requestsPerSecond: number | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests of the run, where it says so. */
  readonly requests: number | undefined;
  readonly metrics: MetricValues;
  /** What errors are averaged within before they are averaged between. */
  readonly group: string;
  readonly novelty: string;
  /** More was asked than it serves, by the source's word. */
  readonly isOverloaded?: boolean;
  /** Prompts were answered from a cache in part, by the source's word. */
  readonly reusesPrompts?: boolean;
  /** Why the row cannot be used: a cell that cannot be read, or that says nothing where it must. */
  readonly problem?: string;
}

/** Whether a kind is of images or sound, which have no tokens. */
export function isSampleKind(kind: string): boolean {
  return kind.startsWith('image') || kind.startsWith('audio');
}
