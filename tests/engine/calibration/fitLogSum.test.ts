import { describe, expect, it } from 'vitest';
import { fitLogSum, type LogSumOptions, type LogSumPoint } from '../../../engine/calibration/fitLogSum.ts';
import { randomStream } from '../../../engine/statistics/random.ts';

const OPTIONS: LogSumOptions = {
  priors: {
    base: [0, 0],
    baseWidth: [2, 2],
    width: { maker: [3, 3] },
    expected: {},
    slopes: [],
  },
  bounded: [false, false],
  iterations: 300,
};

function withWidth(width: number): LogSumOptions {
  return { ...OPTIONS, priors: { ...OPTIONS.priors, width: { maker: [width, width] } } };
}

/** Points of two makers whose second coefficient differs: 3 and 5; the first is 2 for both. */
function points(noise = 0): LogSumPoint[] {
  const random = randomStream('fit');
  return ['a', 'b'].flatMap((maker, m) =>
    Array.from({ length: 40 }, (_, i) => {
      const terms = Float64Array.of(1 + (i % 7), 1 + (i % 11));
      const value = 2 * terms[0] + (m === 0 ? 3 : 5) * terms[1];
      return {
        parts: [{ terms }],
        keys: [`maker|${maker}`],
        covariates: [],
        logValue: Math.log(value) + noise * (random() - 0.5),
        weight: 1,
      };
    }),
  );
}

function coefficient(fit: ReturnType<typeof fitLogSum>, key: string, j: number): number {
  return Math.exp(fit.base[j] + (fit.deviations.get(key)?.[j] ?? 0));
}

describe('fitLogSum', () => {
  it('recovers what is shared and what differs', () => {
    const fit = fitLogSum(points(), OPTIONS);
    expect(coefficient(fit, 'maker|a', 0)).toBeCloseTo(2, 1);
    expect(coefficient(fit, 'maker|a', 1)).toBeCloseTo(3, 1);
    expect(coefficient(fit, 'maker|b', 1)).toBeCloseTo(5, 1);
  });

  it('holds what little says anything near the rest', () => {
    const few = points().filter(({ keys }, i) => keys[0] === 'maker|a' || i === 41);
    const loose = fitLogSum(few, OPTIONS);
    const stiff = fitLogSum(few, withWidth(1e-4));
    expect(Math.abs(stiff.deviations.get('maker|b')?.[1] ?? 1)).toBeLessThan(0.001);
    expect(Math.abs(loose.deviations.get('maker|b')?.[1] ?? 0)).toBeGreaterThan(0.05);
  });

  it('is not bent by one point that is ten times off', () => {
    const odd = points();
    odd[3] = { ...odd[3], logValue: odd[3].logValue + Math.log(10) };
    expect(coefficient(fitLogSum(odd, OPTIONS), 'maker|a', 1)).toBeGreaterThan(2.6);
    expect(coefficient(fitLogSum(odd, OPTIONS), 'maker|a', 1)).toBeLessThan(3.4);
  });

  it('never lets a bounded coefficient below 1', () => {
    const fast = points().map((each) => ({ ...each, logValue: each.logValue - 3 }));
    const fit = fitLogSum(fast, { ...OPTIONS, bounded: [true, true] });
    // The logarithm may lie below; whoever uses it takes 1, and the fit took it so.
    const used = Math.max(1, coefficient(fit, 'maker|a', 1));
    expect(used).toBe(1);
  });

  it('starts a key from where it is expected, and stays there without points that say otherwise', () => {
    const expected = { 'maker|b': [0, Math.log(7)] };
    const priors = { ...withWidth(1e-4).priors, expected };
    const fit = fitLogSum(points(), { ...OPTIONS, priors });
    expect(fit.deviations.get('maker|b')?.[1]).toBeCloseTo(Math.log(7), 2);
    expect(fit.deviations.get('maker|a')?.[1]).toBeCloseTo(0, 2);
  });

  it('lets one maker be odd without moving the rest', () => {
    const even = points().filter(({ keys }) => keys[0] === 'maker|a');
    const odd = points()
      .filter(({ keys }) => keys[0] === 'maker|b')
      .map((each) => ({ ...each, logValue: each.logValue + Math.log(20) }));
    const alone = fitLogSum(even, withWidth(0.2));
    const together = fitLogSum([...even, ...odd], withWidth(0.2));
    const a = (fit: ReturnType<typeof fitLogSum>) => coefficient(fit, 'maker|a', 1);
    expect(Math.abs(a(together) / a(alone) - 1)).toBeLessThan(0.15);
  });

  it('learns a slope, and the root of squares of what goes on at the same time', () => {
    const made = Array.from({ length: 60 }, (_, i) => {
      const terms = Float64Array.of(1 + (i % 7), 1 + (i % 11), 1);
      const covariate = (i % 5) - 2;
      const both = Math.hypot(2 * terms[0] * Math.exp(0.5 * covariate), 3 * terms[1]);
      return {
        parts: [{ terms }],
        keys: [],
        covariates: [covariate],
        logValue: Math.log(both + 4),
        weight: 1,
      };
    });
    const fit = fitLogSum(made, {
      priors: {
        base: [0, 0, 0],
        baseWidth: [3, 3, 3],
        width: {},
        expected: {},
        slopes: [{ terms: [true, false, false], expected: 0, width: 3 }],
      },
      overlap: [[0], [1]],
      bounded: [false, false, false],
      iterations: 500,
    });
    expect(fit.slopes[0][0]).toBeCloseTo(0.5, 1);
    expect(fit.slopes[0][1]).toBe(0);
    const [one, other, added] = fit.base.map(Math.exp);
    expect(one).toBeCloseTo(2, 0);
    expect(other).toBeCloseTo(3, 0);
    expect(added).toBeCloseTo(4, 0);
  });
});
