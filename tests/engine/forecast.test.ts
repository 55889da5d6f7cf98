import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecast, forecastDetails, replicationMetrics } from '../../engine/forecast.ts';
import { ledgerTotal } from '../../engine/pricing/ledger.ts';
import {
  accountHours,
  gpuHourPrice,
  instancePrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadSpec,
  workloadUsage,
  paidReplicas,
  type HandmadeUsage,
} from './finance/handmade.ts';

/** 4 requests of one workload in 2 hours on 2 replicas of 4 GPUs at 2.5 a GPU-hour: 40 in all. */
const spec = simulationSpec({
  hours: 2,
  startEpochSeconds: Date.UTC(2026, 0, 31, 23) / 1000,
  workloads: [workloadSpec('chat', 0, { ttftSeconds: 1, tpotSeconds: 0.05, percentile: 0.9 })],
});
function replication(scale = 1, within = 2): HandmadeUsage {
  return {
    accounts: [
      accountHours(2, {
        arrived: [3, 2],
        completed: [2, 2],
        rejected: [1, 0],
        withinSlo: [within, 0],
        promptTokens: [100 * scale, 200],
        cachedTokens: [20, 0],
        outputTokens: [50, 50],
      }),
    ],
    workloads: [
      workloadUsage(
        { ttft: [0.5, 0.5, 0.5 * scale, 4], tpot: [0.02, 0.02], endToEnd: [2, 2, 2, 6], queue: [0, 0, 0, 3] },
        { context: 1, kv: 0 },
      ),
    ],
    pools: [
      {
        busySeconds: Float64Array.of(1800, 3600),
        paid: paidReplicas([2, 2]),
        totals: poolTotals({
          steps: 10,
          preemptions: 3,
          kvPeakBlocks: 250,
          prefillSeconds: 1400,
          decodeSeconds: 4000,
        }),
      },
    ],
  };
}
const input: ForecastInput = {
  name: 'By hand',
  currency: 'EUR',
  spec,
  usage: usageOf(replication()),
  prices: [gpuHourPrice('h100', 2.5)],
};

