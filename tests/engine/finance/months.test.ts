import fc from 'fast-check';
import { expect, it } from 'vitest';
import { monthSpans } from '../../../engine/finance/months.ts';

it('cuts at calendar months, leap days included', () => {
  const start = Date.UTC(2028, 0, 30) / 1000;
  expect(monthSpans(start, 24 * 33)).toEqual([
    { month: '2028-01', from: 0, until: 48 },
    { month: '2028-02', from: 48, until: 48 + 29 * 24 },
    { month: '2028-03', from: 48 + 29 * 24, until: 24 * 33 },
  ]);
});

it('covers every hour once, whatever the start', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.integer({ min: 1, max: 30_000 }),
      (start, hours) => {
        const spans = monthSpans(start, hours);
        expect(spans[0].from).toBe(0);
        expect(spans.at(-1)?.until).toBe(hours);
        spans.slice(1).forEach((span, i) => {
          expect(span.from).toBe(spans[i].until);
          expect(span.month > spans[i].month).toBe(true);
        });
      },
    ),
    { numRuns: 50 },
  );
});
