import { describe, expect, it } from 'vitest';
import type { LengthLawSpec } from '../../../engine/scenario/lengths/lengthLawSpec.ts';
import { randomStream } from '../../../engine/statistics/random.ts';
import { createLengthLaw } from '../../../engine/workload/lengths.ts';

const DRAWS = 200_000;
const MOST = 2 ** 31 - 1;

function draws(law: LengthLawSpec, min = 1, max = MOST): Int32Array {
  const out = new Int32Array(DRAWS);
  createLengthLaw({ law, min, max })(randomStream('lengths'))(out, 0, DRAWS);
  return out;
}
const share = (values: Int32Array, upTo: number): number =>
  values.filter((value) => value <= upTo).length / DRAWS;
/** Five standard errors of a share. */
const near = (seen: number, expected: number): void =>
  expect(Math.abs(seen - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / DRAWS) + 1e-9);

describe('lengths', () => {
  it.each<[string, LengthLawSpec, number, number]>([
    // P(X ≤ n) of the rounded value is the law's at n + ½.
    ['exponential', { type: 'exponential', mean: 50 }, 60, 1 - Math.exp(-60.5 / 50)],
    ['lognormal at its median', { type: 'lognormal', mu: Math.log(100.5), sigma: 0.9 }, 100, 0.5],
    ['pareto', { type: 'pareto', shape: 1.5, scale: 10 }, 40, 1 - (10 / 40.5) ** 1.5],
    ['uniform', { type: 'uniform', low: 11, high: 20 }, 13, 0.3],
    [
      'histogram',
      {
        type: 'histogram',
        bins: [
          { upTo: 10, weight: 1 },
          { upTo: 20, weight: 3 },
        ],
      },
      12,
      0.25 + 0.75 * 0.2,
    ],
    [
      'mixture',
      {
        type: 'mixture',
        parts: [
          { weight: 1, law: { type: 'fixed', value: 5 } },
          { weight: 3, law: { type: 'uniform', low: 6, high: 7 } },
        ],
      },
      6,
      0.25 + 0.75 / 2,
    ],
  ])('has the share of its law: %s', (_name, law, upTo, expected) => {
    const values = draws(law);
    near(share(values, upTo), expected);
    // A law 3 % off in its parameter would be told.
    expect(Math.abs(share(values, upTo) - expected * 0.97)).toBeGreaterThan(
      5 * Math.sqrt((expected * (1 - expected)) / DRAWS),
    );
  });

  it('answers from its table exactly as the quantile would', () => {
    const law: LengthLawSpec = { type: 'lognormal', mu: 5, sigma: 1.1 };
    const alone: LengthLawSpec = { type: 'mixture', parts: [{ weight: 1, law }] };
    const uniforms = Float64Array.from({ length: DRAWS }, (_, i) => (i + 0.5) / DRAWS);
    const at = (spec: LengthLawSpec, perDraw: number): Int32Array => {
      const out = new Int32Array(DRAWS);
      let calls = 0;
      // A mixture first spends a uniform on its part.
      createLengthLaw({ law: spec, min: 1, max: MOST })(() => uniforms[Math.floor(calls++ / perDraw)])(
        out,
        0,
        DRAWS,
      );
      return out;
    };
    expect(at(law, 1)).toEqual(at(alone, 2));
  });

  it('keeps within bounds, and never below one token', () => {
    const values = draws({ type: 'lognormal', mu: 1, sigma: 2 }, 3, 40);
    expect(values.every((value) => value >= 3 && value <= 40)).toBe(true);
    expect(draws({ type: 'exponential', mean: 0.01 }).every((value) => value === 1)).toBe(true);
    expect(draws({ type: 'fixed', value: 7.4 })[5]).toBe(7);
    // Beyond all integers in law, and yet one.
    expect(
      draws({ type: 'pareto', shape: 0.1, scale: 1 }).every((value) => value >= 1 && value <= MOST),
    ).toBe(true);
  });
});
