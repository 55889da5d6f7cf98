import { describe, expect, it } from 'vitest';
import { fitLogSum, type LogSumOptions, type LogSumPoint } from '../../../engine/calibration/fitLogSum.ts';
import { randomStream } from '../../../engine/statistics/random.ts';

const OPTIONS: LogSumOptions = {
  prior: [0, 0],
  bounded: [false, false],
  levelStiffness: () => 0.01,
  termStiffness: [1, 1],
  slopeMask: [],
  iterations: 300,
};

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
    const stiff = fitLogSum(few, { ...OPTIONS, levelStiffness: () => 1e6 });
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
});
