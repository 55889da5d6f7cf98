import { describe, expect, it } from 'vitest';
import type { Bottleneck } from '../../../engine/finance/pressure/bottleneck.ts';
import { forecast } from '../../../engine/forecast.ts';
import type { PoolSpec, SloSpec } from '../../../engine/scenario/spec.ts';
import type { Latency, PoolTotals } from '../../../engine/usage/usage.ts';
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
} from './handmade.ts';

interface Case {
  readonly totals?: Partial<PoolTotals>;
  readonly slo?: SloSpec;
  readonly latencies?: Partial<Record<Latency, readonly number[]>>;
  readonly withinSlo?: number;
  readonly busy?: number;
  readonly pool?: Partial<PoolSpec>;
  /** Of the 1000 requests. */
  readonly rejected?: { readonly context: number; readonly kv: number };
}

/** 1000 requests in an hour, 2 replicas, half of the time in steps unless told otherwise. */
function found(made: Case): { bottleneck: Bottleneck; overloaded: boolean; verdict: string } {
  const { totals = {}, slo, latencies = {}, withinSlo = 1000, busy = 0.5, pool = {} } = made;
  const { rejected = { context: 0, kv: 0 } } = made;
  const turnedAway = rejected.context + rejected.kv;
  const usage = {
    accounts: [
      accountHours(1, {
        arrived: [1000],
        completed: [1000 - turnedAway],
        rejected: [turnedAway],
        withinSlo: [withinSlo],
        outputTokens: [1],
      }),
    ],
    workloads: [workloadUsage(latencies, rejected)],
    pools: [
      {
        busySeconds: Float64Array.of(busy * 7200),
        paid: paidReplicas([2]),
        totals: poolTotals({
          prefillSeconds: busy * 1800,
          decodeSeconds: busy * 5400,
          kvPeakBlocks: 300,
          ...totals,
        }),
      },
    ],
  };
  const spec = simulationSpec({
    hours: 1,
    workloads: [workloadSpec('chat', 0, slo)],
    pools: [poolSpec('h100', pool)],
  });
  return forecast({
    name: 'x',
    currency: 'USD',
    spec,
    usage: usageOf(usage),
    prices: [gpuHourPrice('h100', 1)],
  });
}

const TTFT: SloSpec = { ttftSeconds: 1, percentile: 0.95 };
const TPOT: SloSpec = { tpotSeconds: 0.05, percentile: 0.95 };

