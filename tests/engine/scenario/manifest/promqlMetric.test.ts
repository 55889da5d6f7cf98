import { describe, expect, it } from 'vitest';
import { promqlMetric, promqlNames } from '../../../../engine/scenario/manifest/metrics/promqlMetric.ts';
import { knownMetric } from '../../../../engine/scenario/manifest/metrics/wellKnownMetrics.ts';

const asked = (query: string) => promqlMetric(query, knownMetric);

describe('a query in PromQL', () => {
  it.each([
    ['vllm:num_requests_waiting', { metric: 'waiting', scale: 1, of: 'each' }],
    [
      ' sum( vllm:num_requests_waiting{model_name="m", pod=~"a.*"} ) ',
      { metric: 'waiting', scale: 1, of: 'total' },
    ],
    ['sum by (model_name) (vllm:num_requests_running)', { metric: 'running', scale: 1, of: 'total' }],
    ['sum(vllm:num_requests_running) by (model_name)', { metric: 'running', scale: 1, of: 'total' }],
    ['avg(vllm:kv_cache_usage_perc)', { metric: 'kvShare', scale: 1, of: 'mean' }],
    ['max(sglang:token_usage)', { metric: 'kvShare', scale: 1, of: 'largest' }],
    ['sum(DCGM_FI_DEV_GPU_UTIL)', { metric: 'busyShare', scale: 0.01, of: 'total' }],
    [
      'sum(rate(vllm:request_success_total{finished_reason="stop"}[1m30s]))',
      { metric: 'requestsPerSecond', scale: 1, of: 'total', windowSeconds: 90 },
    ],
    [
      'histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket[5m])))',
      { metric: 'ttftP95', scale: 1, of: 'one', windowSeconds: 300 },
    ],
    [
      'histogram_quantile(0.99, rate(sglang:queue_time_seconds_bucket[60s]))',
      { metric: 'queueP99', scale: 1, of: 'one', windowSeconds: 60 },
    ],
    [
      `sum(vllm:num_requests_running)
       + sum(vllm:num_requests_waiting)  # in hand`,
      { metric: 'outstanding', scale: 1, of: 'total' },
    ],
  ])('of a plain shape is a metric: %s', (query, metric) => {
    expect(asked(query)).toEqual(metric);
  });

  it.each([
    'sum(my_own)',
    'sum(vllm:num_requests_waiting) / 2',
    'sum(vllm:num_requests_waiting) + sum(vllm:num_requests_waiting)',
    'avg_over_time(vllm:num_requests_waiting[5m])',
    'sum(vllm:num_requests_waiting',
    'vllm:num_requests_waiting)',
    'sum(vllm:request_success_total)',
    'sum(rate(vllm:num_requests_waiting[1m]))',
    'histogram_quantile(0.42, rate(vllm:time_to_first_token_seconds_bucket[1m]))',
    'vllm:num_requests_waiting > 3',
    '',
  ])('of any other is for its writer to say: %s', (query) => {
    expect(asked(query)).toBeUndefined();
  });

  it('has names', () => {
    expect(
      promqlNames('sum by (pod) (rate(a:b_total{x="y"}[5m])) / on (z) group_left c_d > bool 1e5'),
    ).toEqual(['a:b_total', 'c_d']);
  });
});