describe('forecast', () => {
  const found = forecast(input);

  it('adds up by hand', () => {
    expect(found.name).toBe('By hand');
    expect(found.horizon).toEqual({ start: '2026-01-31T23:00:00.000Z', hours: 2 });
    expect(found.requests).toEqual({
      arrived: 5,
      completed: 4,
      rejected: 1,
      rejectedBy: { context: 1 },
      cached: 0,
      unfinished: 0,
    });
    expect(found.tokens).toEqual({ prompt: 300, cached: 20, output: 100 });
    expect(found.latencySeconds.ttft.mean).toBe(5.5 / 4);
    expect(Math.abs((found.latencySeconds.ttft.p50 ?? 0) / 0.5 - 1)).toBeLessThanOrEqual(
      found.latencySketchRelativeError,
    );
    expect(Math.abs((found.latencySeconds.ttft.p99 ?? 0) / 4 - 1)).toBeLessThanOrEqual(
      found.latencySketchRelativeError,
    );
    expect(found.latencySeconds.tpot.mean).toBe(0.02);
    // 2 of 4 completed and 1 rejected.
    expect(found.slo).toMatchObject([{ workload: 'chat', attained: 0.4, percentile: 0.9, met: false }]);
    expect(found.slo[0].limits).toEqual([
      { latency: 'ttft', seconds: 1, within: 0.75 },
      { latency: 'tpot', seconds: 0.05, within: 1 },
    ]);
    expect(found.goodputPerSecond).toBe(2 / 7200);
    expect(found.pools).toEqual([
      {
        id: 'h100',
        replicaHours: 4,
        gpuHours: 16,
        gpuHoursPaid: 16,
        peakUnitsPaid: 8,
        unit: 'GPU',
        usedShare: 0.375,
        loadShare: 0.375,
        usedCost: 15,
        // A quarter of two replicas at work, then half of them.
        idleByReason: {
          unusedGpus: { cost: 0, gpuSeconds: 0 },
          starting: { cost: 0, gpuSeconds: 0 },
          draining: { cost: 0, gpuSeconds: 0 },
          abovePeak: { cost: 20, gpuSeconds: 8 * 3600 },
          heldForPeak: { cost: 0, gpuSeconds: 0 },
          nextReplica: { cost: 5, gpuSeconds: 2 * 3600 },
        },
        busyShare: 0.375,
        peakReplicas: 2,
        preemptions: 3,
        kvPeakShare: 0.25,
        outputTokensPerSecondPerGpu: 100 / (16 * 3600),
      },
    ]);
    expect(found.cost).toEqual({
      currency: 'EUR',
      total: 40,
      idle: 25,
      unusedCommitment: 0,
      byCategory: { compute: 40 },
      byPool: { h100: 40 },
      idleByPool: { h100: 25 },
      byTenant: { support: 15 },
      byWorkload: { chat: 15 },
    });
    expect(found.unitCost).toEqual({
      perRequest: 10,
      perMillionTokens: 100_000,
      perMillionOutputTokens: 400_000,
      perGpuHour: 2.5,
      perInferenceSecond: 40 / (5400 * 4),
      perRequestWithinSlo: 20,
    });
    expect(found.months).toEqual([
      { month: '2026-01', hours: 1, cost: 20, requests: 3, completed: 2 },
      { month: '2026-02', hours: 1, cost: 20, requests: 2, completed: 2 },
    ]);
    expect(found.costPerMonth).toBe(20 * 730);
    expect(found.workloads).toMatchObject([{ id: 'chat', pool: 'h100', cost: 15, requests: { arrived: 5 } }]);
    expect(found.excluded).toContain('staff');
  });

  it('says it in one sentence', () => {
    expect(found.verdict).toBe(
      'EUR 14,600 a month; chat misses its service level (40% of requests within it, 90% asked, worst on time to first token: ' +
        '75% within 1 s), and 20% of requests are rejected; 37.5% of the cost is capacity in use, and replicas are busy 37.5% of the time.',
    );
  });

  it('has no intervals with one replication, and only values that JSON has', () => {
    expect(found.intervals.level).toBe(0.95);
    expect(found.intervals['cost.total']).toBeNull();
    expect(found.intervals['latencySeconds.ttft.p99']).toBeNull();
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('is byte-identical for equal input', () =>
    expect(JSON.stringify(forecast(input))).toBe(JSON.stringify(found)));

  it('gives null, never 0, where there is no data', () => {
    const nothing: HandmadeUsage = {
      accounts: [accountHours(2, {})],
      workloads: [workloadUsage({})],
      pools: [{ busySeconds: new Float64Array(2), paid: paidReplicas([2, 2]), totals: poolTotals() }],
    };
    const empty = forecast({ ...input, usage: usageOf(nothing) });
    expect(empty.latencySeconds.ttft).toEqual({ mean: null, p50: null, p90: null, p95: null, p99: null });
    expect(empty.slo[0]).toMatchObject({ attained: null, met: null });
    expect(empty.unitCost).toMatchObject({
      perRequest: null,
      perMillionTokens: null,
      perGpuHour: 2.5,
      perInferenceSecond: null,
    });
    expect(empty.cost).toMatchObject({ total: 40, idle: 40, byTenant: { support: 0 } });
    expect(empty.verdict).toContain('no request arrived');
    expect(empty.bottleneck).toMatchObject({ kind: 'none', pool: null });
  });

  it('does not know a cost without a price', () => {
    const unpriced = forecast({ ...input, prices: [undefined] });
    expect(unpriced.cost).toMatchObject({ total: null, idle: null, byPool: { h100: null } });
    expect(Object.values(unpriced.unitCost)).toEqual([null, null, null, null, null, null]);
    expect(unpriced.costPerMonth).toBeNull();
    expect(unpriced.verdict).toContain('cost unknown, no price is given for h100');
    expect(unpriced.pools[0]).toMatchObject({ gpuHoursPaid: null, peakUnitsPaid: null, unit: null });
    expect(unpriced.months[0].cost).toBeNull();
  });

  it('pays whole instances', () => {
    const wasteful = forecast({ ...input, prices: [instancePrice('h100', 12, 5)] });
    // 8 GPUs on instances of 5: 2 instances, 10 GPUs.
    expect(wasteful.cost.total).toBe(48);
    expect(wasteful.pools[0]).toMatchObject({
      gpuHours: 16,
      gpuHoursPaid: 20,
      peakUnitsPaid: 2,
      unit: 'instance',
    });
    expect(wasteful.unitCost.perGpuHour).toBe(3);
  });

  it('weighs output tokens as told, keeps odd tenant names, and counts workloads without a service level as within', () => {
    const two = simulationSpec({
      hours: 1,
      workloads: [workloadSpec('chat', 0, { ttftSeconds: 1, percentile: 0.5 }), workloadSpec('bulk', 0)],
      accounts: [
        { workload: 0, tenant: '__proto__' },
        { workload: 1, tenant: 'b' },
      ],
    });
    const usage: HandmadeUsage = {
      accounts: [
        accountHours(1, { arrived: [2], completed: [2], withinSlo: [1], promptTokens: [100] }),
        accountHours(1, { arrived: [3], completed: [3], withinSlo: [3], outputTokens: [100] }),
      ],
      workloads: [workloadUsage({ ttft: [1] }), workloadUsage({ ttft: [1] })],
      pools: [{ busySeconds: Float64Array.of(7200), paid: paidReplicas([2]), totals: poolTotals() }],
    };
    const made = forecast({
      ...input,
      spec: two,
      usage: usageOf(usage),
      prices: [gpuHourPrice('h100', 1)],
      outputTokenWeight: 1,
    });
    expect(Object.entries(made.cost.byTenant)).toEqual([
      ['__proto__', 4],
      ['b', 4],
    ]);
    expect(made.unitCost.perRequestWithinSlo).toBe(2);
    expect(made.slo).toHaveLength(1);
    expect(made.goodputPerSecond).toBe(4 / 3600);
  });
});

describe('several replications', () => {
  const usage = usageOf(replication(1, 2), replication(2, 1), replication(3, 1));
  const details = forecastDetails({ ...input, usage });
  const found = details.forecast;

  it('gives means, and quantiles of all requests together', () => {
    expect(found.replications).toBe(3);
    expect(found.tokens.prompt).toBe(400);
    expect(found.slo[0].attained).toBeCloseTo(4 / 15, 12);
    // TTFT of all 12: 0.5 seven times, then 1, 1.5 and 4 three times.
    expect(Math.abs((found.latencySeconds.ttft.p50 ?? 0) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs((found.latencySeconds.ttft.p90 ?? 0) - 4)).toBeLessThan(0.04);
  });

  it('keeps total = tenants + idle to the micro-unit', () => {
    const micros = (amount: number | null): number => Math.round((amount ?? Number.NaN) * 1e6);
    const tenants = Object.values(found.cost.byTenant).reduce((sum, amount) => sum + micros(amount), 0);
    expect(tenants + micros(found.cost.idle)).toBe(micros(found.cost.total));
    expect(ledgerTotal(details.ledger)).toBe(micros(found.cost.total));
  });

  it('puts t intervals around the point estimates', () => {
    // Attained 0.4, 0.2, 0.2: s = 0.11547, t(0.975, 2) = 4.3027, half width 0.28684; not below 0.
    const attained = found.intervals['slo.chat.attained'] as readonly number[];
    expect(attained[0]).toBe(0);
    expect(attained[1]).toBeCloseTo(4 / 15 + 0.28684, 4);
    expect(found.intervals['cost.total']).toEqual([40, 40]);
    expect(found.intervals['requests.completed']).toEqual([4, 4]);
    for (const [key, interval] of Object.entries(found.intervals)) {
      if (key !== 'level' && interval !== null)
        expect((interval as readonly number[])[0]).toBeLessThanOrEqual((interval as readonly number[])[1]);
    }
  });

  it('tells the metrics of each replication', () => {
    const metrics = replicationMetrics({ ...input, usage });
    expect(metrics.map((row) => row['slo.chat.attained'])).toEqual([0.4, 0.2, 0.2]);
    expect(metrics.map((row) => row['cost.total'])).toEqual([40, 40, 40]);
    expect(Object.keys(found.intervals).filter((key) => key !== 'level')).toEqual(Object.keys(metrics[0]));
  });
});

it('knows a run that chance has no part in', () => {
  const trace = workloadSpec('replay', 0, undefined, {
    arrivals: {
      kind: 'trace',
      path: 'x',
      format: 'csv',
      rateScale: 1,
      promptScale: 1,
      outputScale: 1,
      repeat: false,
      keepClock: false,
      maxDisorderSeconds: 60,
      spreadTiesSeconds: 0,
      accountOfTenant: { '': 0 },
      summary: { rows: 4, firstSeconds: 0, lastSeconds: 7000, tenants: [], skipped: {} },
    },
  });
  const deterministic = (over: Parameters<typeof simulationSpec>[0]): boolean =>
    forecast({ ...input, spec: simulationSpec(over) }).deterministic;
  expect(
    deterministic({ hours: 2, workloads: [trace], pools: [poolSpec('a', { balance: 'round-robin' })] }),
  ).toBe(true);
  expect(deterministic({ hours: 2, workloads: [trace], pools: [poolSpec('a', { balance: 'random' })] })).toBe(
    false,
  );
  expect(deterministic({ hours: 2, pools: [poolSpec('a', { balance: 'round-robin' })] })).toBe(false);
});