describe('what binds', () => {
  it('is nothing while nobody waits and the service level is met', () => {
    const { bottleneck } = found({ slo: TTFT, totals: { blockedBySlotsSeconds: 36 } });
    expect(bottleneck).toMatchObject({ kind: 'none', pool: null });
    expect(bottleneck.sentence).toBe(
      'Nothing binds: requests waited for room in at most 1% of the working time, KV cache was at most ' +
        '30% full, replicas were in steps 50% of the time, and the service level is met.',
    );
    expect(found({}).bottleneck.sentence).toContain('no service level is set');
  });

  it('is KV memory when requests wait for blocks or are preempted', () => {
    const { bottleneck } = found({
      totals: { blockedByKvSeconds: 1000, blockedBySlotsSeconds: 500, preemptions: 50, kvPeakBlocks: 1000 },
    });
    expect(bottleneck).toMatchObject({ kind: 'kv', pool: 'h100' });
    expect(bottleneck.sentence).toContain('in 27.8% of the working time a request waited for KV blocks');
    expect(bottleneck.sentence).toContain('50 preemptions (50.0 per 1,000 requests)');
    expect(bottleneck.sentence).toContain('at most 100% full');
    expect(found({ totals: { preemptions: 11 } }).bottleneck.kind).toBe('kv');
    expect(found({ totals: { preemptions: 9 } }).bottleneck.kind).toBe('kv');
  });

  it('is KV memory where nothing else binds and it was full, or made a single request give way', () => {
    const full = found({ totals: { kvPeakBlocks: 990 } }).bottleneck;
    expect(full.kind).toBe('kv');
    expect(full.sentence).toContain('KV cache was at most 99% full');
    expect(found({ totals: { kvPeakBlocks: 989 } }).bottleneck.kind).toBe('none');
    const once = found({ totals: { preemptions: 0.5 } }).bottleneck;
    expect(once.kind).toBe('kv');
    expect(once.sentence).toContain('0.5 preemptions');
    // What is seldom is not said to be never.
    const seldom = found({ totals: { blockedByKvSeconds: 0.01, preemptions: 0.04 } }).bottleneck.sentence;
    expect(seldom).toContain('in less than 0.001% of the working time');
    expect(seldom).toContain('(less than 0.1 per 1,000 requests)');
  });

  it('says of memory that it was full, too, where something else binds', () => {
    const tight = { kvPeakBlocks: 1000, preemptions: 3, blockedByBudgetSeconds: 400 };
    const { bottleneck } = found({ totals: tight });
    expect(bottleneck.kind).toBe('compute');
    expect(bottleneck.sentence).toMatch(
      /\. KV cache was at most 100% full, and 3 preemptions made work be done twice\.$/,
    );
    const roomy = found({ totals: { blockedByBudgetSeconds: 400 } }).bottleneck.sentence;
    expect(roomy).not.toContain('KV cache');
    const tooLong = { slo: TTFT, latencies: { ttft: [0.1] }, withinSlo: 930 };
    expect(
      found({ ...tooLong, rejected: { context: 70, kv: 0 }, totals: { preemptions: 3 } }).bottleneck.kind,
    ).toBe('kv');
  });

  it('is what requests are too long for, where all that are served are in time', () => {
    const quick = { slo: TTFT, latencies: { ttft: [0.1] } };
    const long = found({ ...quick, withinSlo: 930, rejected: { context: 70, kv: 0 } }).bottleneck;
    expect(long.kind).toBe('none');
    expect(long.sentence).toBe(
      'The model’s context binds: 7% of requests are longer (prompt and output) and are turned away, so that chat misses ' +
        'its service level. Other hardware changes nothing: a model with a longer context, or shorter requests, would relieve it.',
    );
    const large = found({ ...quick, withinSlo: 900, rejected: { context: 10, kv: 90 } }).bottleneck;
    expect(large.kind).toBe('kv');
    expect(large.sentence).toContain('9% of requests need more than all KV blocks of a replica');
    // Nobody is served, and no service level is set.
    expect(found({ busy: 0, withinSlo: 0, rejected: { context: 0, kv: 1000 } }).bottleneck.kind).toBe('kv');
    // A few are turned away, but those that are served are late.
    const late = { slo: TTFT, withinSlo: 500, latencies: { ttft: [2] }, rejected: { context: 10, kv: 0 } };
    expect(found(late).bottleneck.sentence).not.toContain('turned away');
  });

  it('is slots, with another advice where memory is full too', () => {
    const { bottleneck } = found({ totals: { blockedBySlotsSeconds: 1000 } });
    expect(bottleneck.kind).toBe('slots');
    expect(bottleneck.sentence).toContain('all 64 slots (maxSequences)');
    expect(bottleneck.sentence).toContain('More slots');
    const full = found({ totals: { blockedBySlotsSeconds: 1000, kvPeakBlocks: 950 } });
    expect(full.bottleneck.sentence).toContain('no room for more slots');
  });

  it('is compute when prompts use a step up', () => {
    const { bottleneck } = found({ totals: { blockedByBudgetSeconds: 400 } });
    expect(bottleneck.kind).toBe('compute');
    expect(bottleneck.sentence).toContain("a step's 2,048 tokens");
  });

  it('takes a little waiting seriously where the service level is missed by it', () => {
    const late = { slo: TTFT, withinSlo: 900, latencies: { ttft: [2] } };
    expect(found({ ...late, totals: { blockedBySlotsSeconds: 100 } }).bottleneck.kind).toBe('slots');
    expect(found({ totals: { blockedBySlotsSeconds: 100 } }).bottleneck.kind).toBe('none');
  });

  it('is the step itself when tokens come too slowly, however many wait', () => {
    const late = {
      slo: TPOT,
      withinSlo: 100,
      latencies: { tpot: [0.08] },
      totals: { blockedBySlotsSeconds: 1000 },
    };
    const { bottleneck, verdict } = found(late);
    expect(bottleneck.kind).toBe('bandwidth');
    expect(bottleneck.sentence).toContain(
      'chat misses its service level (worst on time per output token: 0% within 50 ms), and not for want of room',
    );
    expect(bottleneck.sentence).toContain('25% of the working time goes into steps with prompts');
    expect(verdict).toContain('chat misses its service level (10% of requests within it, 95% asked');
    expect(found({ ...late, totals: { prefillSeconds: 3000, decodeSeconds: 600 } }).bottleneck.kind).toBe(
      'compute',
    );
  });

  it('is compute when the first token is late and nobody waits', () => {
    expect(found({ slo: TTFT, withinSlo: 100, latencies: { ttft: [2] } }).bottleneck.kind).toBe('compute');
  });

  it('asks the roofline where there is one', () => {
    const roofline: Partial<PoolSpec> = {
      stepTime: {
        kind: 'roofline',
        overheadSeconds: 0,
        perSequenceSeconds: 0,
        perCommTokenSeconds: 0,
        perTokenComputeSeconds: 1e-5,
        perLogitComputeSeconds: 0,
        perPrefillAttentionComputeSeconds: 0,
        perDecodeAttentionComputeSeconds: 0,
        denseWeightSeconds: 0.02,
        expertWeightSeconds: 0,
        expertShare: 1,
        perContextMemorySeconds: 0,
        perAttentionMemorySeconds: 0,
      },
    };
    const late = { slo: TPOT, withinSlo: 0, latencies: { tpot: [1] }, pool: roofline };
    const compute = found({ ...late, totals: { computeBoundSeconds: 2000 } });
    expect(compute.bottleneck.kind).toBe('compute');
    expect(compute.bottleneck.sentence).toContain('55.6% of the working time is limited by compute');
    expect(found({ ...late, totals: { computeBoundSeconds: 1000 } }).bottleneck.kind).toBe('bandwidth');
    // Half of the time with prompts is enough where the first token is late.
    const first = { ...late, slo: TTFT, latencies: { ttft: [2] } };
    expect(found({ ...first, totals: { computeBoundSeconds: 500 } }).bottleneck.kind).toBe('compute');
  });
});

