import { describe, expect, it } from 'vitest';
import {
  DURATION_TEXT,
  HORIZON_TEXT,
  NUMBER_TEXT,
  SHARE_TEXT,
} from '../../../renderer/model/form/fieldTexts.ts';

describe('what a field shows and writes', () => {
  it.each([
    [NUMBER_TEXT, ' 12,000 ', 12_000],
    [NUMBER_TEXT, '1e3', 1000],
    [NUMBER_TEXT, '2.', 2],
    [NUMBER_TEXT, 'many', 'many'],
    [DURATION_TEXT, '30', 30],
    [DURATION_TEXT, '1.5 s', 1.5],
    [DURATION_TEXT, '250 ms', '250ms'],
    [DURATION_TEXT, '7h', '7h'],
    [SHARE_TEXT, '95 %', '95%'],
    [SHARE_TEXT, '0.95', 0.95],
    [HORIZON_TEXT, '7 days', { days: 7 }],
    [HORIZON_TEXT, '1 month', { months: 1 }],
    [HORIZON_TEXT, '2 years', { months: 24 }],
    [HORIZON_TEXT, '48h', { hours: 48 }],
    [HORIZON_TEXT, 'as long as the trace', { trace: true }],
    [HORIZON_TEXT, 'a week', { days: 'a week' }],
  ])('reads %#: %s', (text, typed, value) => {
    expect(text.write(typed)).toEqual(value);
  });

  it.each([
    [SHARE_TEXT, 0.07, '7%'],
    [SHARE_TEXT, '99.9%', '99.9%'],
    [DURATION_TEXT, 0.05, '0.05 s'],
    [DURATION_TEXT, undefined, ''],
    [HORIZON_TEXT, { start: '2026-01-05', days: 1 }, '1 day'],
    [HORIZON_TEXT, { trace: true }, 'trace'],
    [NUMBER_TEXT, { a: 1 }, undefined],
  ])('shows %#: %j', (text, value, shown) => {
    expect(text.show(value)).toBe(shown);
  });
});
