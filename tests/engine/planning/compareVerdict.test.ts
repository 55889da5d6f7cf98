import { describe, expect, it } from 'vitest';
import { type ForecastInput, forecast, replicationMetrics } from '../../../engine/forecast.ts';
import { type ComparedScenario, compareForecasts } from '../../../engine/planning/compare.ts';
import type { CloseCall } from '../../../engine/planning/closeCalls.ts';
import { compareVerdict } from '../../../engine/planning/compareVerdict.ts';
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

/** An hour in which some of 100 requests keep the service level of 95 %, at a price a GPU-hour. */
function scenario(label: string, within: number, price: number | undefined): ComparedScenario {
  const input: ForecastInput = {
    name: label,
    currency: 'USD',
    spec: simulationSpec({
      hours: 1,
      workloads: [workloadSpec('chat', 0, { ttftSeconds: 1, percentile: 0.95 })],
    }),
    usage: usageOf({
      accounts: [
        accountHours(1, { arrived: [100], completed: [100], withinSlo: [within], outputTokens: [1000] }),
      ],
      workloads: [workloadUsage({ ttft: [0.5] })],
      pools: [{ busySeconds: Float64Array.of(1800), paid: paidReplicas([1]), totals: poolTotals() }],
    }),
    prices: [price === undefined ? undefined : gpuHourPrice('h100', price)],
  };
  return { label, document: {}, forecast: forecast(input), metrics: replicationMetrics(input), seed: 1 };
}

function verdict(...scenarios: readonly ComparedScenario[]): string {
  return compareVerdict(scenarios, compareForecasts(scenarios));
}

describe('compareVerdict', () => {
  it('takes the cheapest that keeps every service level, and says what it saves and what binds', () => {
    expect(verdict(scenario('A', 99, 4), scenario('B', 96, 3), scenario('C', 90, 1))).toMatch(
      /^B is the cheapest that keeps every service level: USD [\d,]+ a month, USD [\d,]+ \(25%\) less than A, a real difference\. The binding service level is chat’s: 96% of requests within it, 95% asked\. C misses a service level\.$/,
    );
  });

  it('says so where the baseline is the one, or where only a dearer one keeps its word', () => {
    expect(verdict(scenario('A', 99, 1), scenario('B', 99, 3))).toMatch(
      /^A is the cheapest that keeps every service level/,
    );
    expect(verdict(scenario('A', 80, 1), scenario('B', 99, 3))).toMatch(
      /^B is the cheapest .*, USD [\d,]+ more than A, which misses a service level/,
    );
  });

  it('never calls one best where none keeps its service levels, or a price is unknown', () => {
    expect(verdict(scenario('A', 80, 1), scenario('B', 90, 3))).toMatch(
      /^None of them keeps its service levels; B comes nearest\. The binding service level is chat’s: 90%/,
    );
    expect(verdict(scenario('A', 99, undefined), scenario('B', 90, 3))).toBe(
      'The cost of A is unknown: give every pool a price to compare.',
    );
  });

  it('names three at most of each kind, those to take first before the others, however many there are', () => {
    const crowd = (kind: string, count: number, within: number, price: number) =>
      Array.from({ length: count }, (_, i) => scenario(`${kind}${i + 1}`, within - i * 0.01, price));
    const long = verdict(
      scenario('Base', 99, 9),
      ...crowd('Missed', 20, 60, 1),
      ...crowd('Tied', 40, 99, 3),
      scenario('Nearly', 94, 1),
    );
    expect(long).toMatch(/Tied2, Tied3, Tied4 and 36 others cost the same/);
    // The one that misses least is nearest to being taken.
    expect(long).toMatch(/Nearly, Missed1, Missed2 and 18 others miss a service level\./);
    for (const kind of ['Missed', 'Tied']) {
      for (const sentence of sentencesOf(long)) {
        expect((sentence.match(new RegExp(kind, 'g')) ?? []).length).toBeLessThanOrEqual(4);
      }
    }
    for (const sentence of sentencesOf(long)) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(45);
    // One who is left is one other.
    expect(verdict(scenario('Base', 99, 9), ...crowd('Missed', 4, 60, 1))).toMatch(
      /Missed1, Missed2, Missed3 and 1 other miss a service level/,
    );
  });

  it('says with which three it is too close to call, and why in a sentence of its own', () => {
    const many = ['A', 'B', 'C', 'D', 'E', 'F'].map((label) => scenario(label, 99, 3));
    const calls = [1, 2, 3, 4, 5].map(
      (behind): CloseCall => ({ ahead: 0, behind, cause: 'slower', factor: 1.2, error: 0.44 }),
    );
    const text = compareVerdict(many, compareForecasts(many), calls);
    expect(text).toMatch(
      /Too close to call with B, C, D and 2 others\. If steps take 20% longer than predicted \(they can be off by 44%\), A misses/,
    );
    for (const sentence of sentencesOf(text)) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(45);
  });

  it('takes none that leaves a job undone, and calls nothing real that a job’s replicas cost', () => {
    const withJob = (label: string, price: number, done: number): ComparedScenario => {
      const made = scenario(label, 99, price);
      const job = {
        id: 'j',
        pool: 'h100',
        runs: 1,
        items: 100,
        done,
        redone: 0,
        listed: {},
        doneAfterSeconds: null,
        deadline: { seconds: 3600, lateRuns: done < 100 ? 1 : 0 },
        cap: null,
      };
      return { ...made, forecast: { ...made.forecast, slo: [], jobs: [job] } };
    };
    expect(verdict(withJob('A', 4, 100), withJob('B', 3, 100), withJob('C', 1, 20))).toMatch(
      /^B is the cheapest that has its jobs done in time: USD [\d,]+ a month, USD [\d,]+ \(25%\) less than A, which one replication cannot tell from noise\. C leaves items of a job undone, or done too late\./,
    );
    expect(verdict(withJob('A', 4, 50), withJob('B', 3, 20))).toMatch(
      /^None of them has its jobs done in time; [AB] comes nearest\./,
    );
  });
});

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=\.)\s+(?=\p{Lu})/u);
}
