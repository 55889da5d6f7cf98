import { describe, expect, it } from 'vitest';
import type { ArrivalProcessSpec } from '../../engine/scenario/spec.ts';
import { createSyntheticSource } from '../../engine/workload/syntheticSource.ts';
import { drain, syntheticSpec } from '../engine/workload/specs.ts';
import { expectTheory, expectToMiss } from './replications.ts';

const DAYS = 2;
const REPLICATIONS = 24;
const RATE = 1;

async function arrivals(process: ArrivalProcessSpec, ratePerSecond = RATE): Promise<number[][]> {
  const spec = syntheticSpec({ process, ratePerSecond, hours: 24 * DAYS });
  const draws: number[][] = [];
  for (let r = 0; r < REPLICATIONS; r++) {
    draws.push((await drain(createSyntheticSource(spec, 0, r, 0, 86_400 * DAYS))).times);
  }
  return draws;
}
const intervals = (times: readonly number[]): number[] => times.slice(1).map((time, i) => time - times[i]);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const squaredCv = (times: readonly number[]): number => {
  const gaps = intervals(times);
  return mean(gaps.map((gap) => gap * gap)) / mean(gaps) ** 2 - 1;
};

describe('renewal moments', () => {
  // Weibull with shape 0.5 has mean scale·2 and E[X²] = scale²·24: cv² = 24/4 − 1.
  it.each<[string, ArrivalProcessSpec, number]>([
    ['poisson', { type: 'poisson' }, 1],
    ['gamma, cv 0.5', { type: 'gamma', shape: 4 }, 0.25],
    ['gamma, cv 2', { type: 'gamma', shape: 0.25 }, 4],
    ['weibull, shape 0.5', { type: 'weibull', shape: 0.5 }, 5],
    ['weibull, shape 2', { type: 'weibull', shape: 2 }, 4 / Math.PI - 1],
  ])('%s: rate and coefficient of variation', async (_name, process, cvSquared) => {
    const draws = await arrivals(process);
    expectTheory(draws.map(squaredCv), cvSquared, 0.05);
    expectTheory(
      draws.map((times) => times.length),
      RATE * 86_400 * DAYS,
    );
    const faster = await arrivals(process, RATE * 1.03);
    expectToMiss(
      faster.map((times) => times.length),
      RATE * 86_400 * DAYS,
    );
  });

  it('blocks start in equilibrium: no rate is lost or won at their edges, however bursty', async () => {
    // An ordinary interval at each edge would add (cv² − 1)/2 = 12 requests a block to the 10 expected in the last hour.
    const spec = syntheticSpec({
      process: { type: 'gamma', shape: 0.04 },
      ratePerSecond: 10 / 3600,
      hours: 24,
    });
    const counts: number[] = [];
    for (let r = 0; r < 4000; r++)
      counts.push((await drain(createSyntheticSource(spec, 0, r, 82_800, 86_400))).times.length);
    expectTheory(counts, 10, 0.1);
  });

  it('an on/off process has the index of its published formula', async () => {
    // Interrupted Poisson: cv² = 1 + 2·λ·ω₁ / (ω₁ + ω₂)².
    const [on, off] = [20, 30];
    const process: ArrivalProcessSpec = {
      type: 'mmpp',
      states: [
        { relativeRate: (on + off) / on, meanSeconds: on },
        { relativeRate: 0, meanSeconds: off },
      ],
    };
    const lambda = (RATE * (on + off)) / on;
    const [w1, w2] = [1 / on, 1 / off];
    const draws = await arrivals(process);
    expectTheory(draws.map(squaredCv), 1 + (2 * lambda * w1) / (w1 + w2) ** 2, 0.05);
    expectTheory(
      draws.map((times) => times.length),
      RATE * 86_400 * DAYS,
    );
  });

  it('a changing rate keeps the coefficient of variation in operational time', async () => {
    const hourOfWeek = Array.from({ length: 168 }, (_, hour) => (hour % 2 === 0 ? 0.2 : 1.8));
    const spec = syntheticSpec({
      process: { type: 'gamma', shape: 0.25 },
      ratePerSecond: 1,
      hours: 48,
      rate: { hourOfWeek },
    });
    const cv: number[] = [];
    for (let r = 0; r < REPLICATIONS; r++) {
      const { times } = await drain(createSyntheticSource(spec, 0, r, 0, 172_800));
      // Back through the cumulative rate: two-hour periods, each worth 7,200 requests.
      cv.push(
        squaredCv(
          times.map((time) => {
            const [period, within] = [Math.floor(time / 7200), time % 7200];
            return period * 7200 + (within < 3600 ? 0.2 * within : 720 + 1.8 * (within - 3600));
          }),
        ),
      );
    }
    expectTheory(cv, 4, 0.05);
  });

  it('clients add up to the rate asked for', async () => {
    const clients = Array.from({ length: 20 }, (_, i) => ({
      share: (i + 1) / 210,
      interval: 'gamma' as const,
      shape: 0.5,
    }));
    const draws = await arrivals({ type: 'clients', clients });
    expectTheory(
      draws.map((times) => times.length),
      RATE * 86_400 * DAYS,
    );
    expect(draws[0]).toEqual([...draws[0]].sort((a, b) => a - b));
  });
});
