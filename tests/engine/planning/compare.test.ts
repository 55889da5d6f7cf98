import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecast, replicationMetrics } from '../../../engine/forecast.ts';
import { type ComparedScenario, compareForecasts } from '../../../engine/planning/compare.ts';
import { documentDifferences } from '../../../engine/planning/documentDifferences.ts';
import {
  accountHours,
  gpuHourPrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadSpec,
  workloadUsage,
  paidReplicas,
  type HandmadeUsage,
} from '../finance/handmade.ts';

/** One hour; each replication completes some requests, of a mean TTFT each. */
function scenario(
  label: string,
  replications: readonly { completed: number; ttft: number }[],
  price = 1,
  seed = 1,
): ComparedScenario {
  const usage = replications.map(
    ({ completed, ttft }): HandmadeUsage => ({
      accounts: [
        accountHours(1, {
          arrived: [completed],
          completed: [completed],
          withinSlo: [completed],
          outputTokens: [completed],
        }),
      ],
      workloads: [workloadUsage({ ttft: [ttft] })],
      pools: [{ busySeconds: Float64Array.of(100), paid: paidReplicas([2]), totals: poolTotals() }],
    }),
  );
  const input: ForecastInput = {
    name: label,
    currency: 'USD',
    spec: simulationSpec({ hours: 1 }),
    usage: usageOf(...usage),
    prices: [gpuHourPrice('h100', price)],
  };
  return {
    label,
    document: { name: label, pools: [{ id: 'h100', price }] },
    forecast: forecast(input),
    metrics: replicationMetrics(input),
    seed,
  };
}

