import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { livingProblemsOf, resolvedPool } from './livingDocument.ts';

const fixed = (value: number) => ({ type: 'fixed', value }) as const;
const HPA = 'kind: hpa, min: 2, max: 20, metrics: [{ metric: outstanding, averageValue: 12 }]';
const living = (pool: string) => {
  const found = resolvedPool(pool).living;
  if (found === undefined) throw new Error('not a living pool');
  return found;
};
const controller = (autoscale: string) => living(`autoscale: { ${autoscale} }`).controller;

describe('a pool whose replicas keep their number', () => {
  const plain = resolvedPool('replicas: 3');

  it('has no living part', () => {
    expect(plain).not.toHaveProperty('living');
  });

  it.each([
    ['start-up', 'startUp: { provision: 90s, weights: 2min }'],
    ['drain', 'drainSeconds: 300, onLoss: fail, queueSeconds: 10, releaseSeconds: 5'],
    ['machines of one replica each', 'gpusPerReplica: 1, capacity: [{ kind: on-demand, gpusPerNode: 1 }]'],
  ])('is the same with what cannot matter: %s', (_what, keys) => {
    expect(resolvedPool(`replicas: 3, ${keys}`)).toEqual(plain);
  });
});

describe('a living pool', () => {
  it('has defaults that cost nothing', () => {
    const pool = resolvedPool(`autoscale: { ${HPA} }`);
    expect(pool.replicas).toBe(2);
    expect(pool.living).toMatchObject({
      startUp: {
        provision: fixed(0),
        boot: fixed(0),
        image: fixed(0),
        weights: fixed(0),
        warmUp: fixed(0),
      },
      drainSeconds: Number.POSITIVE_INFINITY,
      releaseSeconds: 0,
      queueSeconds: Number.POSITIVE_INFINITY,
      onLoss: 'retry',
    });
    expect(pool.living).not.toHaveProperty('failures');
    expect(pool.living).not.toHaveProperty('gpusPerNode');
  });

  it('is what is written', () => {
    const pool = resolvedPool(
      `autoscale: { ${HPA}, start: 4 }, gpusPerReplica: 2, drainSeconds: 5min, releaseSeconds: 52, queueSeconds: 38s, onLoss: resume,
       startUp: { provision: 90s, boot: 0.5min, weights: { lognormal: { p50: 40s, p90: 90s } }, warmUp: { uniform: { min: 10s, max: 1min } } },
       capacity: [{ kind: on-demand, gpusPerNode: 8 }], failures: { repair: 3h, at: [{ second: 2h, replica: 1 }, { second: 5400, replica: 0 }] }`,
    );
    expect(pool.replicas).toBe(4);
    expect(pool.living).toMatchObject({
      startUp: {
        provision: fixed(90),
        boot: fixed(30),
        image: fixed(0),
        weights: { type: 'lognormal', mu: Math.log(40) },
        warmUp: { type: 'uniform', low: 10, high: 60 },
      },
      drainSeconds: 300,
      releaseSeconds: 52,
      queueSeconds: 38,
      onLoss: 'resume',
      gpusPerNode: 8,
    });
    // In order of time, whatever the order of the document.
    expect(pool.living?.failures).toEqual({
      repairSeconds: fixed(10_800),
      at: [
        { second: 5400, replica: 0 },
        { second: 7200, replica: 1 },
      ],
    });
  });

  it('takes the stages of the catalogue that it does not give itself', () => {
    const startUp = {
      provision: fixed(5),
      boot: { type: 'uniform', low: 180, high: 480 } as const,
      image: fixed(230),
      weights: fixed(16),
      warmUp: fixed(18),
    };
    const of = (keys: string) => resolvedPool(`autoscale: { ${HPA} }, ${keys}`, { startUp }).living;
    expect(of('startUp: auto')).toMatchObject({ startUp, releaseSeconds: 600 });
    expect(of('startUp: { preset: p, image: 20s, weights: 0 }, releaseSeconds: 0')).toMatchObject({
      startUp: { ...startUp, image: fixed(20), weights: fixed(0) },
      releaseSeconds: 0,
    });
  });

  it('fails by a drill with a fixed number of replicas', () => {
    const pool = resolvedPool('replicas: 3, failures: { repair: 32s, at: [{ second: 33.324, replica: 2 }] }');
    expect(pool.replicas).toBe(3);
    expect(pool.living).not.toHaveProperty('controller');
    expect(pool.living?.failures?.at).toEqual([{ second: 33.324, replica: 2 }]);
  });
});

describe('hpa', () => {
  it('has Kubernetes’ defaults, and no behavior where none is written', () => {
    expect(controller(HPA)).toEqual({
      kind: 'hpa',
      min: 2,
      max: 20,
      metrics: [{ metric: 'outstanding', target: 12, per: 'pods', windowSeconds: 60 }],
      syncSeconds: 15,
      metricDelaySeconds: 0,
      toleranceUp: 0.1,
      toleranceDown: 0.1,
      downscaleStabilizationSeconds: 300,
    });
  });

  it('takes the target of each metric in its own unit', () => {
    const metrics = `metrics: [{ metric: waiting, averageValue: 0.5, per: pool }, { metric: kvShare, utilization: 70% },
      { metric: ttftP95, value: 800ms, windowSeconds: 2min }, { metric: running, value: 30 }]`;
    expect(controller(`kind: hpa, max: 3, ${metrics}`)).toMatchObject({
      min: 1,
      metrics: [
        { metric: 'waiting', target: 0.5, per: 'pool', windowSeconds: 60 },
        { metric: 'kvShare', target: 0.7, per: 'pods', windowSeconds: 60 },
        { metric: 'ttftP95', target: 0.8, per: 'pods', windowSeconds: 120 },
        { metric: 'running', target: 30, per: 'whole', windowSeconds: 60 },
      ],
    });
  });

  it('fills in the rules of a behavior that leaves some out', () => {
    const behavior = `behavior: { scaleUp: { policies: [], tolerance: 5% },
      scaleDown: { policies: [{ type: Pods, value: 1, periodSeconds: 60 }], selectPolicy: Min } }`;
    const written = controller(`${HPA}, tolerance: 0.2, ${behavior}`);
    expect(written).toMatchObject({ toleranceUp: 0.05, toleranceDown: 0.2 });
    expect(written).toHaveProperty('behavior', {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: 'Min',
        policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
      },
    });
    expect(controller(`${HPA}, behavior: {}, downscaleStabilizationSeconds: 2min`)).toMatchObject({
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0 },
        scaleDown: {
          stabilizationWindowSeconds: 120,
          policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
        },
      },
    });
  });
});

