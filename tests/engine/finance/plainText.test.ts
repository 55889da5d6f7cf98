import { describe, expect, it } from 'vitest';
import { duration, grouped, money, percent } from '../../../engine/finance/plainText.ts';

describe('numbers in sentences', () => {
  it.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [1000, 0, '1,000'],
    [1234567.891, 2, '1,234,567.89'],
    [-1234, 0, '-1,234'],
    [-0.001, 1, '0.0'],
    [1e21, 0, '1,000,000,000,000,000,000,000'],
    [-3e21, 2, '-3,000,000,000,000,000,000,000.00'],
    ['12345678901234567.890123', 2, '12,345,678,901,234,567.89'],
    ['-9999999999.995', 2, '-10,000,000,000.00'],
    ['12345678901', 6, '12,345,678,901.000000'],
    ['9876543210.5', 0, '9,876,543,211'],
  ])('grouped %s', (value, decimals, text) => expect(grouped(value, decimals)).toBe(text));

  it.each([
    [0, 'USD 0'],
    [129_210.4, 'USD 129,210'],
    [12.345, 'USD 12.35'],
    [0.01234, 'USD 0.0123'],
    [0.000_012_3, 'USD 0.000012'],
    ['12345678901234567.89', 'USD 12,345,678,901,234,568'],
  ])('money %s', (value, text) => expect(money(value, 'USD')).toBe(text));

  // A share that is neither none nor all is not said to be.
  it.each([
    [0, '0%'],
    [1, '100%'],
    [0.972, '97.2%'],
    [0.5, '50%'],
    [0.9994, '99.94%'],
    [0.0008, '0.08%'],
    [0.9999, '99.990%'],
    [0.00001, '0.001%'],
  ])('percent %d', (value, text) => expect(percent(value)).toBe(text));

  it.each([
    [0, '0 ms'],
    [0.0012, '1.20 ms'],
    [0.05, '50 ms'],
    [0.25, '250 ms'],
    [1.25, '1.25 s'],
    [300, '5 min'],
    [10_800, '3 h'],
  ])('duration %d', (value, text) => expect(duration(value)).toBe(text));
});
