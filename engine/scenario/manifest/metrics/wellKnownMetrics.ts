import type { MetricName } from '../../living/livingSpec.ts';
import { ownMetric } from './ownMetricNames.ts';

/** What a metric of a cluster is here. */
export interface KnownMetric {
  readonly metric: MetricName;
  /** How the series is counted: as it is at an instant, by its rate, or by a quantile of its buckets. */
  readonly as: 'gauge' | 'counter' | 'histogram';
  /** An amount of it, times this, is one of ours; 1 where left out. */
  readonly scale?: number;
  readonly windowSeconds?: number;
}

type Row = readonly [name: string, metric: MetricName, as: KnownMetric['as'], scale?: number];

/**
 * Metrics whose meaning is published: engines' (vLLM's documentation of metrics, SGLang's of production metrics, TGI's), the
 * GPUs' (DCGM's field list), and names of our own for what no engine tells. `ttftP50` and `queueP50` stand for all of their quantiles.
 * A counter of requests that ended is not that of those that came in, in the long run they are the same.
 */
const ROWS: readonly Row[] = [
  ['vllm:num_requests_waiting', 'waiting', 'gauge'],
  ['vllm:num_requests_running', 'running', 'gauge'],
  ['vllm:kv_cache_usage_perc', 'kvShare', 'gauge'],
  // Its name before version 0.10.
  ['vllm:gpu_cache_usage_perc', 'kvShare', 'gauge'],
  ['vllm:request_success_total', 'requestsPerSecond', 'counter'],
  ['vllm:generation_tokens_total', 'outputTokensPerSecond', 'counter'],
  ['vllm:time_to_first_token_seconds_bucket', 'ttftP50', 'histogram'],
  ['vllm:request_queue_time_seconds_bucket', 'queueP50', 'histogram'],
  ['sglang:num_queue_reqs', 'waiting', 'gauge'],
  ['sglang:num_running_reqs', 'running', 'gauge'],
  ['sglang:token_usage', 'kvShare', 'gauge'],
  ['sglang:gen_throughput', 'outputTokensPerSecond', 'gauge'],
  ['sglang:num_requests_total', 'requestsPerSecond', 'counter'],
  ['sglang:generation_tokens_total', 'outputTokensPerSecond', 'counter'],
  ['sglang:time_to_first_token_seconds_bucket', 'ttftP50', 'histogram'],
  ['sglang:queue_time_seconds_bucket', 'queueP50', 'histogram'],
  ['tgi_queue_size', 'waiting', 'gauge'],
  ['tgi_batch_current_size', 'running', 'gauge'],
  ['DCGM_FI_DEV_GPU_UTIL', 'busyShare', 'gauge', 0.01],
  ['DCGM_FI_PROF_GR_ENGINE_ACTIVE', 'busyShare', 'gauge'],
];

const KNOWN = new Map(
  ROWS.map(([name, metric, as, scale]): [string, KnownMetric] => [
    spelled(name),
    { metric, as, ...(scale === undefined ? {} : { scale }) },
  ]),
);

/** The metric of a name, as engines or as adapters for Kubernetes spell it; undefined for one that is not well known. */
export function knownMetric(name: string): KnownMetric | undefined {
  // As Google’s managed Prometheus hands them to an autoscaler.
  const managed = /^prometheus\.googleapis\.com\|([^|]+)\|\w+$/.exec(name)?.[1];
  if (managed !== undefined) return knownMetric(managed);
  const found = KNOWN.get(spelled(name));
  if (found !== undefined) return found;
  const own = ownMetric(name);
  if (own !== undefined) return { ...own, as: 'gauge' };
  // A counter's rate, as Prometheus' adapter calls it.
  const rate = /^(.*)_per_second$/.exec(name)?.[1];
  const counter = rate === undefined ? undefined : KNOWN.get(spelled(`${rate}_total`));
  return counter?.as === 'counter' ? { ...counter, as: 'gauge' } : undefined;
}

/** Names of Kubernetes have no colon, and adapters put an underscore in its place. */
function spelled(name: string): string {
  return name.replaceAll(':', '_');
}
