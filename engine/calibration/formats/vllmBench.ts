import type { BenchmarkRun, ReportProblem } from './benchmarkRun.ts';
import { at, type Json, numberAt, textAt } from './reportJson.ts';

/**
 * Whether a report is of `vllm bench serve` (or `benchmark_serving.py`, from which SGLang's `bench_serving` comes): one
 * flat object with totals of tokens.
 */
export function isVllmBench(report: Json): boolean {
  return at(report, 'total_output_tokens') !== undefined && completedOf(report) !== undefined;
}

/** Tools that rewrite these files may keep only how many were sent. */
function completedOf(report: Json): number | undefined {
  return numberAt(report, 'completed') ?? numberAt(report, 'num_prompts');
}

/**
 * The run of a report of `vllm bench serve`. Its time per output token leaves the first one out, as ours.
 * Times are in milliseconds under `mean_ttft_ms` and the like; some tools that rewrite these files give seconds
 * under `mean_ttft`. Where only medians were kept they stand for the means.
 */
export function readVllmBench(report: Json, source: string, index: number): BenchmarkRun | ReportProblem {
  const completed = completedOf(report) ?? 0;
  if (completed === 0) return { path: 'completed', message: 'no request was completed' };
  const duration = numberAt(report, 'duration');
  const inputTokens = (numberAt(report, 'total_input_tokens') ?? 0) / completed;
  const outputTokens = (numberAt(report, 'total_output_tokens') ?? 0) / completed;
  const time = (name: string): number | undefined => {
    for (const statistic of ['mean', 'median']) {
      const milliseconds = numberAt(report, `${statistic}_${name}_ms`);
      if (milliseconds !== undefined) return milliseconds / 1000;
      const seconds = numberAt(report, `${statistic}_${name}`);
      if (seconds !== undefined) return seconds;
    }
    return undefined;
  };
  const ttftSeconds = time('ttft');
  const tpotSeconds = outputTokens > 1 ? time('tpot') : undefined;
  if (ttftSeconds === undefined && tpotSeconds === undefined && duration === undefined) {
    return {
      path: 'mean_ttft_ms',
      message: 'it has no latency and no duration',
      suggestion: 'run it with --percentile-metrics ttft,tpot,itl,e2el',
    };
  }
  const throughput = numberAt(report, 'output_throughput');
  return {
    id: textAt(report, 'label') ?? `${textAt(report, 'date') ?? 'run'} ${index + 1}`,
    source,
    model: textAt(report, 'model_id'),
    engine: engineOf(textAt(report, 'backend') ?? ''),
    load: loadOf(report),
    requests: completed,
    inputTokens,
    outputTokens,
    ttftSeconds,
    tpotSeconds,
    endToEndSeconds: time('e2el'),
    outputTokensPerSecond:
      throughput ?? (duration === undefined ? undefined : (outputTokens * completed) / duration),
  };
}

/** `backend` may also name the protocol, such as openai-chat, which says nothing about the engine. */
function engineOf(backend: string): string | undefined {
  return ['vllm', 'sglang'].find((engine) => backend.startsWith(engine));
}

/** A rate of "inf" sends all at once, so many of them at a time as there may be. */
function loadOf(report: Json): BenchmarkRun['load'] {
  const rate = numberAt(report, 'request_rate') ?? Number(textAt(report, 'request_rate') ?? 'inf');
  const concurrency = numberAt(report, 'max_concurrency');
  if (Number.isFinite(rate) && rate > 0) return { kind: 'open_loop', requestsPerSecond: rate };
  if (concurrency === undefined) return { kind: 'offline_saturated' };
  return concurrency === 1 ? { kind: 'single_stream' } : { kind: 'closed_loop', concurrency };
}
