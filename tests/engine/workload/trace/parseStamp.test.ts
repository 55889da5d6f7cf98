import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStamp } from '../../../../engine/workload/trace/parseStamp.ts';

function parse(text: string): [number, number] | undefined {
  const stamp = { epochSeconds: 0, ticks: 0 };
  return parseStamp(text, 0, text.length, stamp) ? [stamp.epochSeconds, stamp.ticks] : undefined;
}
const utc = (text: string): number => Date.parse(text) / 1000;

describe('parseStamp', () => {
  it.each<[string, string, number]>([
    ['2023-11-16 18:17:03.9799600', '2023-11-16T18:17:03Z', 9_799_600],
    ['2024-05-12 00:00:00.001163+00:00', '2024-05-12T00:00:00Z', 11_630],
    ['2024-05-12 00:00:00+00:00', '2024-05-12T00:00:00Z', 0],
    ['2024-10-15T12:00:00.269Z', '2024-10-15T12:00:00Z', 2_690_000],
    ['2024-02-29 23:59:59', '2024-02-29T23:59:59Z', 0],
    ['2024-05-12 02:00:00.5+05:30', '2024-05-11T20:30:00Z', 5_000_000],
    ['2024-05-12 02:00:00-0130', '2024-05-12T03:30:00Z', 0],
    ['2024-05-12 02:00:00+02', '2024-05-12T00:00:00Z', 0],
    ['1969-12-31 23:59:59.000000001', '1969-12-31T23:59:59Z', 0.01],
  ])('reads %s', (text, second, ticks) => {
    expect(parse(text)).toEqual([utc(second), ticks]);
  });

  it('agrees with Date, to the millisecond that a Date holds', () => {
    const years = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const [seconds, ticks] = parse(date.toISOString()) ?? [];
        expect((seconds ?? Number.NaN) * 1000 + (ticks ?? Number.NaN) / 10_000).toBe(date.getTime());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    '2024',
    '2024-05-12',
    '2023-02-29 00:00:00',
    '1900-02-29 00:00:00',
    '2024-13-01 00:00:00',
    '2024-04-31 00:00:00',
    '2024-00-10 00:00:00',
    '2024-01-00 00:00:00',
    '2024-01-01 24:00:00',
    '2024-01-01 00:60:00',
    '2024-01-01 00:00:60',
    '2024/01/01 00:00:00',
    '2024-01-01_00:00:00',
    '2024-01-01 00.00.00',
    '2024-01-01 00:00:00.',
    '2024-01-01 00:00:00.0000000001',
    '2024-01-01 00:00:00+',
    '2024-01-01 00:00:00+1:00',
    '2024-01-01 00:00:00+24:00',
    '2024-01-01 00:00:00+01:60',
    '2024-01-01 00:00:00+01:0x',
    '2024-01-01 00:00:00 UTC',
    '2024-01-01 00:00:00Zulu',
    '20x4-01-01 00:00:00',
    '1700158623.97996',
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });
});
