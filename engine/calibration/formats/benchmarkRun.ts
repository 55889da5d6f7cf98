import type { Measurement, MetricValues } from '../measurement.ts';

/** What a benchmark's report does not say of itself, as whoever ran it tells it. */
export interface GivenFacts {
  readonly accelerator?: string | undefined;
  /** In place of what the report names. */
  readonly model?: string | undefined;
  readonly precision?: string | undefined;
  readonly engine?: string | undefined;
  readonly engineVersion?: string | undefined;
  readonly gpus?: number | undefined;
  /** Tensor-parallel degree; all GPUs, if left out. */
  readonly tensor?: number | undefined;
}

/** One load that a benchmark put on a server, and the means of what it saw. Times in seconds. */
export interface BenchmarkRun {
  readonly id: string;
  readonly source: string;
  readonly model: string | undefined;
  /** Where the report names it; vLLM else. */
  readonly engine: string | undefined;
  readonly load:
    | { readonly kind: 'single_stream' | 'offline_saturated' }
    | { readonly kind: 'closed_loop'; readonly concurrency: number }
    | { readonly kind: 'open_loop'; readonly requestsPerSecond: number };
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly ttftSeconds: number | undefined;
  /** Without the first token: (end − first token) ÷ (output tokens − 1). */
  readonly tpotSeconds: number | undefined;
  readonly endToEndSeconds: number | undefined;
  readonly outputTokensPerSecond: number | undefined;
}

/** What is wrong with a report: where, what, and what would be right. */
export interface ReportProblem {
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** A run as a row of a table of measurements; `accelerator` and `model` have to be known by now. */
export function measurementOfRun(
  run: BenchmarkRun,
  given: GivenFacts & { readonly accelerator: string; readonly model: string },
): Measurement {
  const { accelerator, model } = given;
  const gpus = given.gpus ?? given.tensor ?? 1;
  const { load } = run;
  const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
  const metrics = {
    ttft_ms: milliseconds(run.ttftSeconds),
    tpot_ms: milliseconds(run.tpotSeconds),
    e2e_ms: milliseconds(run.endToEndSeconds),
    output_tok_s_per_gpu:
      run.outputTokensPerSecond === undefined ? undefined : run.outputTokensPerSecond / gpus,
  };
  return {
    id: run.id,
    source: run.source,
    kind: load.kind,
    accelerator,
    model,
    precision: given.precision ?? '',
    kvPrecision: '',
    engine: given.engine ?? run.engine ?? 'vllm',
    engineVersion: given.engineVersion ?? '',
    gpus,
    tensor: given.tensor ?? gpus,
    pipeline: 1,
    expert: 1,
    data: 1,
    batch: load.kind === 'single_stream' ? 1 : undefined,
    concurrency: load.kind === 'closed_loop' ? load.concurrency : undefined,
    requestsPerSecond: load.kind === 'open_loop' ? load.requestsPerSecond : undefined,
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    requests: run.requests,
    metrics: Object.fromEntries(
      Object.entries(metrics).filter(([, value]) => value !== undefined && value > 0),
    ) as MetricValues,
    group: `${accelerator}|${model}`,
    novelty: '',
  };
}
