import { describe, expect, it } from 'vitest';
import { exponential, gamma, randomStream, type Uniform } from '../../../engine/statistics/random.ts';
import { normalQuantile } from '../../../engine/statistics/normalQuantile.ts';

const DRAWS = 100_000;
/** The Kolmogorov–Smirnov distance that one sample in a thousand exceeds: √(ln(2 / 0.001) / 2n). */
const KS_LIMIT = Math.sqrt(Math.log(2 / 0.001) / (2 * DRAWS));

function sample(draw: (random: Uniform) => number, name: string): Float64Array {
  const random = randomStream(name);
  return Float64Array.from({ length: DRAWS }, () => draw(random)).sort();
}

/** Largest distance between a sample's distribution and a law's. */
function ksDistance(sorted: Float64Array, law: (x: number) => number): number {
  let worst = 0;
  sorted.forEach((x, i) => {
    const p = law(x);
    worst = Math.max(worst, p - i / DRAWS, (i + 1) / DRAWS - p);
  });
  return worst;
}

/** P(X ≤ x) of the gamma law, by the series of the incomplete gamma function (Abramowitz & Stegun, 6.5.29). */
function gammaLaw(shape: number): (x: number) => number {
  const logGamma = lnGamma(shape + 1);
  return (x) => {
    if (x <= 0) return 0;
    let term = 1;
    let sum = 1;
    for (let n = 1; term > sum * 1e-15; n++) sum += term *= x / (shape + n);
    return Math.min(1, sum * Math.exp(-x + shape * Math.log(x) - logGamma));
  };
}

/** ln Γ, by Stirling's series beyond 10 and the recurrence below (Abramowitz & Stegun, 6.1.41). */
function lnGamma(x: number): number {
  if (x < 10) return lnGamma(x + 1) - Math.log(x);
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5)
  );
}

describe('samplers against their laws', () => {
  it.each([0.0625, 0.3, 0.83, 1, 2.5, 40])('gamma of shape %f', (shape) => {
    const drawn = sample((random) => gamma(shape, random), `gamma ${shape}`);
    expect(ksDistance(drawn, gammaLaw(shape))).toBeLessThan(KS_LIMIT);
    // A shape 3 % off is told.
    expect(ksDistance(drawn, gammaLaw(shape * 1.03))).toBeGreaterThan(KS_LIMIT);
    const mean = drawn.reduce((sum, x) => sum + x, 0) / DRAWS;
    expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / DRAWS));
  });

  it('exponential', () => {
    const drawn = sample(exponential, 'exponential');
    expect(ksDistance(drawn, (x) => 1 - Math.exp(-x))).toBeLessThan(KS_LIMIT);
    expect(ksDistance(drawn, (x) => 1 - Math.exp(-x * 1.03))).toBeGreaterThan(KS_LIMIT);
  });
});

describe('normalQuantile', () => {
  it.each([
    // Wichura, AS 241 (1988), the three values of its test program; then a table's (Abramowitz & Stegun, 26.5).
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798408],
    [0.975, 1.959963984540054],
    [0.9, 1.2815515655446004],
    [0.5, 0],
  ])('of %f is %f', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 13);
  });

  it('is odd about one half and rises', () => {
    let before = Number.NEGATIVE_INFINITY;
    for (let i = 1; i < 4096; i++) {
      const z = normalQuantile(i / 4096);
      expect(z).toBeGreaterThan(before);
      expect(z).toBeCloseTo(-normalQuantile(1 - i / 4096), 12);
      before = z;
    }
  });
});

describe('randomStream', () => {
  it('is a function of its name alone', () => {
    const draws = (name: string): number[] => {
      const random = randomStream(name);
      return Array.from({ length: 5 }, random);
    };
    expect(draws('7/chat/arrivals/0/0')).toEqual(draws('7/chat/arrivals/0/0'));
    const names = [
      '7/chat/arrivals/0/0',
      '8/chat/arrivals/0/0',
      '7/chat/prompt/0/0',
      '7/chat/arrivals/1/0',
      '7/chat/arrivals/0/1',
    ];
    expect(new Set(names.map((name) => draws(name)[0])).size).toBe(names.length);
  });

  it('gives uniforms in [0, 1), streams of neighbouring names unrelated', () => {
    const a = randomStream('7/chat/arrivals/0/0');
    const b = randomStream('7/chat/arrivals/0/1');
    let product = 0;
    const drawn = Float64Array.from({ length: DRAWS }, () => {
      const x = a();
      product += (x - 0.5) * (b() - 0.5);
      return x;
    }).sort();
    expect(drawn[0]).toBeGreaterThanOrEqual(0);
    expect(drawn[DRAWS - 1]).toBeLessThan(1);
    expect(ksDistance(drawn, (x) => x)).toBeLessThan(KS_LIMIT);
    // Correlation: mean of the products over the variance 1/12, five standard errors.
    expect(Math.abs((12 * product) / DRAWS)).toBeLessThan(5 / Math.sqrt(DRAWS));
  });
});
