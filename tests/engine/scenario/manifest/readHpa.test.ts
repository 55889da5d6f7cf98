import { describe, expect, it } from 'vitest';
import { faultsOf, readingOf } from './reading.ts';

/** A HorizontalPodAutoscaler with these lines below `spec`. */
const hpa = (spec: string, name = 'chat'): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, labels: { app: "{{ not read }}" } }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
${spec}
`;
const metrics = (...list: string[]): string =>
  hpa(`  maxReplicas: 8
  metrics: [${list.join(', ')}]`);
const pods = (name: string, averageValue: string): string =>
  `{ type: Pods, pods: { metric: { name: ${name} }, target: { type: AverageValue, averageValue: ${averageValue} } } }`;
const external = (name: string, target: string): string =>
  `{ type: External, external: { metric: { name: "${name}" }, target: { ${target} } } }`;
const CPU =
  '{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }';

describe('a HorizontalPodAutoscaler', () => {
  it('is the document that one would have written', () => {
    const { written, autoscale, notes, warnings } = readingOf(
      hpa(`  minReplicas: 2
  maxReplicas: 16
  metrics:
    - { type: Pods, pods: { metric: { name: vllm_num_requests_waiting }, target: { type: AverageValue, averageValue: 2500m } } }
    - { type: Object, object: { metric: { name: my_queue, selector: { matchLabels: { a: b } } }, describedObject: { kind: Service, name: s }, target: { type: AverageValue, averageValue: "5k" } } }
  behavior:
    scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: Max, policies: [{ type: Pods, value: 4, periodSeconds: 60 }] }
    scaleDown: { selectPolicy: Disabled, tolerance: 50m }`),
      { metricOf: { my_queue: 'outstanding' }, start: 3, syncSeconds: '30s' },
    );
    expect(written).toEqual({
      kind: 'hpa',
      min: 2,
      max: 16,
      metrics: [
        { metric: 'waiting', averageValue: 2.5 },
        { metric: 'outstanding', averageValue: 5000, per: 'pool' },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }],
        },
        scaleDown: { selectPolicy: 'Disabled', tolerance: 0.05 },
      },
      start: 3,
      syncSeconds: '30s',
    });
    expect(autoscale).toMatchObject({ syncSeconds: 30, tolerance: 0.1, metricDelaySeconds: 0 });
    expect(notes.map(({ path, line }) => [path, line])).toEqual([
      ['spec.scaleTargetRef', 5],
      ['spec.metrics.1.object.metric.selector', 10],
    ]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['vllm_num_requests_running', '4', { metric: 'running', averageValue: 4 }],
    ['vllm:num_requests_waiting', '"4"', { metric: 'waiting', averageValue: 4 }],
    [
      'prometheus.googleapis.com|vllm:num_requests_waiting|gauge',
      '4',
      { metric: 'waiting', averageValue: 4 },
    ],
    ['sglang_num_queue_reqs', '1', { metric: 'waiting', averageValue: 1 }],
    ['vllm:kv_cache_usage_perc', '700m', { metric: 'kvShare', utilization: 0.7 }],
    ['vllm_gpu_cache_usage_perc', '0.7', { metric: 'kvShare', utilization: 0.7 }],
    ['DCGM_FI_DEV_GPU_UTIL', '80', { metric: 'busyShare', utilization: 0.8 }],
    ['vllm_generation_tokens_per_second', '1.5k', { metric: 'outputTokensPerSecond', averageValue: 1500 }],
  ])('knows %s of pods', (name, target, metric) => {
    expect(readingOf(metrics(pods(name, target))).written['metrics']).toEqual([metric]);
  });

  it('takes what it is told of names that nobody knows, with the window', () => {
    const asked = {
      metricOf: { first_token_p95: { metric: 'ttftP95', windowSeconds: '2min' }, gpu: 'busyShare' },
    } as const;
    const read = readingOf(
      metrics(external('first_token_p95', 'type: Value, value: 1500m'), pods('gpu', '85')),
      asked,
    );
    expect(read.autoscale).toMatchObject({
      metrics: [
        { metric: 'ttftP95', value: 1.5, windowSeconds: 120 },
        { metric: 'busyShare', utilization: 0.85 },
      ],
    });
    expect(read.warnings.map(({ message }) => message)).toEqual([
      'is taken as 85%: a share is at most 1',
      expect.stringContaining('is taken as 85% of busyShare, which is compared in whole percent'),
    ]);
  });

  it('may have fields that are null, as a cluster takes them', () => {
    const text = `${metrics(pods('vllm_num_requests_waiting', '5'))}  minReplicas: null
  behavior: { scaleUp: null, scaleDown: { selectPolicy: null, tolerance: ~, stabilizationWindowSeconds: 60 } }`;
    expect(readingOf(text).written).toMatchObject({
      min: 1,
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    });
  });

  it('leaves out what is not simulated, and says so', () => {
    const { written, warnings } = readingOf(metrics(pods('vllm_num_requests_waiting', '5'), CPU));
    expect(written['metrics']).toHaveLength(1);
    expect(warnings).toMatchObject([
      { line: 7, path: 'spec.metrics.1', message: expect.stringMatching(/the use of cpu is not simulated/) },
    ]);
  });

  it('of version 1 scales by the processor, which may stand for something', () => {
    const text = `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: a }
