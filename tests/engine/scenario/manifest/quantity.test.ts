import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuantity, quantityText } from '../../../../engine/scenario/manifest/quantity.ts';

describe('a quantity of Kubernetes', () => {
  // The examples of apimachinery’s documentation of resource.Quantity, and what each is.
  it.each([
    [5, 5],
    ['5', 5],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['500m', 0.5],
    ['100u', 0.0001],
    ['5k', 5000],
    ['1.5M', 1.5e6],
    ['64Gi', 64 * 2 ** 30],
    ['2e3', 2000],
    ['2E3', 2000],
    ['2E', 2e18],
    ['5.', 5],
    ['-1', -1],
  ])('%s is %d', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  it.each(['', 'five', '5 apples', '5K', '5mi', '1e999', '5 5', '--5', '0x10', Number.NaN])(
    '%s is none',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );

  it('reads back to the number that it was written of', () => {
    expect([quantityText(12), quantityText(2.5), quantityText(0.029), quantityText(1 / 3)]).toEqual([
      '12',
      '2500m',
      '29m',
      String(1 / 3),
    ]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: 0.001, max: 1e9, noNaN: true }),
          fc.integer({ min: 1, max: 1e9 }).map((n) => n / 1000),
        ),
        (value) => parseQuantity(quantityText(value)) === value,
      ),
    );
  });
});
