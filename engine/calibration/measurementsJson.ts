import type { Measurement, MetricValues } from './measurement.ts';

/** What a benchmark's report does not say about what it measured. */
export interface BenchmarkSetting {
  readonly accelerator: string;
  readonly gpus: number;
  /** The report's own name of the model, where left out. */
  readonly model?: string;
  readonly precision: string;
  readonly engine: string;
  readonly engineVersion: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the report of a benchmark: GuideLLM (from 0.2 on, its three shapes), `vllm bench serve` (and what
 * InferenceX derives from it, in seconds), or inference-perf's lifecycle metrics. Undefined for anything
 * else. Means are taken where a report has them, medians where not.
 */
export function readBenchmarkJson(content: unknown, setting: BenchmarkSetting): Measurement[] | undefined {
  if (Array.isArray(content)) {
    const parts = content.map((each) => readBenchmarkJson(each, setting));
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  if (!isRecord(content)) return undefined;
  if (Array.isArray(content.benchmarks)) {
    return content.benchmarks.filter(isRecord).map((each, i) => ofGuidellm(each, content, setting, i));
  }
  if ('total_output_tokens' in content && 'model_id' in content) return [ofVllmBench(content, setting)];
  if (isRecord(content.successes) && isRecord(content.load_summary))
    return [ofInferencePerf(content, setting)];
  return undefined;
}

/** Of what a run offered, whichever is said; a rate of `inf` is none. */
interface Load {
  readonly concurrency: number | undefined;
  readonly requestsPerSecond: number | undefined;
}

function measurement(
  id: string,
  model: string | undefined,
  setting: BenchmarkSetting,
  load: Load,
  tokens: { readonly input: number | undefined; readonly output: number | undefined },
  metrics: { readonly [Key in keyof MetricValues]: number | undefined },
): Measurement {
  const name = setting.model ?? model ?? '';
  return {
    id,
    source: 'benchmark report',
    kind: load.concurrency === undefined ? 'open_loop' : 'closed_loop',
    accelerator: setting.accelerator,
    model: name,
    precision: setting.precision,
    kvPrecision: '',
    engine: setting.engine,
    engineVersion: setting.engineVersion,
    gpus: setting.gpus,
    tensor: setting.gpus,
    pipeline: 1,
    expert: 1,
    data: 1,
    batch: undefined,
    ...load,
    inputTokens: tokens.input ?? 0,
    outputTokens: tokens.output ?? 0,
    requests: undefined,
    metrics: Object.fromEntries(
      Object.entries(metrics).filter(([, value]) => value !== undefined && value > 0),
    ),
    group: `${setting.accelerator}|${name}`,
    novelty: '',
  };
}

/** GuideLLM's time per output token includes the first, its inter-token latency does not: the latter is taken. */
function ofGuidellm(benchmark: Json, report: Json, setting: BenchmarkSetting, index: number): Measurement {
  const metrics = record(benchmark.metrics);
  const mean = (name: string) => number(record(record(metrics[name]).successful).mean);
  const strategy = record(record(benchmark.config ?? benchmark.args).strategy);
  const kind = text(strategy.type_) ?? '';
  const isPaced = kind === 'constant' || kind === 'poisson';
  const streams = number(strategy.streams) ?? number(strategy.max_concurrency);
  const concurrency =
    kind === 'synchronous' ? 1 : kind === 'concurrent' ? streams : mean('request_concurrency');
  const backend = record(record(benchmark.config).backend);
  const latency = mean('request_latency');
  const perSecond = mean('output_tokens_per_second');
  return measurement(
    text(benchmark.id_) ?? text(record(benchmark.config).id_) ?? `benchmark ${index + 1}`,
    text(backend.model) ?? text(record(report.args).model),
    setting,
    isPaced
      ? { concurrency: undefined, requestsPerSecond: number(strategy.rate) ?? mean('requests_per_second') }
      : { concurrency, requestsPerSecond: undefined },
    { input: mean('prompt_token_count'), output: mean('output_token_count') },
    {
      ttft_ms: mean('time_to_first_token_ms'),
      tpot_ms: mean('inter_token_latency_ms'),
      e2e_ms: latency === undefined ? undefined : latency * 1000,
      output_tok_s_per_gpu: perSecond === undefined ? undefined : perSecond / setting.gpus,
    },
  );
}

/** vLLM's time per output token leaves the first token out, as ours does. */
function ofVllmBench(run: Json, setting: BenchmarkSetting): Measurement {
  const completed = number(run.completed) ?? number(run.num_prompts) ?? 1;
  const each = (total: unknown) => {
    const tokens = number(total);
    return tokens === undefined ? undefined : tokens / completed;
  };
  // InferenceX keeps the names without _ms, and seconds.
  const milliseconds = (name: string) => {
    const inMs = number(run[`mean_${name}_ms`]) ?? number(run[`median_${name}_ms`]);
    const seconds = number(run[`mean_${name}`]) ?? number(run[`median_${name}`]);
    return inMs ?? (seconds === undefined ? undefined : seconds * 1000);
  };
  const rate = number(run.request_rate);
  const concurrency = number(run.max_concurrency) ?? (rate === undefined ? completed : undefined);
  const perSecond = number(run.output_throughput);
  return measurement(
    text(run.date) ?? 'run',
    text(run.model_id),
    setting,
    { concurrency: rate === undefined ? concurrency : undefined, requestsPerSecond: rate },
    { input: each(run.total_input_tokens), output: each(run.total_output_tokens) },
    {
      ttft_ms: milliseconds('ttft'),
      tpot_ms: milliseconds('tpot'),
      e2e_ms: milliseconds('e2el'),
      output_tok_s_per_gpu: perSecond === undefined ? undefined : perSecond / setting.gpus,
    },
  );
}

/** All times in seconds; its time per output token leaves the first out. */
function ofInferencePerf(report: Json, setting: BenchmarkSetting): Measurement {
  const successes = record(report.successes);
  const latency = record(successes.latency);
  const mean = (of: unknown) => number(record(of).mean);
  const milliseconds = (name: string) => {
    const seconds = mean(latency[name]);
    return seconds === undefined ? undefined : seconds * 1000;
  };
  const throughput = record(successes.throughput);
  const load = record(report.load_summary);
  const concurrency = number(load.concurrency);
  const perSecond = number(throughput.output_tokens_per_sec);
  return measurement(
    'stage',
    undefined,
    setting,
    {
      concurrency,
      requestsPerSecond:
        concurrency === undefined
          ? (number(load.requested_rate) ?? number(throughput.requests_per_sec))
          : undefined,
    },
    {
      input: mean(successes.prompt_len) ?? mean(successes.prompt_tokens),
      output: mean(successes.output_len) ?? mean(successes.output_tokens),
    },
    {
      ttft_ms: milliseconds('time_to_first_token'),
      tpot_ms: milliseconds('time_per_output_token'),
      e2e_ms: milliseconds('request_latency'),
      output_tok_s_per_gpu: perSecond === undefined ? undefined : perSecond / setting.gpus,
    },
  );
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
