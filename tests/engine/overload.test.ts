import { describe, expect, it } from 'vitest';
import { forecast } from '../../engine/forecast.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { collectUsage, planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import type { WindowUsage } from '../../engine/usage/usage.ts';
import { replicaHoursOf } from '../../engine/usage/paidHours.ts';
import { pooledSpec } from './usage/pooledSpec.ts';

const noTrace = () => {
  throw new Error('no trace here');
};

/** Two replicas of 8, steps of half a second, one token each: 32 requests a second are served, whatever comes. */
function flooded(ratePerSecond: number, more: Partial<SimulationSpec> = {}): SimulationSpec {
  const spec = pooledSpec({
    hours: 72,
    ratePerSecond,
    fidelity: { mode: 'every', daysPerMonth: 0, replications: 2, windows: 'days' },
  });
  return { ...spec, ...more };
}

function withEvents(
  spec: SimulationSpec,
  events: readonly { readonly startSeconds: number; readonly endSeconds: number; readonly factor: number }[],
): SimulationSpec {
  return {
    ...spec,
    workloads: spec.workloads.map((workload) => ({
      ...workload,
      arrivals: { ...workload.arrivals, rate: { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events } },
    })),
  } as SimulationSpec;
}

/** The arrivals of a spec's first workload, at another rate. */
function rated({ workloads: [{ arrivals }] }: SimulationSpec, ratePerSecond: number): typeof arrivals {
  return arrivals.kind === 'synthetic' ? { ...arrivals, ratePerSecond } : arrivals;
}

async function simulated(spec: SimulationSpec, windows = 1): Promise<WindowUsage[]> {
  const plans = planWindows(spec).slice(0, windows);
  return Promise.all(plans.map((plan) => simulateWindow(spec, plan, { openTrace: noTrace })));
}

const PRICE = {
  pool: 'pool',
  unit: 'GPU-hour',
  unitPrice: 2,
  gpusPerUnit: 1,
  source: 'the scenario',
} as const;

