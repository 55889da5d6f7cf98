import type { MetricName } from '../../living/livingSpec.ts';
import type { WriteNames } from '../written/writtenManifest.ts';

/** Series that an engine has of its own, as Prometheus reads them; counters and buckets by their whole name. */
interface EngineSeries {
  readonly waiting: string;
  readonly running: string;
  readonly kvShare: string;
  readonly requests: string;
  readonly outputTokens: string;
  readonly ttft: string;
  readonly queue: string;
}

const SERIES: Readonly<Record<WriteNames['engine'], EngineSeries>> = {
  vllm: {
    waiting: 'vllm:num_requests_waiting',
    running: 'vllm:num_requests_running',
    kvShare: 'vllm:kv_cache_usage_perc',
    requests: 'vllm:request_success_total',
    outputTokens: 'vllm:generation_tokens_total',
    ttft: 'vllm:time_to_first_token_seconds_bucket',
    queue: 'vllm:request_queue_time_seconds_bucket',
  },
  sglang: {
    waiting: 'sglang:num_queue_reqs',
    running: 'sglang:num_running_reqs',
    kvShare: 'sglang:token_usage',
    requests: 'sglang:num_requests_total',
    outputTokens: 'sglang:generation_tokens_total',
    ttft: 'sglang:time_to_first_token_seconds_bucket',
    queue: 'sglang:queue_time_seconds_bucket',
  },
};
/** Of the GPU: the share of time in which it is at work. */
const BUSY = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE';
/** Over which metrics are taken where nothing is said. */
export const USUAL_WINDOW = 60;

/** What an engine calls a metric as it is at an instant; undefined where it has none by one name. */
export function engineGauge(metric: MetricName, engine: WriteNames['engine']): string | undefined {
  const { waiting, running, kvShare } = SERIES[engine];
  const gauges: Partial<Record<MetricName, string>> = { waiting, running, kvShare };
  return gauges[metric];
}

/** A metric in PromQL, of every replica by itself or of the pool (a quantile always is). */
export function engineQuery(
  metric: MetricName,
  windowSeconds: number,
  engine: WriteNames['engine'],
  of: 'replica' | 'pool',
): string {
  const series = SERIES[engine];
  const window = `[${windowText(windowSeconds)}]`;
  const total = (query: string): string => (of === 'pool' ? `sum(${query})` : query);
  switch (metric) {
    case 'outstanding':
      return `${total(series.running)} + ${total(series.waiting)}`;
    case 'waiting':
    case 'running':
    case 'kvShare':
      return total(series[metric]);
    case 'busyShare':
      return total(windowSeconds === USUAL_WINDOW ? BUSY : `avg_over_time(${BUSY}${window})`);
    case 'requestsPerSecond':
      return total(`rate(${series.requests}${window})`);
    case 'outputTokensPerSecond':
      return total(`rate(${series.outputTokens}${window})`);
    default: {
      const [, latency, percent] = /^(ttft|queue)P(\d+)$/.exec(metric) ?? [];
      if (percent === undefined) throw new RangeError(`${metric} has no query`);
      const buckets = latency === 'ttft' ? series.ttft : series.queue;
      return `histogram_quantile(0.${percent}, sum by (le) (rate(${buckets}${window})))`;
    }
  }
}

/** Prometheus takes whole amounts of a unit. */
function windowText(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
