import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecast } from '../../../engine/forecast.ts';
import { closeCalls, type ClosenessInput } from '../../../engine/planning/closeCalls.ts';
import { closeCallText } from '../../../engine/planning/closeCallText.ts';
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
} from '../finance/handmade.ts';

interface Made {
  readonly ttft: number;
  readonly replicas: number;
  /** A GPU-hour. */
  readonly price: number;
  /** Nine in ten step times are off by less. */
  readonly wide?: number;
  readonly stepTimes?: string;
}

/** An hour in which every request waits so long for its first token, of which 1 s is allowed. */
function made({ ttft, replicas, price, wide, stepTimes }: Made): ClosenessInput {
  const input: ForecastInput = {
    name: 'x',
    currency: 'USD',
    spec: simulationSpec({
      hours: 1,
      pools: [poolSpec('h100', { replicas, gpusPerReplica: 1 })],
      workloads: [workloadSpec('chat', 0, { ttftSeconds: 1, percentile: 0.95 })],
    }),
    usage: usageOf({
      accounts: [
        accountHours(1, {
          arrived: [1000],
          completed: [1000],
          withinSlo: [ttft <= 1 ? 1000 : 0],
          outputTokens: [1000],
        }),
      ],
      workloads: [workloadUsage({ ttft: [ttft] })],
      pools: [{ busySeconds: Float64Array.of(1800), paid: paidReplicas([replicas]), totals: poolTotals() }],
    }),
    prices: [gpuHourPrice('h100', price)],
    performance:
      wide === undefined
        ? []
        : [
            {
              pool: 'h100',
              confidence: 'calibrated',
              engine: 'vllm',
              band: { central: wide / 2, wide },
              calibration: { date: '2026-01-01', source: 'test' },
            },
          ],
  };
  return { forecast: forecast(input), ...(stepTimes === undefined ? {} : { stepTimes }) };
}

describe('closeCalls', () => {
  it('is sure of prices: fleets with room for the error of their step times are told apart, however near in cost', () => {
    const calls = closeCalls([
      made({ ttft: 0.5, replicas: 4, price: 1, wide: 0.2 }),
      made({ ttft: 0.5, replicas: 4, price: 1.001, wide: 0.2 }),
    ]);
    expect(calls).toEqual([]);
  });

  it('is not where longer steps would make the cheaper one miss its promise, and one that keeps it as dear', () => {
    // Room for 11 % longer steps, and then one replica more: 5 instead of 4.
    const cheap = made({ ttft: 0.9, replicas: 4, price: 1, wide: 0.2 });
    const calls = closeCalls([cheap, made({ ttft: 0.5, replicas: 4, price: 1.2, wide: 0.2 })]);
    expect(calls).toMatchObject([{ ahead: 0, behind: 1, cause: 'slower', error: 0.2 }]);
    expect(calls[0].factor).toBeGreaterThan(1.08);
    expect(calls[0].factor).toBeLessThan(1.14);
    expect(closeCallText(calls[0], 'A', 'B')).toMatch(
      /^If steps take 1\d% longer than predicted \(they can be off by 20%\), A misses its promise/,
    );
    // Dearer than one replica more would be; or an error smaller than the room; or none.
    expect(closeCalls([cheap, made({ ttft: 0.5, replicas: 4, price: 1.3, wide: 0.2 })])).toEqual([]);
    for (const wide of [0.05, undefined]) {
      const sure = made({ ttft: 0.9, replicas: 4, price: 1, ...(wide === undefined ? {} : { wide }) });
      expect(closeCalls([sure, made({ ttft: 0.5, replicas: 4, price: 1.2, wide: 0.2 })])).toEqual([]);
    }
  });

  it('lets two of one prediction be wrong together only', () => {
    const stepTimes = 'the same';
    const cheap = made({ ttft: 0.9, replicas: 4, price: 1, wide: 0.2, stepTimes });
    const dear = { ttft: 0.95, replicas: 4, price: 1.2, wide: 0.2 };
    // By the time the one misses, so does the other.
    expect(closeCalls([cheap, made({ ...dear, stepTimes })])).toEqual([]);
    expect(closeCalls([cheap, made({ ...dear, stepTimes: 'another' })])).toHaveLength(1);
  });

  it('is not where a cheaper one misses its promise by less than its steps may be off', () => {
    const kept = made({ ttft: 0.5, replicas: 4, price: 2, wide: 0.1 });
    const near = closeCalls([kept, made({ ttft: 1.1, replicas: 4, price: 1, wide: 0.2 })]);
    expect(near).toMatchObject([{ ahead: 0, behind: 1, cause: 'faster' }]);
    expect(closeCallText(near[0], 'A', 'B')).toMatch(
      /^If steps take \d+% less time .* B keeps its promise, and costs no more than A\.$/,
    );
    // By more; or a dearer one.
    expect(closeCalls([kept, made({ ttft: 1.4, replicas: 4, price: 1, wide: 0.2 })])).toEqual([]);
    expect(closeCalls([kept, made({ ttft: 1.1, replicas: 4, price: 3, wide: 0.2 })])).toEqual([]);
  });

  it('tells a tie by latency where errors allow it', () => {
    const one = made({ ttft: 0.5, replicas: 1, price: 1, wide: 0.1 });
    const tie = closeCalls([one, made({ ttft: 0.55, replicas: 1, price: 1, wide: 0.1 })]);
    expect(tie).toMatchObject([{ cause: 'tie' }]);
    expect(closeCallText(tie[0], 'A', 'B')).toContain('At the same cost');
    expect(closeCalls([one, made({ ttft: 0.3, replicas: 1, price: 1, wide: 0.1 })])).toEqual([]);
  });
});