describe('a pool whose queue grows without end', () => {
  it('is given up with a million requests waiting, and says where, at which rates, and how many replicas it takes', async () => {
    const spec = flooded(1000);
    const [window] = await simulated(spec);
    const stop = window.stop;
    expect(stop).toMatchObject({ pool: 0, cause: 'queue', inFlight: 1_000_016, hours: 1 });
    // In hand are those that came and were not served: 968 more a second.
    expect(stop?.atSeconds).toBeCloseTo(1_000_016 / (1000 - 32), -1);
    expect(stop?.arrivedPerSecond).toBeCloseTo(1000, -1);
    expect(stop?.servedPerSecond).toBeCloseTo(32, 1);
    const usage = collectUsage(spec, planWindows(spec), () => window, 0);
    const found = forecast({ name: 'flood', currency: 'USD', spec, usage, prices: [PRICE] });
    expect(found.overloaded).toBe(true);
    expect(found.givenUp).toMatchObject({ pool: 'pool', cause: 'queue', replicas: 2 });
    expect(found.verdict).toMatch(
      /^Overloaded: the simulation was given up 17\.2 min into the horizon, when 1,000,0\d\d requests waited\. /,
    );
    expect(found.verdict).toContain('about 63 replicas instead of 2');
    expect(found.bottleneck).toMatchObject({ kind: 'slots', pool: 'pool' });
    // A replica serves 16 a second.
    expect(found.givenUp?.replicasNeeded).toBe(Math.ceil(1000 / 16));
  });

  it('measures the flood that gives it up, not one that was worked off hours before', async () => {
    const [window] = await simulated(
      withEvents(flooded(2), [
        { startSeconds: 3600, endSeconds: 3700, factor: 1500 },
        { startSeconds: 36_000, endSeconds: 40_000, factor: 1500 },
      ]),
    );
    expect(window.stop?.atSeconds).toBeCloseTo(36_000 + 1_000_016 / (3000 - 32), -2);
    expect(window.stop?.arrivedPerSecond).toBeCloseTo(3000, -2);
    expect(window.stop?.servedPerSecond).toBeCloseTo(32, 0);
  });

  it('measures the queue on top of batches that are full of many requests themselves', async () => {
    // 819 requests a second at the most, three quarters of which come; each is there for 500 s.
    const spec = flooded(600);
    const long = withEvents(
      {
        ...spec,
        workloads: spec.workloads.map((workload) => ({
          ...workload,
          outputTokens: { law: { type: 'fixed', value: 1000 } as const, min: 1, max: 1000 },
        })),
        pools: spec.pools.map((pool) => ({
          ...pool,
          replicas: 200,
          batching: { ...pool.batching, maxSequences: 2048, maxBatchedTokens: 4096, kvBlocks: 1e6 },
        })),
      },
      [{ startSeconds: 750, endSeconds: 3600, factor: 40 }],
    );
    const [window] = await simulated(long);
    expect(window.stop).toMatchObject({ cause: 'queue', inFlight: 1_000_000 + 200 * 2048 });
    expect(window.stop?.arrivedPerSecond).toBeCloseTo(24_000, -3);
    expect(Math.abs((window.stop?.servedPerSecond ?? 0) / 819 - 1)).toBeLessThan(0.1);
  });

  it('costs what its fleet costs, and has no figure that would be one of the minutes before', async () => {
    const spec = flooded(5000);
    const [window] = await simulated(spec);
    const usage = collectUsage(spec, planWindows(spec), () => window, 0);
    expect(usage.replications).toHaveLength(1);
    const found = forecast({ name: 'flood', currency: 'USD', spec, usage, prices: [PRICE] });
    expect(found.cost).toMatchObject({ total: 2 * 72 * 2, idle: null, byTenant: {}, byPool: { pool: 288 } });
    expect(found.unitCost).toMatchObject({ perGpuHour: 2, perRequest: null, perMillionTokens: null });
    expect(found.months).toEqual([
      { month: '2026-01', hours: 72, cost: 288, requests: null, completed: null },
    ]);
    expect(found.latencySeconds.ttft).toEqual({ mean: null, p50: null, p90: null, p95: null, p99: null });
    expect(found.pools[0]).toMatchObject({ replicaHours: 144, busyShare: null, kvPeakShare: null });
    const { arrived, completed, unfinished } = found.requests;
    expect(arrived).toBe(completed + unfinished);
    expect(unfinished).toBe(1_000_016);
  });

  it('tells every request that had come, with the instants it had reached', async () => {
    const spec = flooded(20_000);
    const [plan] = planWindows(spec);
    const seen = { rows: 0, unfinished: 0, started: 0 };
    let last: RequestRow | undefined;
    const onRequest = (row: RequestRow): void => {
      if (row.sequence !== seen.rows++) throw new Error(`row ${row.sequence} is out of order`);
      if (row.endSeconds < 0) seen.unfinished++;
      if (row.endSeconds < 0 && row.startSeconds >= 0) seen.started++;
      last = row;
    };
    const window = await simulateWindow(spec, plan, { openTrace: noTrace, onRequest });
    // Those in a batch had started, with their first token to come.
    expect(seen).toEqual({ rows: window.accounts[0].arrived[0], unfinished: 1_000_016, started: 16 });
    expect(last).toMatchObject({ startSeconds: -1, firstTokenSeconds: -1, endSeconds: -1 });
  });

  it('tells the requests of all pools in order where one of two is given up', async () => {
    const spec = flooded(6000);
    const two: SimulationSpec = {
      ...spec,
      workloads: [
        { ...spec.workloads[0], id: 'calm', pool: 1, arrivals: rated(spec, 20) },
        { ...spec.workloads[0], id: 'flood', pool: 0 },
      ],
      accounts: [0, 1].map((workload) => ({ workload, tenant: `t${workload}` })),
      pools: [spec.pools[0], { ...spec.pools[0], id: 'other' }],
    };
    const rows = [0, 1].map(() => ({ rows: 0, unfinished: 0 }));
    let last = -1;
    let lastArrival = 0;
    const onRequest = (row: RequestRow): void => {
      if (row.sequence <= last) throw new Error(`row ${row.sequence} is out of order`);
      last = row.sequence;
      if (row.arrivalSeconds < lastArrival) throw new Error(`row ${row.sequence} arrived before the last`);
      if (row.pool === row.account) throw new Error('a request went to the pool of another');
      lastArrival = row.arrivalSeconds;
      const seen = rows[row.account];
      seen.rows++;
      if (row.endSeconds < 0) seen.unfinished++;
    };
    const [plan] = planWindows(two);
    const window = await simulateWindow(two, plan, { openTrace: noTrace, onRequest });
    expect(window.stop).toMatchObject({ pool: 0, cause: 'queue', inFlight: 1_000_016 });
    const [calm, flood] = rows;
    expect(rows.map((seen) => seen.rows)).toEqual(window.accounts.map(({ arrived }) => arrived[0]));
    expect(rows.map((seen) => seen.rows - seen.unfinished)).toEqual(
      window.accounts.map(({ completed }) => completed[0]),
    );
    expect(flood.unfinished).toBe(1_000_016);
    // The other is served until then, but for the few under way.
    expect(calm.rows).toBeGreaterThan(1000);
    expect(calm.unfinished).toBe(window.pools[1].totals.inFlightAtEnd);
    expect(calm.unfinished).toBeLessThan(40);
  });

  it('is given up, too, where a few requests would take years to work off', async () => {
    const spec = flooded(0.01);
    const long = {
      ...spec,
      workloads: spec.workloads.map((workload) => ({
        ...workload,
        outputTokens: { law: { type: 'fixed', value: 1e9 } as const, min: 1, max: 1e9 },
      })),
      pools: spec.pools.map((pool) => ({ ...pool, batching: { ...pool.batching, kvBlocks: 1e9 } })),
    };
    const [window] = await simulated(long);
    const day = 86_400;
    expect(window.stop).toMatchObject({ pool: 0, cause: 'drain', atSeconds: day + 3600, hours: 24 });
    // 16 sequences with a token each half a second, of 1e9.
    expect(window.stop?.servedPerSecond).toBeCloseTo(32e-9, 9);
    const usage = collectUsage(long, planWindows(long), () => window, 0);
    const found = forecast({ name: 'years', currency: 'USD', spec: long, usage, prices: [PRICE] });
    expect(found.givenUp).toMatchObject({ cause: 'drain', drainedSeconds: 3600 });
    expect(found.verdict).toMatch(
      /given up 60 min after requests had stopped coming, with 8\d\d of them in hand, more than can be worked off in ten days\./,
    );
    // Of the queue: each replica works on 8 at a time.
    expect(found.givenUp?.replicasNeeded).toBeGreaterThan(500_000);
  });

  it('names no number of replicas where one request alone would take years', async () => {
    const spec = flooded(1);
    const alone = {
      ...spec,
      workloads: spec.workloads.map((workload) => ({
        ...workload,
        arrivals: { kind: 'batch', count: 1, atSeconds: 3600, everyDays: 1 } as const,
        outputTokens: { law: { type: 'fixed', value: 1e9 } as const, min: 1, max: 1e9 },
      })),
      pools: spec.pools.map((pool) => ({ ...pool, batching: { ...pool.batching, kvBlocks: 1e9 } })),
    };
    const [window] = await simulated(alone);
    expect(window.stop).toMatchObject({ cause: 'drain', inFlight: 1, waiting: 0 });
    const usage = collectUsage(alone, planWindows(alone), () => window, 0);
    const found = forecast({ name: 'one', currency: 'USD', spec: alone, usage, prices: [PRICE] });
    expect(found.givenUp).toMatchObject({ replicas: 2, replicasNeeded: null });
    expect(found.verdict).not.toContain('replicas instead of');
  });

  it('is not given up for prompts that take hours before quick ones are done by the thousand', async () => {
    const spec = flooded(1, { hours: 1 });
    const tokens = (value: number) => ({ law: { type: 'fixed', value } as const, min: 1, max: value });
    const job = (count: number, atSeconds: number, prompt: number) => ({
      ...spec.workloads[0],
      id: `prompts of ${prompt}`,
      arrivals: { kind: 'batch', count, atSeconds, everyDays: 1 } as const,
      promptTokens: tokens(prompt),
      outputTokens: tokens(1),
    });
    const [pool] = spec.pools;
    const jobs: SimulationSpec = {
      ...spec,
      // 2 h of prefill, and 40 min.
      workloads: [job(600, 0, 100_000), job(200_000, 60, 100)],
      accounts: [0, 1].map((workload) => ({ workload, tenant: 't' })),
      pools: [
        {
          ...pool,
          replicas: 1,
          batching: { ...pool.batching, maxSequences: 256, maxBatchedTokens: 2048, kvBlocks: 100_000 },
          stepTime: {
            kind: 'linear',
            baseSeconds: 0,
            perPromptTokenSeconds: 0.00012,
            perSequenceSeconds: 0,
            perContextTokenSeconds: 0,
          },
        },
      ],
    };
    const [window] = await simulated(jobs);
    expect(window.stop).toBeUndefined();
    expect(window.accounts.map(({ completed }) => completed[0])).toEqual([600, 200_000]);
    expect(window.pools[0].totals.drainSeconds).toBeCloseTo((60e6 + 20e6) * 0.00012 - 3600, -2);
  });

  it('counts what was simulated once, though its day stands for many', async () => {
    const days = 31;
    const spec = flooded(200, {
      hours: 24 * days,
      fidelity: { mode: 'sample', daysPerMonth: 1, replications: 1, windows: 'days' },
    });
    const plans = planWindows(spec);
    expect(plans.length).toBeLessThan(days);
    expect(plans[0].standsForHours.length).toBeGreaterThan(5);
    const [window] = await simulated(spec);
    const usage = collectUsage(spec, plans, () => window, 0);
    expect(usage.windows).toBe(plans.length);
    const found = forecast({ name: 'sampled', currency: 'USD', spec, usage, prices: [PRICE] });
    // Some of those in hand came in the warm-up, and are not counted.
    expect(found.requests.unfinished).toBeGreaterThan(300_000);
    expect(found.requests.unfinished).toBeLessThan(found.givenUp?.inFlight ?? 0);
    expect(found.cost.total).toBe(2 * 24 * days * 2);
    const [{ arrived }] = usage.replications[0].accounts;
    const counted = window.accounts[0].arrived.filter((count) => count > 0);
    expect(arrived.filter((count) => count > 0)).toEqual(counted);
    expect(arrived[plans[0].firstHour]).toBe(counted[0]);
  });

  it('ends the run: windows after it count for nothing, and its replication stands alone', async () => {
    // The second day has the flood.
    const spec = flooded(2);
    const late = withEvents(spec, [{ startSeconds: 86_400, endSeconds: 86_400 + 7200, factor: 10_000 }]);
    const plans = planWindows(late);
    const [first, second, third] = await simulated(late, 3);
    expect([first.stop, third.stop]).toEqual([undefined, undefined]);
    expect(second.stop?.atSeconds).toBeGreaterThan(86_400);
    const usage = collectUsage(late, plans, (index) => [first, second][index], 1);
    expect(usage.stoppedWindow).toBe(1);
    expect(usage.replications[0].stop).toEqual(second.stop);
    expect(usage.replications[0].accounts[0].arrived.slice(48).every((count) => count === 0)).toBe(true);
    expect(replicaHoursOf(usage.replications[0].pools[0].paid, usage.hours).every((each) => each === 2)).toBe(
      true,
    );
  });
});