describe('overload', () => {
  const queue = { waitingAtEnd: 100, drainSeconds: 400, inFlightAtEnd: 228 };

  it('is said when the queue grew and the replicas never rested', () => {
    const { overloaded, verdict, bottleneck } = found({ busy: 1, totals: queue });
    expect(overloaded).toBe(true);
    expect(verdict).toMatch(/^Overloaded: figures depend on the horizon; /);
    expect(bottleneck.kind).toBe('replicas');
    expect(bottleneck.sentence).toContain(
      'the pool is overloaded (100 requests, 10% of those that had arrived, still waited when arrivals ended and took 6.7 min to finish)',
    );
  });

  it('is not said of a burst that a pool with idle hours works off, nor of a few that wait', () => {
    expect(found({ busy: 0.5, totals: queue }).overloaded).toBe(false);
    expect(found({ busy: 1, totals: { ...queue, waitingAtEnd: 15 } }).overloaded).toBe(false);
  });

  it('is of KV memory where much is preempted, though its repetition uses up the steps', () => {
    const totals = {
      ...queue,
      blockedByBudgetSeconds: 4000,
      blockedByKvSeconds: 2000,
      preemptions: 600,
      kvPeakBlocks: 1000,
    };
    expect(found({ busy: 1, totals }).bottleneck.kind).toBe('kv');
  });

  it('names the room that would let the same replicas serve more', () => {
    expect(
      found({ busy: 1, totals: { ...queue, blockedByKvSeconds: 6000, kvPeakBlocks: 1000 } }).bottleneck.kind,
    ).toBe('kv');
    expect(found({ busy: 1, totals: { ...queue, blockedBySlotsSeconds: 6000 } }).bottleneck.kind).toBe(
      'slots',
    );
    expect(
      found({ busy: 1, totals: { ...queue, blockedBySlotsSeconds: 6000, kvPeakBlocks: 950 } }).bottleneck
        .kind,
    ).toBe('replicas');
    expect(found({ busy: 1, totals: { ...queue, blockedByBudgetSeconds: 6000 } }).bottleneck.kind).toBe(
      'compute',
    );
    const slow = { slo: TPOT, withinSlo: 0, latencies: { tpot: [1] } };
    expect(
      found({ ...slow, busy: 1, totals: { ...queue, blockedBySlotsSeconds: 6000 } }).bottleneck.kind,
    ).toBe('replicas');
  });

  it('is judged on the span of a trace, even when its queue was worked off before the horizon ended', () => {
    const judged = (
      waitSeconds: number,
      lastSeconds: number,
      repeat = false,
    ): ReturnType<typeof forecast> => {
      const trace = workloadSpec('replay', 0, undefined, {
        arrivals: {
          kind: 'trace',
          path: 'x',
          format: 'csv',
          rateScale: 2,
          promptScale: 1,
          outputScale: 1,
          repeat,
          keepClock: false,
          maxDisorderSeconds: 60,
          spreadTiesSeconds: 0,
          accountOfTenant: { '': 0 },
          summary: { rows: 100, firstSeconds: 600, lastSeconds, tenants: [], skipped: {} },
        },
      });
      const usage = {
        accounts: [accountHours(1, { arrived: [100], completed: [100], withinSlo: [100] })],
        workloads: [workloadUsage({ queue: new Array<number>(100).fill(waitSeconds) })],
        pools: [
          {
            busySeconds: Float64Array.of(3600),
            paid: paidReplicas([2]),
            totals: poolTotals({ decodeSeconds: 3600 }),
          },
        ],
      };
      return forecast({
        name: 'x',
        currency: 'USD',
        spec: simulationSpec({ hours: 1, workloads: [trace] }),
        usage: usageOf(usage),
        prices: [gpuHourPrice('h100', 1)],
      });
    };
    // 2400 s of trace at twice the rate: a span of 1200 s, of which 2 % are 24 s.
    expect(judged(25, 3000).overloaded).toBe(true);
    expect(judged(25, 3000).bottleneck.sentence).toContain('overloaded (mean wait 25 s)');
    expect(judged(23, 3000).overloaded).toBe(false);
    expect(judged(25, 3000, true).overloaded).toBe(false);
    // All at once: a batch, not a rate.
    expect(judged(25, 600).overloaded).toBe(false);
  });
});

