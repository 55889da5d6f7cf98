import { describe, expect, it } from 'vitest';
import { faultsOf, readingOf } from './reading.ts';

/** A ScaledObject with these lines in `spec`, and triggers. */
const keda = (spec: string, ...triggers: string[]): string => `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: chat }
spec:
  scaleTargetRef: { name: chat }
${spec}
  triggers:
${triggers.map((trigger) => `    - ${trigger}`).join('\n')}
`;
const prometheus = (query: string, threshold: string, more = '', beside = ''): string =>
  `{ type: prometheus${beside}, metadata: { serverAddress: "http://p:9090", query: "${query}", threshold: "${threshold}"${more} } }`;
const WAITING = prometheus('sum(vllm:num_requests_waiting)', '5');

describe('a ScaledObject', () => {
  it('is the document that one would have written', () => {
    const { written, autoscale, notes, warnings } = readingOf(
      keda(
        `  minReplicaCount: 0
  maxReplicaCount: 12
  pollingInterval: 15
  cooldownPeriod: 360
  initialCooldownPeriod: 60
  fallback: { failureThreshold: 3, replicas: 6 }
  advanced:
    restoreToOriginalReplicaCount: true
    horizontalPodAutoscalerConfig: { name: a, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }`,
        prometheus(
          'sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting)',
          '12',
          ', activationThreshold: "2"',
        ),
        prometheus("sum(vllm:kv_cache_usage_perc{model_name='m'})", '0.7'),
        prometheus(
          'histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket[2m])))',
          '1.5',
          ', activationThreshold: "0.1"',
          ', metricType: Value',
        ),
      ),
    );
    expect(written).toEqual({
      kind: 'keda',
      min: 0,
      max: 12,
      pollingSeconds: 15,
      cooldownSeconds: 360,
      initialCooldownSeconds: 60,
      metrics: [
        { metric: 'outstanding', averageValue: 12, activation: 2 },
        { metric: 'kvShare', utilization: 0.7 },
        { metric: 'ttftP95', value: 1.5, windowSeconds: 120, activation: 0.1 },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    });
    expect(autoscale).toMatchObject({ kind: 'keda', tolerance: 0.1 });
    expect(notes.map(({ path }) => path)).toEqual([
      'spec.scaleTargetRef',
      'spec.fallback',
      'spec.advanced.restoreToOriginalReplicaCount',
    ]);
    expect(warnings).toEqual([]);
  });

  it('leaves KEDA’s defaults to the document, which has the same', () => {
    const { written, autoscale } = readingOf(keda('', WAITING));
    expect(written).toEqual({ kind: 'keda', metrics: [{ metric: 'waiting', averageValue: 5 }] });
    expect(autoscale).toMatchObject({ min: 0, max: 100, pollingSeconds: 30, cooldownSeconds: 300 });
  });

  it('takes a series a replica for the total, and says so', () => {
    const { written, warnings } = readingOf(keda('', prometheus('vllm:num_requests_waiting', '5')));
    expect(written['metrics']).toEqual([{ metric: 'waiting', averageValue: 5 }]);
    expect(warnings).toMatchObject([
      {
        path: 'spec.triggers.0.metadata.query',
        message: expect.stringMatching(/a series for each replica/),
        suggestion: 'sum(…) around it',
      },
    ]);
  });

  it('says what KEDA itself does not read, and what engines count otherwise', () => {
    const text = keda(
      '',
      prometheus('sum(rate(vllm:request_success_total[1m]))', '2', ', metricType: Value'),
    );
    expect(readingOf(text).warnings).toMatchObject([
      { path: 'spec.triggers.0.metadata.metricType', message: expect.stringMatching(/by KEDA neither/) },
      { path: 'spec.triggers.0.metadata.query', message: expect.stringMatching(/requests that ended/) },
    ]);
  });

  it('takes the scenario’s word for a query, a metric in it, or a trigger', () => {
    const text = keda(
      '',
      prometheus('sum(my_queue)', '5'),
      prometheus('avg_over_time(my_load[5m])', '80', ', activationThreshold: "10"'),
      '{ type: rabbitmq, name: jobs, metadata: { mode: QueueLength, value: "20", queueName: q } }',
    );
    const metricOf = {
      my_queue: 'waiting',
      'avg_over_time(my_load[5m])': 'busyShare',
      jobs: 'outstanding',
    } as const;
    expect(readingOf(text, { metricOf }).written['metrics']).toEqual([
      { metric: 'waiting', averageValue: 5 },
      { metric: 'busyShare', utilization: 0.8, activation: 0.1 },
      { metric: 'outstanding', averageValue: 20 },
    ]);
    expect(faultsOf(text).own).toMatchObject([
      {
        message:
          'must say what these metrics of ./m.yaml are: sum(my_queue) (spec.triggers.0.metadata.query), avg_over_time(my_load[5m]) (spec.triggers.1.metadata.query) and jobs (spec.triggers.2.type)',
      },
    ]);
  });

  it('is not led astray by names of JavaScript’s', () => {
    expect(faultsOf(keda('', prometheus('sum(constructor)', '5'))).own).toMatchObject([
      { path: ['metricOf'], message: expect.stringMatching(/sum\(constructor\)/) },
    ]);
  });

  it('leaves out processor and memory, and says so', () => {
    const cpu = '{ type: cpu, metricType: Utilization, metadata: { value: "60" } }';
    expect(readingOf(keda('', WAITING, cpu)).warnings).toMatchObject([{ path: 'spec.triggers.1' }]);
    expect(faultsOf(keda('', cpu)).problems).toMatchObject([
      { path: 'spec.triggers.0', message: expect.stringMatching(/is all that it scales by/) },
    ]);
  });

  it.each([
    [
      'a formula',
      keda('  advanced: { scalingModifiers: { formula: "a + b", target: "2" } }', WAITING),
      'spec.advanced.scalingModifiers',
      /a formula makes one metric/,
    ],
    [
      'cached metrics',
      keda('', WAITING.replace('prometheus,', 'prometheus, useCachedMetrics: true,')),
      'spec.triggers.0.useCachedMetrics',
      /is not simulated/,
    ],
    [
      'a pause',
      keda('', WAITING).replace(
        'name: chat',
        'name: chat, annotations: { autoscaling.keda.sh/paused-replicas: "3" }',
      ),
      'metadata.annotations.autoscaling.keda.sh/paused-replicas',
      /has it paused/,
    ],
    [
      'a clock',
      keda('', WAITING, '{ type: cron, metadata: { start: "0 6 * * *" } }'),
      'spec.triggers.1.type',
      /by the clock/,
    ],
    [
      'a trigger that is not read',
      keda('', '{ type: solr, metadata: {} }'),
      'spec.triggers.0.type',
      /“solr” is not read/,
    ],
    [
      'no threshold',
      keda('', '{ type: prometheus, metadata: { query: "sum(vllm:num_requests_waiting)" } }'),
      'spec.triggers.0.metadata.threshold',
      /is missing/,
    ],
    [
      'a threshold of words',
      keda('', prometheus('sum(vllm:num_requests_waiting)', 'five')),
      'spec.triggers.0.metadata.threshold',
      /got “five”/,
    ],
    [
      'a bare number',
      keda('', '{ type: prometheus, metadata: { query: a, threshold: 5 } }'),
      'spec.triggers.0.metadata.threshold',
      /must be a text, got 5/,
    ],
    [
      'no query',
      keda('', '{ type: prometheus, metadata: { threshold: "5" } }'),
      'spec.triggers.0.metadata.query',
      /is missing/,
    ],
    [
      'a mean that is divided',
      keda('', prometheus('avg(vllm:kv_cache_usage_perc)', '0.7')),
      'spec.triggers.0.metadata.query',
      /divides among them again/,
    ],
    [
      'a total that is not divided',
      keda('', prometheus('sum(vllm:num_requests_waiting)', '5', '', ', metricType: Value')),
      'spec.triggers.0.metadata.threshold',
      /is a Value/,
    ],
    [
      'a time that is divided',
      keda('', prometheus('histogram_quantile(0.9, rate(vllm:time_to_first_token_seconds_bucket[1m]))', '1')),
      'spec.triggers.0.metadata.threshold',
      /divided among the replicas/,
    ],
    [
      'an idle number',
      keda('  minReplicaCount: 3\n  idleReplicaCount: 1', WAITING),
      'spec.idleReplicaCount',
      /must be 0, got 1/,
    ],
    [
      'min over max',
      keda('  minReplicaCount: 3\n  maxReplicaCount: 2', WAITING),
      'spec.maxReplicaCount',
      /at least min \(3\)/,
    ],
    [
      'a placeholder',
      keda('', prometheus('sum({{ .Values.metric }})', '5')),
      'spec.triggers.0.metadata.query',
      /placeholder/,
    ],
    ['a key that is none', keda('  minReplicas: 3', WAITING), 'spec.minReplicas', /is not a key here/],
  ])('is refused with %s, at the place', (_, text, path, message) => {
    const { problems, own } = faultsOf(text);
    expect(own).toEqual([]);
    expect(problems[0]).toMatchObject({ file: 'm.yaml', path, message: expect.stringMatching(message) });
    expect(problems[0]?.line).toBeGreaterThan(0);
  });
});
