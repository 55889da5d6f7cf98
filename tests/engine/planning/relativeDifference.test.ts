import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relativeDifference, type ScaledForecast } from '../../../engine/planning/relativeDifference.ts';

const NO_LATENCY = { mean: null, p50: null, p90: null, p95: null, p99: null };

/** So many requests at a cost, whose first token is there after so long, of which a second is allowed. */
function scaled(ttft: number | null, arrived = 10_000, total = 1000): ScaledForecast {
  return {
    slo: [
      {
        workload: 'chat',
        attained: 1,
        percentile: 0.95,
        met: true,
        limits: [{ latency: 'ttft', seconds: 1, within: 1 }],
      },
    ],
    latencySeconds: {
      ttft: { ...NO_LATENCY, p95: ttft },
      tpot: NO_LATENCY,
      endToEnd: NO_LATENCY,
      queue: NO_LATENCY,
    },
    requests: { arrived, completed: arrived, rejected: 0, rejectedBy: {}, cached: 0, unfinished: 0 },
    cost: {
      currency: 'USD',
      total,
      idle: 0,
      unusedCommitment: 0,
      byCategory: {},
      byPool: {},
      idleByPool: {},
      byTenant: {},
      byWorkload: {},
    },
  };
}

const both = [scaled(0.3), scaled(0.4)];

describe('relativeDifference', () => {
  it('is the difference as a share of the baseline where there is one to speak of', () => {
    expect(relativeDifference('cost.total', 200, 250, both)).toBe(0.25);
    expect(relativeDifference('latencySeconds.ttft.p95', 0.4, 0.3, both)).toBeCloseTo(-0.25, 12);
    expect(relativeDifference('latencySeconds.queue.p50', 0.02, 0.03, both)).toBeCloseTo(0.5, 12);
  });

  it('is none of nothing, nor of almost nothing', () => {
    expect(relativeDifference('requests.rejected', 0, 5, both)).toBeNull();
    expect(relativeDifference('cost.total', null, 5, both)).toBeNull();
    // A queue of microseconds beside a first token of 300 ms, whichever way round.
    expect(relativeDifference('latencySeconds.queue.p50', 2e-9, 2.8e-4, both)).toBeNull();
    expect(relativeDifference('latencySeconds.queue.p50', 2e-4, 3e-4, both)).toBeNull();
    // A queue that is long beside nothing.
    expect(relativeDifference('latencySeconds.queue.p95', 0.01, 7000, both)).toBeNull();
    // One request of ten thousand, and cents of a thousand.
    expect(relativeDifference('requests.rejected', 1, 3, both)).toBeNull();
    expect(relativeDifference('pools.h100.preemptions', 2, 3, both)).toBeNull();
    expect(relativeDifference('cost.idle', 0.5, 5, both)).toBeNull();
  });

  it('never comes to more than twenty times the baseline', () => {
    const value = fc.double({ min: 0, max: 1e9, noNaN: true });
    const metric = fc.constantFrom(
      'cost.total',
      'unitCost.perRequest',
      'latencySeconds.queue.p50',
      'latencySeconds.tpot.p95',
      'requests.completed',
      'slo.chat.attained',
    );
    fc.assert(
      fc.property(metric, value, value, (name, from, to) => {
        const relative = relativeDifference(name, from, to, both);
        if (relative === null) return;
        expect(Math.abs(relative)).toBeLessThanOrEqual(20);
        expect(from * (1 + relative)).toBeCloseTo(to, -Math.ceil(Math.log10(to + 1)) + 6);
      }),
    );
  });
});
