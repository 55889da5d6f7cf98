import type { BenchmarkRun, ReportProblem } from './benchmarkRun.ts';
import { at, type Json, listAt, numberAt, textAt } from './reportJson.ts';

/** Whether a report is GuideLLM's: `benchmarks` with a `metrics` each, in all versions from 0.2 on. */
export function isGuideLlm(report: Json): boolean {
  const benchmarks = listAt(report, 'benchmarks');
  return benchmarks.length > 0 && benchmarks.every((each) => at(each, 'metrics') !== undefined);
}

/**
 * The runs of a GuideLLM report, one a benchmark: of 0.2 and 0.3 (`benchmarks` only), of 0.4 to 0.6 (`args`),
 * of 0.7 on (`config`, metadata version 2). GuideLLM's time per output token counts the time to the first token
 * in ((last token − request's start) ÷ tokens), so its inter-token latency is taken: (last − first) ÷ (tokens − 1).
 * Means are over requests that succeeded; latency is in seconds there, the other times in milliseconds.
 */
export function readGuideLlm(report: Json, source: string): readonly (BenchmarkRun | ReportProblem)[] {
  return listAt(report, 'benchmarks').map((benchmark, index) => {
    const path = `benchmarks.${index}`;
    const mean = (name: string) => {
      const seen = at(benchmark, 'metrics', name, 'successful');
      // An empty status is all zeros.
      return numberAt(seen, 'count') === 0 ? undefined : numberAt(seen, 'mean');
    };
    const inputTokens = mean('prompt_token_count');
    const outputTokens = mean('output_token_count');
    if (inputTokens === undefined || outputTokens === undefined) {
      return { path: `${path}.metrics`, message: 'no request succeeded, so there is nothing measured' };
    }
    const load = loadOf(benchmark);
    if (load === undefined) {
      return {
        path: `${path}.${at(benchmark, 'config') === undefined ? 'args' : 'config'}.strategy`,
        message: 'it is not said how the server was loaded',
        suggestion: 'synchronous, concurrent, throughput, constant or poisson',
      };
    }
    return {
      id: textAt(benchmark, 'id_') ?? textAt(benchmark, 'config', 'id_') ?? path,
      source,
      model:
        textAt(benchmark, 'config', 'backend', 'model') ??
        textAt(benchmark, 'worker', 'backend_model') ??
        textAt(report, 'args', 'model'),
      engine: undefined,
      load,
      requests: numberAt(benchmark, 'metrics', 'request_latency', 'successful', 'count') ?? 0,
      inputTokens,
      outputTokens,
      ttftSeconds: seconds(mean('time_to_first_token_ms')),
      tpotSeconds: outputTokens > 1 ? seconds(mean('inter_token_latency_ms')) : undefined,
      endToEndSeconds: mean('request_latency'),
      outputTokensPerSecond: mean('output_tokens_per_second'),
    };
  });
}

function loadOf(benchmark: Json): BenchmarkRun['load'] | undefined {
  const strategy = at(benchmark, 'config', 'strategy') ?? at(benchmark, 'args', 'strategy');
  const kind = textAt(strategy, 'type_') ?? textAt(strategy, 'kind');
  const streams = numberAt(strategy, 'streams') ?? numberAt(strategy, 'max_concurrency');
  const rate = numberAt(strategy, 'rate');
  if (kind === 'synchronous') return { kind: 'single_stream' };
  if (kind === 'throughput') return { kind: 'offline_saturated' };
  if (kind === 'concurrent' && streams !== undefined) return { kind: 'closed_loop', concurrency: streams };
  if ((kind === 'constant' || kind === 'poisson' || kind === 'async') && rate !== undefined) {
    return { kind: 'open_loop', requestsPerSecond: rate };
  }
  return undefined;
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
