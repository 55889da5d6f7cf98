import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfWidth, studentTQuantile } from '../../../engine/statistics/interval.ts';

describe('studentTQuantile', () => {
  // Published table: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2 (three decimals).
  it.each([
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 3, 3.182],
    [0.975, 4, 2.776],
    [0.975, 5, 2.571],
    [0.975, 9, 2.262],
    [0.975, 10, 2.228],
    [0.975, 29, 2.045],
    [0.975, 30, 2.042],
    [0.975, 100, 1.984],
    [0.95, 4, 2.132],
    [0.9, 7, 1.415],
    [0.995, 6, 3.707],
    [0.999, 11, 4.025],
  ])('p = %d, df = %d', (probability, degrees, published) => {
    expect(Math.abs(studentTQuantile(probability, degrees) - published)).toBeLessThanOrEqual(0.0005001);
  });

  it('has the closed forms of one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.999, noNaN: true }), (p) => {
        expect(studentTQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 6);
        const a = 4 * p * (1 - p);
        expect(studentTQuantile(p, 2)).toBeCloseTo(2 * (p - 0.5) * Math.sqrt(2 / a), 6);
      }),
    );
  });

  it('refuses what has no quantile', () => {
    expect(() => studentTQuantile(1, 3)).toThrow(RangeError);
    expect(() => studentTQuantile(0.4, 3)).toThrow(RangeError);
    expect(() => studentTQuantile(0.9, 0)).toThrow(RangeError);
    expect(() => studentTQuantile(0.9, 1.5)).toThrow(RangeError);
  });
});

describe('halfWidth', () => {
  it('is t · s / √n', () => {
    // s of 1..5 is √2.5; t(0.975, 4) = 2.7764451.
    expect(halfWidth([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(2.7764451 * Math.sqrt(2.5 / 5), 6);
  });

  it('needs two finite values', () => {
    expect(halfWidth([], 0.95)).toBeUndefined();
    expect(halfWidth([3], 0.95)).toBeUndefined();
    expect(halfWidth([3, Number.NaN], 0.95)).toBeUndefined();
  });

  it('is exactly 0 for equal values, and grows with the level', () => {
    expect(halfWidth([0.1, 0.1, 0.1], 0.95)).toBe(0);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 9 }),
        (values) => {
          const narrow = halfWidth(values, 0.8) as number;
          const wide = halfWidth(values, 0.99) as number;
          expect(wide).toBeGreaterThanOrEqual(narrow);
          expect(narrow > 0).toBe(new Set(values).size > 1);
        },
      ),
    );
  });
});
