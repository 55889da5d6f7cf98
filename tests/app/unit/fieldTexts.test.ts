import { describe, expect, it } from 'vitest';
import {
  DRILL_TEXT,
  DURATION_LAW_TEXT,
  DURATION_TEXT,
  HORIZON_TEXT,
  NUMBER_TEXT,
  POLICIES_TEXT,
  SCHEDULE_TEXT,
  INSTANTS_TEXT,
  REPLICAS_TEXT,
  SHARE_TEXT,
} from '../../../renderer/model/form/fields/fieldTexts.ts';

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
    [REPLICAS_TEXT, '2', 2],
    [REPLICAS_TEXT, '25 %', '25%'],
    [INSTANTS_TEXT, '2026-01-31T10:00', '2026-01-31T10:00'],
    [INSTANTS_TEXT, '2026-01-31, 2026-02-28,', ['2026-01-31', '2026-02-28']],
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
    [REPLICAS_TEXT, 2, '2'],
    [REPLICAS_TEXT, '25%', '25%'],
    [INSTANTS_TEXT, ['2026-01-31', '2026-02-28'], '2026-01-31, 2026-02-28'],
    [INSTANTS_TEXT, undefined, ''],
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

describe('what makes replicas come and go, on one line', () => {
  it.each([
    [
      SCHEDULE_TEXT,
      'Mon 07:00 8, fri 19:00:30 = 0',
      [
        { from: 'Mon 07:00', replicas: 8 },
        { from: 'fri 19:00:30', replicas: 0 },
      ],
    ],
    [SCHEDULE_TEXT, 'Mon 07:00', 'Mon 07:00'],
    [SCHEDULE_TEXT, 'Mon 07:00 8, later 2', 'Mon 07:00 8, later 2'],
    [
      POLICIES_TEXT,
      '4 pods in 15s; 100 % in 2 min',
      [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: '2min' },
      ],
    ],
    [POLICIES_TEXT, '4 in 15s', '4 in 15s'],
    [
      DRILL_TEXT,
      'replica 1 at 90min, 0 at 5400',
      [
        { second: '90min', replica: 1 },
        { second: 5400, replica: 0 },
      ],
    ],
    [DURATION_LAW_TEXT, '90s', 90],
    [DURATION_LAW_TEXT, '2 min', '2min'],
    [DURATION_LAW_TEXT, 'p50 40s p90 1.5min', { lognormal: { p50: 40, p90: 90 } }],
    [DURATION_LAW_TEXT, '30s to 2min', { uniform: { min: 30, max: 120 } }],
    [DURATION_LAW_TEXT, 'exponential 45s', { exponential: { mean: 45 } }],
    [DURATION_LAW_TEXT, 'soon', 'soon'],
  ] as const)('%# reads %s', (text, typed, value) => {
    expect(text.write(typed)).toEqual(value);
  });

  it('shows what it reads, so that it reads the same again', () => {
    for (const [text, line] of [
      [SCHEDULE_TEXT, 'Mon 07:00 8, Fri 19:00 0'],
      [POLICIES_TEXT, '4 Pods in 15 s, 100% in 2min'],
      [DRILL_TEXT, 'replica 1 at 90min, replica 0 at 5400 s'],
      [DURATION_LAW_TEXT, '90 s'],
      [DURATION_LAW_TEXT, 'p50 40 p90 90'],
    ] as const) {
      expect(text.show(text.write(line))).toBe(line);
    }
    expect(DRILL_TEXT.show(undefined)).toBe('');
    expect(DURATION_LAW_TEXT.show({ lognormal: { p50: '40s', p90: '90s' } })).toBe('p50 40s p90 90s');
  });
});
