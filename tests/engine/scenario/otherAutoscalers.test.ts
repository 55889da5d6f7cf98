import { describe, expect, it } from 'vitest';
import { livingProblemsOf, resolvedPool } from './livingDocument.ts';

const controller = (autoscale: string) => resolvedPool(`autoscale: { ${autoscale} }`).living?.controller;
const replicas = (autoscale: string) => resolvedPool(`autoscale: { ${autoscale} }`).replicas;
const METRICS = 'metrics: [{ metric: outstanding, averageValue: 12 }]';

/** The one problem of an autoscaler: its place, what is wrong, and what would be right. */
function onlyProblem(autoscale: string) {
  const problems = livingProblemsOf(`autoscale: { ${autoscale} }`);
  expect(problems).toHaveLength(1);
  const [{ path, message, suggestion = '' }] = problems;
  return { path: path.replace('pools.p.autoscale.', ''), message, suggestion };
}

describe('keda', () => {
  it('has KEDA’s defaults, and an HPA that it makes, of the pool as a whole', () => {
    expect(controller(`kind: keda, ${METRICS}`)).toEqual({
      kind: 'keda',
      min: 0,
      max: 100,
      pollingSeconds: 30,
      cooldownSeconds: 300,
      initialCooldownSeconds: 0,
      activations: [0],
      hpa: {
        kind: 'hpa',
        min: 1,
        max: 100,
        metrics: [{ metric: 'outstanding', target: 12, per: 'pool', windowSeconds: 60 }],
        syncSeconds: 15,
        metricDelaySeconds: 0,
        toleranceUp: 0.1,
        toleranceDown: 0.1,
        downscaleStabilizationSeconds: 300,
      },
    });
    expect(replicas(`kind: keda, ${METRICS}`)).toBe(0);
  });

  it('is what is written', () => {
    const metrics = `metrics: [{ metric: waiting, averageValue: 3, per: pool, activation: 5 },
      { metric: kvShare, utilization: 65.5%, activation: 5% }, { metric: ttftP95, value: 2s, activation: 250ms }]`;
    const written = `kind: keda, min: 2, max: 8, start: 0, idle: 0, pollingSeconds: 10s, cooldownSeconds: 1min,
      initialCooldownSeconds: 5min, ${metrics}, syncSeconds: 30, tolerance: 5%, behavior: { scaleUp: { tolerance: 0 } }`;
    expect(controller(written)).toMatchObject({
      idle: 0,
      pollingSeconds: 10,
      cooldownSeconds: 60,
      initialCooldownSeconds: 300,
      activations: [5, 0.05, 0.25],
      hpa: {
        min: 2,
        max: 8,
        syncSeconds: 30,
        toleranceUp: 0,
        toleranceDown: 0.05,
        metrics: [
          { metric: 'waiting', target: 3, per: 'pool' },
          { metric: 'kvShare', target: 0.655, per: 'pool' },
          { metric: 'ttftP95', target: 2, per: 'pool' },
        ],
        behavior: { scaleUp: { selectPolicy: 'Max' } },
      },
    });
    expect(replicas(written)).toBe(0);
  });

  it.each([
    ['another idle number', `idle: 1, min: 3, ${METRICS}`, 'idle', /must be 0, got 1.*HPA/, /idle: 0/],
    ['idle without min', `idle: 0, ${METRICS}`, 'idle', /min of 1 or more, got min 0/, /leave it out/],
    [
      'a start below min',
      `min: 3, start: 1, ${METRICS}`,
      'start',
      /from min \(3\) to max \(100\), got 1/,
      /./,
    ],
    ['a start above max', `max: 3, start: 4, ${METRICS}`, 'start', /from min \(0\) to max \(3\), got 4/, /./],
    [
      'an activation of another unit',
      'metrics: [{ metric: outstanding, averageValue: 12, activation: 5% }]',
      'metrics.0.activation',
      /“5%” is not a number: it must be a number, such as 5/,
      /^$/,
    ],
    [
      'an activation below nothing',
      'metrics: [{ metric: kvShare, utilization: 70%, activation: -5% }]',
      'metrics.0.activation',
      /got -5%: it must be a share/,
      /^$/,
    ],
    [
      'whom a mean is of',
      'metrics: [{ metric: outstanding, averageValue: 12, per: pods }]',
      'metrics.0.per',
      /must be pool, got “pods”/,
      /^$/,
    ],
    [
      'a target of another kind',
      'metrics: [{ metric: kvShare, averageValue: 12 }]',
      'metrics.0.averageValue',
      /does not go with kvShare/,
      /utilization: 70%/,
    ],
    ['a fallback', `fallback: { replicas: 3 }, ${METRICS}`, 'fallback', /./, /there are: kind, min,/],
  ])('is not %s', (_what, autoscale, path, message, suggestion) => {
    const problem = onlyProblem(`kind: keda, ${autoscale}`);
    expect(problem.path).toBe(path);
    expect(problem.message).toMatch(message);
    expect(problem.suggestion).toMatch(suggestion);
  });
});

