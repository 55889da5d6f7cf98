import type { BenchmarkRun, ReportProblem } from './benchmarkRun.ts';
import { at, type Json, numberAt } from './reportJson.ts';

/** Whether a report is one of inference-perf's `…_lifecycle_metrics.json`. */
export function isInferencePerf(report: Json): boolean {
  return at(report, 'load_summary') !== undefined && at(report, 'successes') !== undefined;
}

/**
 * The run of an inference-perf report; all its times are seconds. Its time per output token is the mean gap between
 * the pieces of a stream, of which a token may be several or none, so ours is worked out from what cannot be
 * misread: (request latency − time to first token) ÷ (output tokens − 1), of means.
 */
export function readInferencePerf(report: Json, source: string, index: number): BenchmarkRun | ReportProblem {
  const successes = at(report, 'successes');
  const mean = (...path: readonly string[]) => numberAt(successes, ...path, 'mean');
  const requests = numberAt(successes, 'count') ?? 0;
  if (requests === 0) return { path: 'successes.count', message: 'no request succeeded' };
  const outputTokens = mean('output_len') ?? mean('output_tokens');
  const perSecond = (name: string) => numberAt(successes, 'throughput', name);
  // Later versions leave the length of prompts out; the throughputs still have it.
  const requestsPerSecond = perSecond('requests_per_sec');
  const inputPerSecond = perSecond('input_tokens_per_sec');
  const inputTokens =
    mean('prompt_len') ??
    mean('prompt_tokens') ??
    (requestsPerSecond !== undefined && requestsPerSecond > 0 && inputPerSecond !== undefined
      ? inputPerSecond / requestsPerSecond
      : undefined);
  if (outputTokens === undefined || inputTokens === undefined) {
    const name = outputTokens === undefined ? 'output_len' : 'prompt_len';
    return { path: `successes.${name}`, message: 'the lengths of the requests are not there' };
  }
  const endToEnd = mean('latency', 'request_latency');
  const ttft = mean('latency', 'time_to_first_token');
  const concurrency = numberAt(report, 'load_summary', 'concurrency');
  const rate =
    numberAt(report, 'load_summary', 'requested_rate') ?? numberAt(report, 'load_summary', 'achieved_rate');
  return {
    id: `stage ${index + 1}`,
    source,
    model: undefined,
    engine: undefined,
    load:
      concurrency !== undefined && concurrency > 0
        ? { kind: 'closed_loop', concurrency }
        : { kind: 'open_loop', requestsPerSecond: rate ?? requestsPerSecond ?? 0 },
    requests,
    inputTokens,
    outputTokens,
    ttftSeconds: ttft,
    tpotSeconds:
      endToEnd !== undefined && ttft !== undefined && outputTokens > 1
        ? (endToEnd - ttft) / (outputTokens - 1)
        : undefined,
    endToEndSeconds: endToEnd,
    outputTokensPerSecond: perSecond('output_tokens_per_sec'),
  };
}
