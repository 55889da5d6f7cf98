import { describe, expect, it } from 'vitest';
import type { ArrivalProcessSpec } from '../../engine/scenario/spec.ts';
import { expectedArrivals } from '../../engine/workload/expectedArrivals.ts';
import { createSyntheticSource } from '../../engine/workload/syntheticSource.ts';
import { drain, syntheticSpec } from '../engine/workload/specs.ts';
import { expectTheory, expectToMiss } from './replications.ts';

const REPLICATIONS = 24;
const HOURS = 23;

/** Counts in equal intervals of one block, an array a replication. */
async function blockCounts(
  process: ArrivalProcessSpec,
  ratePerSecond: number,
  width: number,
): Promise<number[][]> {
  const spec = syntheticSpec({ process, ratePerSecond });
  const counts: number[][] = [];
  for (let r = 0; r < REPLICATIONS; r++) {
    const { times } = await drain(createSyntheticSource(spec, 0, r, 0, HOURS * 3600));
    const filled = new Array<number>((HOURS * 3600) / width).fill(0);
    for (const time of times) filled[Math.floor(time / width)]++;
    counts.push(filled);
  }
  return counts;
}

/** Variance over mean, about the true mean. */
const dispersion = (counts: readonly number[], mean: number): number =>
  counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean;

describe('counts', () => {
  it('Poisson: variance equal to the mean', async () => {
    const counts = await blockCounts({ type: 'poisson' }, 0.5, 60);
    expectTheory(
      counts.map((one) => dispersion(one, 30)),
      1,
      0.05,
    );
    // A gamma law of cv² 1.2 would be told.
    const burstier = await blockCounts({ type: 'gamma', shape: 1 / 1.2 }, 0.5, 60);
    expectToMiss(
      burstier.map((one) => dispersion(one, 30)),
      1,
    );
  });

  it('two-state MMPP: index of dispersion of Fischer and Meier-Hellstern', async () => {
    // Var N(t) / E N(t) = 1 + 2 π₁π₂(λ₁ − λ₂)² / (λ̄ r) · (1 − (1 − e^(−rt)) / (rt)), r = r₁ + r₂
    // (The Markov-modulated Poisson process cookbook, Performance Evaluation 18, 1993).
    const [busy, quiet] = [20, 60];
    const relative = [2.5, 0.5];
    const rate = 2;
    const r = 1 / busy + 1 / quiet;
    const share = busy / (busy + quiet);
    const theory = (t: number): number =>
      1 +
      ((2 * share * (1 - share) * ((relative[0] - relative[1]) * rate) ** 2) / (rate * r)) *
        (1 - (1 - Math.exp(-r * t)) / (r * t));
    const process: ArrivalProcessSpec = {
      type: 'mmpp',
      states: [
        { relativeRate: relative[0], meanSeconds: busy },
        { relativeRate: relative[1], meanSeconds: quiet },
      ],
    };
    for (const width of [10, 60]) {
      const counts = await blockCounts(process, rate, width);
      expectTheory(
        counts.map((one) => dispersion(one, rate * width)),
        theory(width),
        0.06,
      );
      expectTheory(
        counts.map((one) => one.reduce((sum, n) => sum + n, 0)),
        rate * HOURS * 3600,
        0.02,
      );
    }
    const slower = {
      ...process,
      states: [
        { relativeRate: 2.5, meanSeconds: busy * 1.3 },
        { relativeRate: 0.5, meanSeconds: quiet * 1.3 },
      ],
    };
    const counts = await blockCounts(slower, rate, 60);
    expectToMiss(
      counts.map((one) => dispersion(one, rate * 60)),
      theory(60),
    );
  });

  it('clients: dispersions add up by share, client by client', async () => {
    // Over long times a renewal process has dispersion cv² (Cox, Renewal Theory, 1962, section 4.5).
    const clients = [
      { share: 0.5, interval: 'gamma' as const, shape: 0.25 },
      { share: 0.3, interval: 'gamma' as const, shape: 1 },
      { share: 0.2, interval: 'weibull' as const, shape: 2 },
    ];
    const theory = 0.5 * 4 + 0.3 * 1 + 0.2 * (4 / Math.PI - 1);
    const counts = await blockCounts({ type: 'clients', clients }, 2, 180);
    expectTheory(
      counts.map((one) => dispersion(one, 360)),
      theory,
      0.08,
    );
    const flatter = [{ ...clients[0], shape: 0.35 }, clients[1], clients[2]];
    expectToMiss(
      (await blockCounts({ type: 'clients', clients: flatter }, 2, 180)).map((one) => dispersion(one, 360)),
      theory,
    );
  });

  it('a week under a profile, growth and events: as many as the integral of the rate, everywhere', async () => {
    const hourOfWeek = Array.from({ length: 168 }, (_, hour) => 0.4 + 1.2 * ((hour % 24) / 23));
    const spec = syntheticSpec({
      process: { type: 'gamma', shape: 0.5 },
      ratePerSecond: 0.3,
      hours: 168,
      // From Wednesday 28 January on, so that growth sets in on the fifth day.
      start: Date.UTC(2026, 0, 28) / 1000,
      rate: {
        hourOfWeek,
        timeZoneOffsetSeconds: -12_600,
        growthPerMonth: 0.5,
        events: [{ startSeconds: 100_000, endSeconds: 130_000, factor: 3 }],
      },
    });
    const { arrivals } = spec.workloads[0];
    const ranges = [
      [0, 86_400],
      [86_400, 172_800],
      [100_000, 130_000],
      [3 * 86_400, 4 * 86_400],
      [4 * 86_400, 7 * 86_400],
    ];
    const seen = ranges.map(() => [] as number[]);
    for (let r = 0; r < REPLICATIONS; r++) {
      const { times } = await drain(createSyntheticSource(spec, 0, r, 0, 168 * 3600));
      ranges.forEach(([from, to], i) =>
        seen[i].push(times.filter((time) => time >= from && time < to).length),
      );
    }
    ranges.forEach(([from, to], i) => {
      const theory = expectedArrivals(spec, arrivals, from, to);
      expectTheory(seen[i], theory, 0.02);
      expectToMiss(seen[i], theory * 1.03);
    });
    // Written out by hand for the days after growth set in: 0.3/s, half as much again, a profile of mean 1.
    expect(expectedArrivals(spec, arrivals, 4 * 86_400, 7 * 86_400)).toBeCloseTo(3 * 86_400 * 0.3 * 1.5, 6);
  });
});