it('names the pool under most pressure', () => {
  const spec = simulationSpec({
    hours: 1,
    workloads: [workloadSpec('chat', 0), workloadSpec('code', 1)],
    pools: [poolSpec('a'), poolSpec('b')],
    accounts: [
      { workload: 0, tenant: 't' },
      { workload: 1, tenant: 't' },
    ],
  });
  const pool = (over: Partial<PoolTotals>) => ({
    busySeconds: Float64Array.of(7200),
    paid: paidReplicas([2]),
    totals: poolTotals({ decodeSeconds: 7200, ...over }),
  });
  const account = accountHours(1, { arrived: [100], completed: [100], withinSlo: [100] });
  const usage = {
    accounts: [account, account],
    workloads: [workloadUsage({}), workloadUsage({})],
    pools: [pool({ blockedByKvSeconds: 7000 }), pool({ waitingAtEnd: 50, drainSeconds: 900 })],
  };
  const made = forecast({
    name: 'x',
    currency: 'USD',
    spec,
    usage: usageOf(usage),
    prices: [gpuHourPrice('a', 1), gpuHourPrice('b', 1)],
  });
  expect(made.bottleneck).toMatchObject({ kind: 'replicas', pool: 'b' });
  expect(made.bottleneck.sentence).toMatch(/^Pool b: Replicas bind/);
  expect(made.verdict).toMatch(/^Overloaded \(pool b\): figures depend on the horizon; /);
});