spec: { minReplicas: 1, maxReplicas: 4, targetCPUUtilizationPercentage: 70 }`;
    expect(faultsOf(text).problems).toMatchObject([
      {
        line: 4,
        path: 'spec.targetCPUUtilizationPercentage',
        suggestion: expect.stringMatching(/cpu: busyShare/),
      },
    ]);
    expect(readingOf(text, { metricOf: { cpu: 'busyShare' } }).written['metrics']).toEqual([
      { metric: 'busyShare', utilization: 0.7 },
    ]);
    const annotated = text.replace(
      'name: a',
      'name: a, annotations: { autoscaling.alpha.kubernetes.io/behavior: "{}" }',
    );
    expect(faultsOf(annotated, { metricOf: { cpu: 'busyShare' } }).problems[0]?.suggestion).toMatch(
      /hpa\.v2\.autoscaling/,
    );
  });

  it.each([
    ['no most', hpa('  minReplicas: 1'), 'spec.maxReplicas', /is missing/],
    ['a key that is none', hpa('  maxReplica: 3'), 'spec.maxReplicas', /is missing/],
    ['no metric', hpa('  maxReplicas: 3'), 'spec.metrics', /scales by the processor/],
    ['only the processor', metrics(CPU), 'spec.metrics.0', /is all that it scales by/],
    [
      'a sleeper',
      hpa(`  minReplicas: 0\n  maxReplicas: 3\n  metrics: [${pods('vllm_num_requests_waiting', '1')}]`),
      'spec.minReplicas',
      /at least 1 with hpa/,
    ],
    [
      'min over max',
      hpa(`  minReplicas: 9\n  maxReplicas: 3\n  metrics: [${pods('vllm_num_requests_waiting', '1')}]`),
      'spec.maxReplicas',
      /at least min \(9\), got 3/,
    ],
    [
      'no quantity',
      metrics(pods('vllm_num_requests_waiting', '5apples')),
      'spec.metrics.0.pods.target.averageValue',
      /“5apples” is no quantity/,
    ],
    [
      'a target of nothing',
      metrics(pods('vllm_num_requests_waiting', '0')),
      'spec.metrics.0.pods.target.averageValue',
      /more than 0, got 0/,
    ],
    [
      'a share between percents',
      metrics(pods('vllm_kv_cache_usage_perc', '0.705')),
      'spec.metrics.0.pods.target.averageValue',
      /a whole percent/,
    ],
    [
      'a target of another type',
      metrics(external('vllm_num_requests_waiting', 'type: Utilization, averageUtilization: 3')),
      'spec.metrics.0.external.target.type',
      /does not go with a metric of type External/,
    ],
    [
      'a target that is not there',
      metrics(external('vllm_num_requests_waiting', 'type: AverageValue, value: 3')),
      'spec.metrics.0.external.target.averageValue',
      /is missing/,
    ],
    [
      'a source that is not there',
      metrics('{ type: Pods, external: { metric: { name: a }, target: { type: Value, value: 1 } } }'),
      'spec.metrics.0.pods',
      /is missing/,
    ],
    [
      'shares divided',
      metrics(external('vllm_kv_cache_usage_perc', 'type: AverageValue, averageValue: 700m')),
      'spec.metrics.0.external.target.averageValue',
      /kvShare here: it is an AverageValue/,
    ],
    [
      'a placeholder',
      hpa('  maxReplicas: "{{ .Values.max }}"'),
      'spec.maxReplicas',
      /placeholder.*\{\{ \.Values\.max \}\}/,
    ],
  ])('is refused with %s, at the place', (_, text, path, message) => {
    const { problems, own } = faultsOf(text);
    expect(own).toEqual([]);
    expect(problems[0]).toMatchObject({ file: 'm.yaml', path, message: expect.stringMatching(message) });
    expect(problems[0]?.line).toBeGreaterThan(0);
  });

  it('lists all that has to be said of its metrics, and what there is', () => {
    const text = metrics(pods('queue_a', '1'), pods('vllm_num_requests_waiting', '1'), pods('queue_b', '1'));
    const { problems, own } = faultsOf(text);
    expect(problems).toEqual([]);
    expect(own).toMatchObject([
      {
        path: ['metricOf'],
        message:
          'must say what these metrics of ./m.yaml are: queue_a (spec.metrics.0.pods.metric.name) and queue_b (spec.metrics.2.pods.metric.name)',
        suggestion: expect.stringMatching(
          /^such as metricOf: \{ "queue_a": outstanding \}; there are outstanding, waiting/,
        ),
      },
    ]);
    expect(
      faultsOf(text, { metricOf: { queue_a: 'waiting', queue_b: 'waiting', queue_c: 'waiting' } }).own,
    ).toMatchObject([
      { path: ['metricOf', 'queue_c'], message: expect.stringMatching(/is no metric of the manifest/) },
    ]);
  });

  it('has what the scenario says beside it checked, at its place there', () => {
    const text = metrics(pods('vllm_num_requests_waiting', '1'));
    expect(faultsOf(text, { syncSeconds: '0.1s' })).toMatchObject({
      problems: [],
      own: [{ path: ['syncSeconds'], message: expect.stringMatching(/from 1 s/) }],
    });
  });
});