describe('schedule', () => {
  const DAY = 86_400;
  const entries =
    'schedule: [{ from: "Fri 18:30", replicas: 1 }, { from: "Mon 00:30", replicas: 8 }, { from: "Thursday 00:00:10", replicas: 0 }]';

  it('is in order of the week’s clock, at UTC', () => {
    expect(controller(`kind: schedule, ${entries}`)).toEqual({
      kind: 'schedule',
      mode: 'exact',
      entries: [
        { secondOfWeek: 1800, replicas: 8 },
        { secondOfWeek: 3 * DAY + 10, replicas: 0 },
        { secondOfWeek: 4 * DAY + 18.5 * 3600, replicas: 1 },
      ],
    });
    // Half past midnight of Monday in Paris is Sunday in Greenwich.
    expect(controller(`kind: schedule, mode: minimum, timeZoneOffset: "+01:00", ${entries}`)).toMatchObject({
      mode: 'minimum',
      entries: [
        { secondOfWeek: 3 * DAY - 3590, replicas: 0 },
        { secondOfWeek: 4 * DAY + 17.5 * 3600, replicas: 1 },
        { secondOfWeek: 7 * DAY - 1800, replicas: 8 },
      ],
    });
  });

  // 1 January 2026 is a Thursday.
  it.each([
    ['2026-01-01', 8],
    ['2026-01-01T01:00Z', 0],
    ['2026-01-02T19:00Z', 1],
    ['2026-01-05', 1],
    ['2026-01-05T01:00Z', 8],
  ])('starts %s with the number that holds then', (start, replicas) => {
    const horizon = `{ start: "${start}", days: 1 }`;
    expect(resolvedPool(`autoscale: { kind: schedule, ${entries} }`, { horizon }).replicas).toBe(replicas);
  });

  it('starts with an entry of that very instant', () => {
    const entry = 'schedule: [{ from: "Thu 00:00", replicas: 5 }, { from: "Thu 00:01", replicas: 2 }]';
    expect(resolvedPool(`autoscale: { kind: schedule, ${entry} }`).replicas).toBe(5);
  });
});

it('predictive is as the contract has it', () => {
  const written =
    'kind: predictive, min: 0, max: 9, start: 2, lookAhead: 5min, perReplica: 1.5, margin: 30%, error: 0';
  expect(resolvedPool(`autoscale: { ${written} }`).replicas).toBe(2);
  expect(controller(written)).toEqual({
    kind: 'predictive',
    min: 0,
    max: 9,
    syncSeconds: 15,
    lookAheadSeconds: 300,
    perReplica: 1.5,
    margin: 0.3,
    error: 0,
  });
  expect(controller('kind: predictive, max: 9, perReplica: 1')).toMatchObject({
    lookAheadSeconds: 600,
    margin: 0.2,
    error: 0.1,
  });
});

it('is wrong or resolves, whatever value stands in it', () => {
  const metric = '{ metric: outstanding, averageValue: 12 }';
  const written: Readonly<Record<string, (value: string) => string>> = {
    autoscale: (value) => `autoscale: ${value}`,
    limits: (value) => `autoscale: { kind: hpa, min: ${value}, max: ${value}, metrics: [${metric}] }`,
    metric: (value) => `autoscale: { kind: hpa, max: 4, metrics: [${metric}, ${value}] }`,
    behavior: (value) => `autoscale: { kind: hpa, max: 4, metrics: [${metric}], behavior: ${value} }`,
    rules: (value) =>
      `autoscale: { kind: hpa, max: 4, metrics: [${metric}], behavior: { scaleUp: { policies: ${value} } } }`,
    schedule: (value) => `autoscale: { kind: schedule, schedule: ${value} }`,
    startUp: (value) => `startUp: ${value}, failures: { repair: 1s, at: [{ second: 1, replica: 0 }] }`,
    stage: (value) =>
      `startUp: { boot: ${value} }, failures: { repair: ${value}, at: [{ second: 1, replica: 0 }] }`,
    capacity: (value) => `capacity: ${value}`,
    entry: (value) => `capacity: [{ kind: reservation, nodes: 1, from: ${value}, price: ${value} }]`,
    stock: (value) => `capacity: [{ kind: on-demand, interruptions: ${value} }]`,
    warmStandby: (value) => `warmStandby: ${value}`,
    rollout: (value) => `rollout: { at: 2026-01-01T10:00, surge: ${value}, unavailable: ${value} }`,
    rollouts: (value) => `rollout: { at: ${value} }`,
    at: (value) => `failures: { repair: 1s, at: ${value} }`,
  };
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(written)), fc.jsonValue(), (place, value) => {
      const pool = written[place](JSON.stringify(value));
      if (livingProblemsOf(pool).length === 0) expect(resolvedPool(pool).id).toBe('p');
    }),
    { numRuns: 500 },
  );
});
