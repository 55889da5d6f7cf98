import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecast } from '../../../engine/forecast.ts';
import { costBridge } from '../../../engine/planning/costBridge.ts';
import {
  amountMicros,
  type Micros,
  microsOfText,
  minusMicros,
  totalMicros,
} from '../../../engine/pricing/money.ts';
import {
  accountHours,
  gpuHourPrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadUsage,
  paidReplicas,
} from '../finance/handmade.ts';

/** A figure, or the decimal that it rounds. */
function microsOf(figure: number, exact: string | undefined): Micros {
  return exact === undefined ? amountMicros(figure, 1) : microsOfText(exact);
}

/** One hour of one pool: replicas present, seconds at work, tokens served, a price a GPU-hour. */
function run(replicas: number, busySeconds: number, tokens: number, price: number | undefined) {
  const input: ForecastInput = {
    name: 'run',
    currency: 'USD',
    spec: simulationSpec({ hours: 1, pools: [poolSpec('h100', { replicas, gpusPerReplica: 1 })] }),
    usage: usageOf({
      accounts: [
        accountHours(1, { arrived: [1], completed: [1], promptTokens: [0], outputTokens: [tokens] }),
      ],
      workloads: [workloadUsage({ ttft: [1] })],
      pools: [
        {
          busySeconds: Float64Array.of(busySeconds),
          paid: paidReplicas([replicas]),
          totals: poolTotals(),
        },
      ],
    }),
    prices: [price === undefined ? undefined : gpuHourPrice('h100', price)],
  };
  return forecast(input);
}

function stepsOf(bridge: ReturnType<typeof costBridge>): Record<string, number> {
  return Object.fromEntries((bridge ?? []).map(({ cause, amount }) => [cause, amount]));
}

const some = fc.tuple(
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: 3600 }),
  fc.integer({ min: 1e5, max: 1e8 }),
  fc.integer({ min: 1, max: 10_000 }),
);

/** At a price in hundredths. */
function made([replicas, busy, tokens, price]: readonly [number, number, number, number]) {
  return run(replicas, busy, tokens, price / 100);
}

describe('costBridge', () => {
  it('gives a change of one factor to that factor alone', () => {
    const base = run(2, 3600, 1e6, 3);
    // 2 × 3 USD an hour, 730 hours a month.
    expect(stepsOf(costBridge(base, run(2, 3600, 1e6, 6)))).toEqual({ price: 4380 });
    // One more replica that nobody uses.
    expect(stepsOf(costBridge(base, run(3, 3600, 1e6, 3)))).toEqual({ idle: 2190 });
    // Twice the tokens in twice the time at work, and as much idle time as before.
    expect(stepsOf(costBridge(base, run(3, 7200, 2e6, 3)))).toEqual({ demand: 2190 });
    // The same tokens by twice the work, and as much idle time as before.
    expect(stepsOf(costBridge(base, run(3, 7200, 1e6, 3)))).toEqual({ work: 2190 });
  });

  it('has no step that another one only makes up for', () => {
    const base = run(2, 3600, 1e6, 3);
    // As many hours are paid at the same price: whatever is served in them, the cost is the same.
    expect(costBridge(base, run(2, 7200, 1e6, 3))).toEqual([]);
    expect(costBridge(base, run(2, 7200, 2e6, 3))).toEqual([]);
    // The price alone differs, whatever the work.
    expect(stepsOf(costBridge(base, run(2, 1800, 3e6, 6)))).toEqual({ price: 4380 });
    // One replica more, and less work in all of them: the hours paid are what differs.
    expect(stepsOf(costBridge(base, run(3, 1800, 1e6, 3)))).toEqual({ hours: 2190 });
    fc.assert(
      fc.property(some, some, (a, b) => {
        const steps = costBridge(made(a), made(b)) ?? [];
        const amounts = stepsOf(steps);
        if (amounts['work'] !== undefined && amounts['idle'] !== undefined) {
          expect(amounts['work'] * amounts['idle']).toBeGreaterThan(0);
        }
        expect(steps.filter(({ amount }) => amount === 0)).toEqual([]);
        if (a[0] === b[0]) expect(Object.keys(amounts)).toEqual(a[3] === b[3] ? [] : ['price']);
        if (a[3] === b[3]) expect(amounts['price']).toBeUndefined();
      }),
    );
  });

  it('adds up to the difference of the monthly costs, to the micro-unit, and is turned round by turning it round', () => {
    fc.assert(
      fc.property(some, some, fc.constantFrom(1, 1e9, 1e13), (a, b, scale) => {
        const [from, to] = [a, b].map(([replicas, busy, tokens, price]) =>
          run(replicas, busy, tokens, (price / 100) * scale),
        );
        const steps = costBridge(from, to) ?? [];
        const there = stepsOf(steps);
        const back = stepsOf(costBridge(to, from));
        const monthly = ({ costPerMonth, exactAmounts }: typeof to): Micros =>
          microsOf(costPerMonth ?? 0, exactAmounts?.['costPerMonth']);
        expect(totalMicros(steps.map(({ amount, exactAmount }) => microsOf(amount, exactAmount)))).toBe(
          minusMicros(monthly(to), monthly(from)),
        );
        for (const cause of Object.keys(there)) {
          expect((there[cause] + back[cause]) / scale).toBeCloseTo(0, 4);
        }
      }),
      // Figures between 2^32 and 4.5e9 are those that a multiplication by 10^6 rounds wrongly.
      { examples: [[[1, 854, 53_162_432, 6], [1, 6, 94_646_446, 7], 1e9]] },
    );
  });

  it('has nothing to say where a cost is unknown or nothing was served', () => {
    const base = run(2, 3600, 1e6, 3);
    expect(costBridge(base, run(2, 3600, 1e6, undefined))).toBeUndefined();
    expect(costBridge(run(2, 0, 0, 3), base)).toBeUndefined();
  });
});
