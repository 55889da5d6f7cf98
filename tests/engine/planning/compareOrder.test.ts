import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecast, replicationMetrics } from '../../../engine/forecast.ts';
import { type ComparedScenario, compareForecasts } from '../../../engine/planning/compare.ts';
import { deploymentOrder } from '../../../engine/planning/compareOrder.ts';
import { compareVerdict } from '../../../engine/planning/compareVerdict.ts';
import { paretoEdge } from '../../../engine/planning/paretoEdge.ts';
import {
  accountHours,
  gpuHourPrice,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadSpec,
  workloadUsage,
  paidReplicas,
} from '../finance/handmade.ts';

interface Figures {
  /** Of 1,000 requests; 950 are asked. */
  readonly within: number;
  readonly ttft: number;
  readonly tpot: number;
  readonly price: number;
}

/** An hour of one replica, in which every request takes as long as the others. */
function deployment(label: string, { within, ttft, tpot, price }: Figures): ComparedScenario {
  const input: ForecastInput = {
    name: label,
    currency: 'USD',
    spec: simulationSpec({
      hours: 1,
      workloads: [workloadSpec('chat', 0, { ttftSeconds: 1, percentile: 0.95 })],
    }),
    usage: usageOf({
      accounts: [
        accountHours(1, { arrived: [1000], completed: [1000], withinSlo: [within], outputTokens: [1000] }),
      ],
      workloads: [workloadUsage({ ttft: [ttft], tpot: [tpot] })],
      pools: [{ busySeconds: Float64Array.of(1800), paid: paidReplicas([1]), totals: poolTotals() }],
    }),
    prices: [gpuHourPrice('h100', price)],
  };
  return { label, document: {}, forecast: forecast(input), metrics: replicationMetrics(input), seed: 1 };
}

const some = fc.record({
  within: fc.constantFrom(900, 940, 950, 980, 1000),
  ttft: fc.constantFrom(0.1, 0.2, 0.5, 0.9),
  tpot: fc.constantFrom(0.01, 0.02, 0.05),
  // Few values, so that many cost the same.
  price: fc.constantFrom(1, 2, 3),
});

/** In nothing worse than another, and in something better: of those that were not asked for less. */
function isBetter(a: Figures, b: Figures): boolean {
  const pairs = [
    [b.within, a.within],
    [a.ttft, b.ttft],
    [a.tpot, b.tpot],
    [a.price, b.price],
  ];
  return pairs.every(([one, other]) => one <= other) && pairs.some(([one, other]) => one < other);
}

const isKept = ({ within }: Figures): boolean => within >= 950;

describe('deploymentOrder', () => {
  it('never puts one that is better in all it is asked for behind, and names the better in the headline', () => {
    fc.assert(
      fc.property(fc.array(some, { minLength: 2, maxLength: 7 }), (figures) => {
        const compared = figures.map((each, i) => deployment(`<${i}>`, each));
        const order = deploymentOrder(compared);
        const place = (index: number): number => order.indexOf(index);
        for (const [i, a] of figures.entries()) {
          for (const [j, b] of figures.entries()) {
            if (isBetter(a, b)) expect(place(i)).toBeLessThan(place(j));
            if (isKept(a) && !isKept(b)) expect(place(i)).toBeLessThan(place(j));
            if (isKept(a) && isKept(b) && a.price < b.price) expect(place(i)).toBeLessThan(place(j));
          }
        }
        const named = /<(\d)>/.exec(compareVerdict(compared, compareForecasts(compared)))?.[1];
        expect(Number(named)).toBe(order[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('depends on the figures, not on the order in which they come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(some, { minLength: 2, maxLength: 6, selector: (f) => JSON.stringify(f) }),
        (figures) => {
          const labels = (list: readonly Figures[]): readonly string[] => {
            const compared = list.map((each) => deployment(JSON.stringify(each), each));
            return deploymentOrder(compared).map((index) => compared[index].label);
          };
          expect(labels([...figures].reverse())).toEqual(labels(figures));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives a tie in cost to the better one, and says what the others lack', () => {
    const compared = [
      deployment('Slow', { within: 990, ttft: 0.5, tpot: 0.02, price: 2 }),
      deployment('Quick', { within: 990, ttft: 0.2, tpot: 0.01, price: 2 }),
      deployment('Narrow', { within: 951, ttft: 0.1, tpot: 0.01, price: 2 }),
    ];
    expect(compareVerdict(compared, compareForecasts(compared))).toMatch(
      /^Quick is the cheapest that keeps every service level: USD 5,840 a month, as much as Slow\. .* Slow and Narrow cost the same, with a longer time to first token or with less room in its service level\./,
    );
  });

  it('takes costs a fraction of a cent apart for one', () => {
    const cheaper = deployment('A', { within: 990, ttft: 0.5, tpot: 0.02, price: 2 });
    const better = deployment('B', { within: 990, ttft: 0.2, tpot: 0.02, price: 2.000001 });
    expect(deploymentOrder([cheaper, better])).toEqual([1, 0]);
  });
});

describe('paretoEdge', () => {
  it('has only those that keep their promise, and of them those that nothing beats', () => {
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 8 }), (figures) => {
        const edge = paretoEdge(figures.map((each, i) => deployment(`${i}`, each).forecast));
        for (const [i, a] of figures.entries()) {
          const beaten = figures.some(
            (b) =>
              isKept(b) && b.price <= a.price && b.ttft <= a.ttft && (b.price < a.price || b.ttft < a.ttft),
          );
          expect(edge[i]).toBe(isKept(a) && !beaten);
        }
      }),
      { numRuns: 60 },
    );
  });
});