describe('knative', () => {
  it('has Knative’s defaults, awake at first', () => {
    expect(controller('kind: knative, max: 8')).toEqual({
      kind: 'knative',
      min: 0,
      max: 8,
      metric: 'concurrency',
      target: 70,
      capacity: 100,
      stableWindowSeconds: 60,
      panicWindowSeconds: 6,
      panicThreshold: 2,
      maxScaleUpRate: 1000,
      maxScaleDownRate: 2,
      scaleDownDelaySeconds: 0,
      scaleToZeroGraceSeconds: 30,
      retentionSeconds: 0,
      activationScale: 1,
      targetBurstCapacity: 211,
      tickSeconds: 2,
    });
    expect(replicas('kind: knative, max: 8')).toBe(1);
    expect(replicas('kind: knative, max: 8, min: 3')).toBe(3);
    expect(replicas('kind: knative, max: 8, start: 0')).toBe(0);
  });

  it('has another target by rps, and no panic window below a second', () => {
    expect(controller('kind: knative, max: 8, metric: rps')).toMatchObject({ target: 140, capacity: 200 });
    const written =
      'kind: knative, max: 8, target: 10, utilization: 50%, stableWindowSeconds: 6, panicThreshold: 150%';
    expect(controller(written)).toMatchObject({ target: 5, panicWindowSeconds: 1, panicThreshold: 1.5 });
  });

  it.each([
    ['without bound', '', 'max', /is missing/, /^$/],
    [
      'a share of a burst',
      'max: 8, targetBurstCapacity: -0.5',
      'targetBurstCapacity',
      /-1, 0 or more/,
      /always/,
    ],
    [
      'a threshold below one',
      'max: 8, panicThreshold: 80%',
      'panicThreshold',
      /from 1.1 to 10, got 0.8/,
      /^$/,
    ],
    ['a rate that goes nowhere', 'max: 8, maxScaleUpRate: 1', 'maxScaleUpRate', /1/, /^$/],
    ['a start above max', 'max: 8, start: 9', 'start', /to max \(8\), got 9/, /start with 1/],
  ])('is not %s', (_what, autoscale, path, message, suggestion) => {
    const problem = onlyProblem(`kind: knative, ${autoscale}`);
    expect(problem.path).toBe(path);
    expect(problem.message).toMatch(message);
    expect(problem.suggestion).toMatch(suggestion);
  });
});

describe('ray-serve', () => {
  it('has Ray Serve’s defaults', () => {
    expect(controller('kind: ray-serve')).toEqual({
      kind: 'ray-serve',
      min: 1,
      max: 100,
      targetOngoingRequests: 2,
      lookBackSeconds: 30,
      metricsIntervalSeconds: 10,
      upscaleDelaySeconds: 30,
      downscaleDelaySeconds: 600,
      downscaleToZeroDelaySeconds: 600,
      upscalingFactor: 1,
      downscalingFactor: 1,
      loopSeconds: 0.1,
    });
    const written = 'kind: ray-serve, min: 0, max: 4, start: 2, downscaleToZeroDelaySeconds: 2h';
    expect(controller(written)).toMatchObject({ downscaleToZeroDelaySeconds: 7200 });
    expect(replicas(written)).toBe(2);
  });

  it.each([
    [
      'blind',
      'lookBackSeconds: 5',
      'lookBackSeconds',
      /at least metricsIntervalSeconds \(10 s\), got 5 s/,
      /30s/,
    ],
    [
      'awake for ever, and asleep',
      'downscaleToZeroDelaySeconds: 60',
      'downscaleToZeroDelaySeconds',
      /does not go with min 1/,
      /min: 0/,
    ],
    ['faster than its loop', 'loopSeconds: 10ms', 'loopSeconds', /from 0.1 s to 60 s/, /^$/],
    ['without a target', 'targetOngoingRequests: 0', 'targetOngoingRequests', /0.001/, /^$/],
  ])('is not %s', (_what, autoscale, path, message, suggestion) => {
    const problem = onlyProblem(`kind: ray-serve, ${autoscale}`);
    expect(problem.path).toBe(path);
    expect(problem.message).toMatch(message);
    expect(problem.suggestion).toMatch(suggestion);
  });
});
