import { expect, it } from 'vitest';
import { verdictSentence } from '../../../engine/finance/verdict.ts';
import { forecast, type ForecastInput } from '../../../engine/forecast.ts';
import type { SloSpec } from '../../../engine/scenario/spec.ts';
import { steadyPaid } from '../../../engine/usage/paidHours.ts';
import {
  accountHours,
  gpuHourPrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadSpec,
  workloadUsage,
} from './handmade.ts';

/** Workloads of 100 requests each; `within` of them within their service level. */
function verdictOf(
  within: readonly number[],
  over: { arrived?: number; rejected?: number; slo?: SloSpec; price?: number } = {},
): string {
  const { arrived = 100, rejected = 0, slo = { ttftSeconds: 2, percentile: 0.9 }, price = 1 } = over;
  const input: ForecastInput = {
    name: 'x',
    currency: 'USD',
    spec: simulationSpec({
      hours: 10,
      pools: [poolSpec('h100', { replicas: 1, gpusPerReplica: 1 })],
      workloads: within.map((_, i) => workloadSpec(`w${i}`, 0, slo)),
      accounts: within.map((_, i) => ({ workload: i, tenant: 't' })),
    }),
    usage: usageOf({
      accounts: within.map((many) =>
        accountHours(10, {
          arrived: [arrived],
          completed: [arrived - rejected],
          rejected: [rejected],
          withinSlo: [many],
          outputTokens: new Array<number>(10).fill(arrived / 10),
        }),
      ),
      workloads: within.map(() => workloadUsage({ ttft: [1] })),
      pools: [
        {
          busySeconds: new Float64Array(10).fill(2700),
          paid: steadyPaid(1, 0, 10),
          totals: poolTotals(),
        },
      ],
    }),
    prices: [gpuHourPrice('h100', price)],
  };
  return forecast(input).verdict;
}

it('names the service level closest to its limit when all are met', () => {
  expect(verdictOf([100])).toBe(
    'USD 730 a month; w0 meets its service level (100% of requests within it, 90% asked); 75% of the cost is capacity in use, and replicas are busy 75% of the time.',
  );
  expect(verdictOf([95, 91])).toContain(
    'both service levels are met (closest: w1, 91% of requests within it, 90% asked)',
  );
  expect(verdictOf([95, 92, 99])).toContain('all 3 service levels are met (closest: w1, 92%');
});

it('never says that 0% are rejected where one is', () => {
  expect(verdictOf([1e6], { arrived: 1e6, rejected: 1 })).toContain(
    ', and under 0.001% of requests are rejected;',
  );
  expect(verdictOf([1e6], { arrived: 1e6 })).not.toContain('rejected');
});

it('names every one that is missed, and on what', () => {
  const verdict = verdictOf([80, 95, 70]);
  expect(verdict).toContain(
    'w0 misses its service level (80% of requests within it, 90% asked, worst on time to first token: 80% within 2 s)',
  );
  expect(verdict).toContain(', w2 misses its service level (70%');
  expect(verdict).not.toContain('w1');
  expect(verdictOf([80], { slo: { percentile: 0.9 } })).toContain(
    'w0 misses its service level (80% of requests within it, 90% asked);',
  );
});

it('says nothing of idle where nothing is paid, and of services where nothing came', () => {
  expect(verdictOf([100], { price: 0 })).toBe(
    'USD 0 a month; w0 meets its service level (100% of requests within it, 90% asked).',
  );
  expect(verdictOf([0], { arrived: 0 })).toBe(
    'USD 730 a month; no request arrived; 75% of the cost is capacity in use, and replicas are busy 75% of the time.',
  );
});

it('tells a service level without requests from one that is met', () => {
  const figures = {
    requests: { arrived: 5, completed: 0, rejected: 0 },
    slo: [{ workload: 'w', attained: null, percentile: 0.9, met: null, limits: [] }],
    pools: [],
    usedCost: 0,
    cost: { total: 0, unusedCommitment: 0, currency: 'USD' },
  };
  expect(verdictSentence(figures as unknown as Parameters<typeof verdictSentence>[0], 1, [], '')).toContain(
    'no request was judged',
  );
});