function metric(scenarios: readonly ComparedScenario[], name: string) {
  const found = compareForecasts(scenarios).scenarios[0].metrics.find((row) => row.metric === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('compareForecasts', () => {
  it('pairs replications: a small steady difference is real under large common noise', () => {
    const a = scenario('a', [
      { completed: 100, ttft: 1 },
      { completed: 900, ttft: 5 },
      { completed: 500, ttft: 3 },
    ]);
    const b = scenario('b', [
      { completed: 104, ttft: 1 },
      { completed: 906, ttft: 6 },
      { completed: 505, ttft: 2 },
    ]);
    const completed = metric([a, b], 'requests.completed');
    // Differences 4, 6, 5: mean 5, s = 1, half width 4.30265 / √3 = 2.48414.
    expect(completed).toMatchObject({
      baseline: 500,
      value: 505,
      difference: 5,
      relative: 0.01,
      verdict: 'real',
    });
    expect(completed.interval?.[0]).toBeCloseTo(5 - 2.48414, 4);
    expect(completed.interval?.[1]).toBeCloseTo(5 + 2.48414, 4);
    expect(completed.reason).toBe('95% interval over 3 paired replications');
    // Differences 0, 1, −1.
    expect(metric([a, b], 'latencySeconds.ttft.mean')).toMatchObject({ difference: 0, verdict: 'noise' });
  });

  it('does not know with one replication, but for what chance does not move', () => {
    const a = scenario('a', [{ completed: 100, ttft: 1 }], 1);
    const b = scenario('b', [{ completed: 120, ttft: 1 }], 2);
    expect(metric([a, b], 'requests.completed')).toMatchObject({
      verdict: 'unknown',
      interval: null,
      reason: 'needs at least 2 replications',
    });
    expect(metric([a, b], 'cost.total')).toMatchObject({
      verdict: 'real',
      difference: 8,
      relative: 1,
      interval: [8, 8],
    });
  });

  it('does not take the cost of a fleet that follows its load for certain', () => {
    const [a, b] = [1, 2].map((price) => scenario('a', [{ completed: 100, ttft: 1 }], price));
    const [pool] = b.forecast.pools;
    const fleet = { autoscaler: 'hpa' } as NonNullable<typeof pool.fleet>;
    const following = { ...b, forecast: { ...b.forecast, pools: [{ ...pool, fleet }] } };
    for (const pair of [
      [a, following],
      [following, a],
    ])
      expect(metric(pair, 'cost.total')).toMatchObject({
        verdict: 'unknown',
        reason: 'needs at least 2 replications',
      });
  });

  it('does not know where the random numbers are not shared, or there are no data', () => {
    const two = [
      { completed: 100, ttft: 1 },
      { completed: 110, ttft: 1 },
    ];
    expect(metric([scenario('a', two), scenario('b', two, 1, 2)], 'requests.completed').reason).toContain(
      'same seed',
    );
    expect(metric([scenario('a', two), scenario('b', two)], 'latencySeconds.tpot.p50').reason).toContain(
      'no data',
    );
    const half = [
      { completed: 0, ttft: 1 },
      { completed: 110, ttft: 1 },
    ];
    expect(metric([scenario('a', half), scenario('b', two)], 'unitCost.perRequest')).toMatchObject({
      verdict: 'unknown',
      reason: 'a replication has no data',
    });
  });

  it('does not take two bins of a histogram for two values', () => {
    // Neighbours across the edge of a bin at 1 s: the quantiles differ by 1.5 %, the values by 0.1 %.
    const a = scenario('a', [
      { completed: 100, ttft: 0.9995 },
      { completed: 110, ttft: 0.9995 },
    ]);
    const b = scenario('b', [
      { completed: 100, ttft: 1.0005 },
      { completed: 110, ttft: 1.0005 },
    ]);
    const p95 = metric([a, b], 'latencySeconds.ttft.p95');
    expect(p95.difference).toBeGreaterThan(0.01);
    expect(p95.verdict).toBe('noise');
    expect(metric([a, b], 'latencySeconds.ttft.mean').verdict).toBe('real');
    const c = scenario('c', [
      { completed: 100, ttft: 1.05 },
      { completed: 110, ttft: 1.05 },
    ]);
    expect(metric([a, c], 'latencySeconds.ttft.p95').verdict).toBe('real');
  });

  it('calls equal scenarios equal', () => {
    const two = [
      { completed: 100, ttft: 1 },
      { completed: 110, ttft: 1 },
    ];
    const { scenarios, baseline, level } = compareForecasts([
      scenario('a', two),
      scenario('a', two),
      scenario('c', two),
    ]);
    expect([baseline, level, scenarios.length]).toEqual(['a', 0.95, 2]);
    expect(scenarios[0].differs).toEqual([]);
    expect(
      scenarios[0].metrics.every(
        ({ verdict, difference }) => difference === null || (difference === 0 && verdict === 'noise'),
      ),
    ).toBe(true);
  });

  it('takes a difference without chance as real', () => {
    const exact = (label: string, replicas: number): ComparedScenario => {
      const spec = simulationSpec({
        hours: 1,
        pools: [poolSpec('h100', { replicas, balance: 'round-robin' })],
        workloads: [
          workloadSpec('x', 0, undefined, {
            arrivals: { kind: 'batch', count: 5, atSeconds: 0, everyDays: 1 },
            promptTokens: fixed,
            outputTokens: fixed,
          }),
        ],
      });
      const usage = usageOf({
        accounts: [accountHours(1, { arrived: [5], completed: [5] })],
        workloads: [workloadUsage({ ttft: [1 / replicas] })],
        pools: [{ busySeconds: Float64Array.of(9), paid: paidReplicas([replicas]), totals: poolTotals() }],
      });
      const input = { name: label, currency: 'USD', spec, usage, prices: [gpuHourPrice('h100', 1)] };
      return { label, document: {}, forecast: forecast(input), metrics: replicationMetrics(input), seed: 1 };
    };
    expect(metric([exact('a', 1), exact('b', 2)], 'latencySeconds.ttft.mean')).toMatchObject({
      difference: -0.5,
      verdict: 'real',
      interval: [-0.5, -0.5],
    });
    expect(metric([exact('a', 1), exact('b', 1)], 'latencySeconds.ttft.mean').verdict).toBe('noise');
  });

  it('needs two', () =>
    expect(() => compareForecasts([scenario('a', [{ completed: 1, ttft: 1 }])])).toThrow(RangeError));
});

const fixed = { law: { type: 'fixed', value: 9 }, min: 1, max: 9 } as const;

describe('documentDifferences', () => {
  it('names paths as --set does, matching rows by id', () => {
    const a = {
      name: 'x',
      pools: [
        { id: 'h100', replicas: 2, price: { perGpuHour: 3 } },
        { id: 'l4', replicas: 1 },
      ],
      list: [1, 2],
    };
    const b = {
      pools: [
        { id: 'l4', replicas: 1 },
        { id: 'h100', replicas: 3, price: { instance: 'x' } },
        { id: 'new' },
      ],
      list: [1, 3],
      name: 'x',
      seed: 2,
    };
    expect(documentDifferences(a, b)).toEqual([
      { path: 'pools.h100.replicas', baseline: '2', other: '3' },
      { path: 'pools.h100.price.perGpuHour', baseline: '3', other: undefined },
      { path: 'pools.h100.price.instance', baseline: undefined, other: 'x' },
      { path: 'pools.new', baseline: undefined, other: '{"id":"new"}' },
      { path: 'list', baseline: '[1,2]', other: '[1,3]' },
      { path: 'seed', baseline: undefined, other: '2' },
    ]);
  });

  it('shortens long values and compares lists without their own ids whole', () => {
    const [long] = documentDifferences({ a: 'x'.repeat(200) }, { a: 'y' });
    expect(long.baseline).toHaveLength(80);
    expect(documentDifferences([{ id: 'a' }, { id: 'a' }], [{ id: 'a' }])).toHaveLength(1);
    expect(documentDifferences({ a: [] }, { a: [] })).toEqual([]);
    expect(documentDifferences(null, undefined)).toEqual([{ path: '', baseline: 'null', other: undefined }]);
  });
});
