import { describe, expect, it } from 'vitest';
import { paybackMonths } from '../../../../engine/planning/commit/payback.ts';

const months = [0, 10, 20, 30];
const upfront = { hourly: 3, fromHour: 0, untilHour: 40, upfrontShare: 1 };

describe('paybackMonths', () => {
  it('is where what was paid has come back, within its month', () => {
    // 120 at once, 50 a month saved: 2.4 months.
    expect(paybackMonths([upfront], [50, 50, 50, 50], months, 40)).toBeCloseTo(2.4, 12);
  });

  it('is at once where nothing is paid at the start and savings exceed what falls due', () => {
    expect(paybackMonths([{ ...upfront, upfrontShare: 0 }], [50, 50, 50, 50], months, 40)).toBe(0);
  });

  it('counts half at the start, half as it falls due', () => {
    // −60, then 50 − 15 a month.
    expect(paybackMonths([{ ...upfront, upfrontShare: 0.5 }], [50, 50, 50, 50], months, 40)).toBeCloseTo(
      60 / 35,
      12,
    );
  });

  it('is never where savings do not suffice, or where a later purchase is not paid back', () => {
    expect(paybackMonths([upfront], [20, 20, 20, 20], months, 40)).toBeNull();
    const later = { ...upfront, fromHour: 30, untilHour: 70 };
    expect(paybackMonths([upfront, later], [50, 50, 50, 50], months, 40)).toBeNull();
  });
});
