import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowSorter } from '../../../../engine/workload/trace/rowSorter.ts';
import { appendRow, createTraceRows } from '../../../../engine/workload/trace/traceRows.ts';

describe('createRowSorter', () => {
  it('is a stable sort of rows that are out of order by no more than the window', () => {
    const cases = fc
      .record({
        disorder: fc.integer({ min: 0, max: 12 }),
        steps: fc.array(fc.tuple(fc.nat(2), fc.nat(12)), { maxLength: 400 }),
      })
      .map(({ disorder, steps }) => {
        let latest = 0;
        const times = steps.map(([step, back]) => {
          const time = Math.max(latest + step - Math.min(back, disorder), latest - disorder);
          latest = Math.max(latest, time);
          return time;
        });
        return { disorder, times };
      });
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 30 }), ({ disorder, times }, chunk) => {
        const sorter = createRowSorter();
        const out = createTraceRows();
        let latest = Number.NEGATIVE_INFINITY;
        for (let at = 0; at < times.length; at += chunk) {
          const rows = createTraceRows();
          times
            .slice(at, at + chunk)
            .forEach((time, i) => appendRow(rows, time, at + i + 1, at + i + 2, at + i + 3, at + i + 4));
          latest = Math.max(latest, ...times.slice(at, at + chunk));
          sorter.add(rows);
          sorter.release(latest - disorder, out);
          // It keeps back no more than the window.
          expect(out.count).toBe(
            times.slice(0, at + chunk).filter((time) => time <= latest - disorder).length,
          );
        }
        sorter.release(Number.POSITIVE_INFINITY, out);
        const expected = times
          .map((time, i) => [time, i + 1, i + 2, i + 3, i + 4])
          .sort((a, b) => a[0] - b[0]);
        const columns = [out.time, out.promptTokens, out.outputTokens, out.cachedTokens, out.tenant];
        expect(Array.from({ length: out.count }, (_, i) => columns.map((column) => column[i]))).toEqual(
          expected,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('holds more rows than it began with room for, nearly all of them late', () => {
    const rows = createTraceRows();
    const times = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 5000);
    times.forEach((time, i) => appendRow(rows, time, i, 1, 0, 0));
    const sorter = createRowSorter();
    const out = createTraceRows();
    sorter.add(rows);
    sorter.release(Number.POSITIVE_INFINITY, out);
    expect([...out.time.subarray(0, out.count)]).toEqual([...times].sort((a, b) => a - b));
    expect(times[out.promptTokens[123]]).toBe(123);
  });
});
