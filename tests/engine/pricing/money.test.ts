import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../../engine/pricing/apportion.ts';
import { amountMicros, fromMicros, safeMicros } from '../../../engine/pricing/money.ts';

describe('amountMicros', () => {
  it.each([
    [88.49, 1, 88_490_000],
    [40.550383, 3, 121_651_149],
    [0.1, 3, 300_000],
    [3.5, 16, 56_000_000],
    // Half a micro-unit goes up; 1.005 · 100 is 100.49999999999999 in floats.
    [0.0000005, 1, 1],
    [0.00000049, 1, 0],
    [1.005, 100, 100_500_000],
    [1e-7, 5, 1],
    [1e21, 0, 0],
    [2.5, 0.4, 1_000_000],
    [-0.0000005, 1, -1],
    [1.5e-7, 10, 2],
  ])('%d × %d', (price, quantity, micros) => expect(amountMicros(price, quantity)).toBe(micros));

  it('is the exact decimal product, rounded once', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(1000), (price, quantity) => {
        // The price has seven decimals, so half micro-units occur.
        const exact = BigInt(price) * BigInt(quantity);
        expect(BigInt(amountMicros(price / 1e7, quantity))).toBe((exact + 5n) / 10n);
      }),
    );
  });

  it('refuses what cannot be counted', () => {
    expect(() => amountMicros(10 ** 10, 1)).toThrow(RangeError);
    expect(() => amountMicros(Number.NaN, 1)).toThrow(RangeError);
    expect(() => safeMicros(2 ** 53)).toThrow(RangeError);
    expect(fromMicros(safeMicros(1_500_000))).toBe(1.5);
  });
});

describe('apportion', () => {
  function split(amount: number, weights: readonly number[]): number[] {
    const out = new Float64Array(weights.length);
    apportion(amount, Float64Array.from(weights), weights.length, out, new Float64Array(weights.length));
    return [...out];
  }

  it('gives what is left to the largest remainders, lower index first', () => {
    // The example of Hamilton's method: 10 seats for 4.6, 3.5 and 1.9.
    expect(split(10, [46, 35, 19])).toEqual([5, 3, 2]);
    expect(split(2, [1, 1, 1])).toEqual([1, 1, 0]);
    expect(split(0, [1, 2])).toEqual([0, 0]);
    expect(split(7, [0, 5, 0])).toEqual([0, 7, 0]);
  });

  it('sums to the amount, each part within 1 of its share, 0 for no weight, equal for few and many parts', () => {
    const weights = fc
      .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e6, noNaN: true })), {
        minLength: 1,
        maxLength: 60,
      })
      .filter((values) => values.some((value) => value > 0));
    fc.assert(
      fc.property(fc.nat(10 ** 9), weights, (amount, values) => {
        const parts = split(amount, values);
        const sum = values.reduce((total, value) => total + value, 0);
        expect(parts.reduce((total, part) => total + part, 0)).toBe(amount);
        parts.forEach((part, i) => {
          expect(Math.abs(part - (amount * values[i]) / sum)).toBeLessThan(1.0001);
          if (values[i] === 0) expect(part).toBe(0);
        });
      }),
    );
  });

  it('goes by remainder and then by index among many parts too', () => {
    const parts = split(30, new Array(59).fill(1));
    expect(parts).toEqual([...new Array(30).fill(1), ...new Array(29).fill(0)]);
    // Shares of 0.6 and 0.4, turn about: the larger get theirs first.
    const uneven = split(
      30,
      Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 4 : 6)),
    );
    expect(uneven).toEqual(Array.from({ length: 60 }, (_, i) => i % 2));
  });

  it('keeps the sum where shares round above the amount', () => {
    for (let n = 1; n < 200; n++) {
      const parts = split(2 ** 53 - n, [1, 3, 7]);
      expect(parts.reduce((total, part) => total + part, 0)).toBe(2 ** 53 - n);
    }
  });

  it('cannot split by nothing', () => expect(() => split(5, [0, 0])).toThrow(RangeError));
});
