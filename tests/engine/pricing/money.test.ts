import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, apportionLarge } from '../../../engine/pricing/apportion.ts';
import { bookMicros, microsColumn, sumMicros } from '../../../engine/pricing/microsColumn.ts';
import {
  amountMicros,
  asMicros,
  fromMicros,
  leastMicros,
  type Micros,
  microsOfText,
  microsText,
  minusMicros,
  plusMicros,
  roundedQuotient,
  timesMicros,
  totalMicros,
  writtenMicros,
} from '../../../engine/pricing/money.ts';

/** Around every size that matters: 0, 2^53 micro-units, 10^30 of them. */
const whole = fc.oneof(
  fc.bigInt({ min: 0n, max: 1000n }),
  fc.bigInt({ min: 2n ** 53n - 20n, max: 2n ** 53n + 20n }),
  fc.bigInt({ min: 0n, max: 10n ** 30n }),
);

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

  it('is that beyond what a float64 counts, too', () => {
    expect(amountMicros(10 ** 10, 1)).toBe(10n ** 16n);
    expect(amountMicros(1e12, 8.76e9)).toBe(876n * 10n ** 25n);
    expect(amountMicros(1_234_567.891, 4e12)).toBe(4_938_271_564n * 10n ** 15n);
    fc.assert(
      fc.property(
        fc.nat(10 ** 9),
        fc.nat(10 ** 9),
        fc.integer({ min: 0, max: 12 }),
        (price, count, zeros) => {
          const micros = amountMicros(Number(`${price}e-6`), Number(`${count}e${zeros}`));
          expect(micros).toBe(asMicros(BigInt(price) * BigInt(count) * 10n ** BigInt(zeros)));
        },
      ),
    );
  });

  it('refuses what is no amount', () => {
    expect(() => amountMicros(Number.NaN, 1)).toThrow(RangeError);
    expect(() => amountMicros(1, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('arithmetic of amounts', () => {
  it('is that of whole numbers of any size, in numbers as far as they go', () => {
    const expectExactly = (micros: Micros, exact: bigint): void => {
      expect(BigInt(micros)).toBe(exact);
      expect(typeof micros).toBe(exact <= 2n ** 53n - 1n && exact >= 1n - 2n ** 53n ? 'number' : 'bigint');
    };
    fc.assert(
      fc.property(whole, whole, fc.nat(40_000), (a, b, count) => {
        expectExactly(plusMicros(asMicros(a), asMicros(b)), a + b);
        expectExactly(minusMicros(asMicros(a), asMicros(b)), a - b);
        expectExactly(timesMicros(asMicros(a), count), a * BigInt(count));
        expectExactly(leastMicros(asMicros(a), asMicros(b)), a < b ? a : b);
      }),
    );
  });

  it('is exact where the product is beyond a float64, though the result is not', () => {
    const most = 2n ** 53n - 1n;
    const micros = fc.bigInt({ min: most / 100n, max: most });
    fc.assert(
      fc.property(
        micros,
        fc.integer({ min: 101, max: 744 }),
        fc.integer({ min: 745, max: 26_280 }),
        (a, n, d) => {
          expect(timesMicros(asMicros(a), n, d)).toBe(asMicros(roundedQuotient(a * BigInt(n), BigInt(d))));
        },
      ),
    );
    expect(timesMicros(9_007_199_254_740_991, 3, 7)).toBe(Number(roundedQuotient(most * 3n, 7n)));
  });

  it('rounds a share of a large amount once', () => {
    expect(timesMicros(10n ** 20n + 1n, 0.5)).toBe(5n * 10n ** 19n + 1n);
    expect(timesMicros(10n ** 20n, 1, 3)).toBe(33_333_333_333_333_333_333n);
    expect(timesMicros(10n ** 20n, 730, 168)).toBe(434_523_809_523_809_523_810n);
    expect(timesMicros(7, 0.5)).toBe(4);
  });

  it('is written as a decimal that reads back, and as a number only where that is exact', () => {
    expect(microsText(12_345_678_901_500_000n)).toBe('12345678901.5');
    expect(microsText(1)).toBe('0.000001');
    expect(microsText(-2_500_000)).toBe('-2.5');
    fc.assert(
      fc.property(whole, (micros) => {
        const amount = asMicros(micros);
        expect(microsOfText(microsText(amount))).toBe(amount);
        const written = writtenMicros(amount);
        if (typeof written === 'number') expect(String(written)).toBe(microsText(amount));
        // The nearest float64: no other is nearer.
        expect(fromMicros(amount)).toBe(Number(microsText(amount)));
      }),
    );
  });

  it('sums columns exactly, whether a line, only their sum, or nothing is beyond a float64', () => {
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1, maxLength: 60 }), (values) => {
        const amounts = values.map(asMicros);
        const column = microsColumn(
          amounts.length,
          amounts.reduce((most, each) => (each > most ? each : most), 0),
        );
        amounts.forEach((each, h) => bookMicros(column, h, each));
        const sum = values.reduce((all, each) => all + each, 0n);
        expect(BigInt(sumMicros(column))).toBe(sum);
        expect(sumMicros(column)).toBe(totalMicros(amounts));
        expect(sumMicros(column, 0, 1)).toBe(amounts[0]);
      }),
    );
    const halves = new Float64Array(3000).fill(2 ** 53 - 1);
    expect(sumMicros(halves)).toBe(3000n * (2n ** 53n - 1n));
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

  it('splits an amount of any size as it splits a small one', () => {
    const weights = fc
      .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-300, max: 1, noNaN: true }), fc.nat(9)), {
        minLength: 1,
        maxLength: 20,
      })
      .filter((values) => values.some((value) => value > 0))
      .map((values) => {
        const sum = values.reduce((total, value) => total + value, 0);
        return Float64Array.from(values, (value) => value / sum);
      });
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 10n ** 32n }), weights, (amount, values) => {
        const parts = apportionLarge(amount, values, values.length);
        expect(BigInt(totalMicros(parts))).toBe(amount);
        parts.forEach((part, i) => {
          if (values[i] === 0) expect(part).toBe(0);
          // To as many digits as the weight has.
          expect(Math.abs(Number(part) / Number(amount) - values[i])).toBeLessThan(1e-14);
        });
      }),
    );
    expect(apportionLarge(10n ** 30n + 3n, Float64Array.of(0.25, 0.5, 0.25), 3)).toEqual([
      25n * 10n ** 28n,
      5n * 10n ** 29n + 3n,
      25n * 10n ** 28n,
    ]);
  });

  it('cannot split by nothing', () => {
    expect(() => split(5, [0, 0])).toThrow(RangeError);
    expect(() => apportionLarge(10n ** 20n, new Float64Array(2), 2)).toThrow(RangeError);
  });
});
