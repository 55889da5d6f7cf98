import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSyntheticSource, WARM_UP_SECONDS } from '../../../engine/workload/syntheticSource.ts';
import { drain, syntheticSpec } from './specs.ts';

const DAY = 86_400;
const HOURS = 60;

/** Hours of no traffic, and rates whose sums do not end on whole numbers. */
const shapes = fc.record({
  ratePerSecond: fc.constantFrom(0.01, 0.1, 1 / 3, 47 / 90),
  hourOfWeek: fc.array(fc.constantFrom(0, 0.1, 0.3, 1, 7 / 3), { minLength: 168, maxLength: 168 }),
});

function sourceOf({ ratePerSecond, hourOfWeek }: { ratePerSecond: number; hourOfWeek: number[] }) {
  const spec = syntheticSpec({
    process: { type: 'constant' },
    ratePerSecond,
    hours: HOURS,
    rate: { hourOfWeek },
  });
  return (from: number, to: number) => drain(createSyntheticSource(spec, 0, 0, from, to));
}

describe('constant arrivals under a changing rate', () => {
  it('are the same cut into windows as in one piece: none lost, none twice, at the edges', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const source = sourceOf(shape);
        const { times } = await source(0, HOURS * 3600);
        const windows: number[] = [];
        for (const [from, to] of [
          [0, DAY - WARM_UP_SECONDS],
          [DAY - WARM_UP_SECONDS, DAY],
          [DAY, 2 * DAY],
          [2 * DAY, HOURS * 3600],
        ]) {
          windows.push(...(await source(from, to)).times);
        }
        expect(windows).toEqual(times);
      }),
      { numRuns: 40 },
    );
  });

  it('are not thrown back in time where rounding puts an integral past a whole number', async () => {
    // In doubles an hour at 47/90 is 1880 and a hair, yet number 1880 is not due within it.
    const ratePerSecond = 47 / 90;
    expect(3600 * ratePerSecond).toBeGreaterThan(1880);
    expect(1880 / ratePerSecond).toBe(3600);
    const hourOfWeek = Array.from({ length: 168 }, (_, hour) => (hour % 2 === 0 ? 1 : 0));
    const { times } = await sourceOf({ ratePerSecond, hourOfWeek })(0, 3 * 3600);
    expect(times.slice(0, 1880).every((time, i) => time === i / ratePerSecond)).toBe(true);
    expect(times.slice(1880).every((time, i) => Math.abs(time - 7200 - i / ratePerSecond) < 1e-6)).toBe(true);
    expect(times).toHaveLength(2 * 1880);
  });

  it('come where the cumulative rate reaches their number', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const { times } = await sourceOf(shape)(0, HOURS * 3600);
        // The horizon begins on a Monday at midnight.
        const cumulative = [0];
        for (let hour = 0; hour < HOURS; hour++) {
          cumulative.push(cumulative[hour] + 3600 * shape.ratePerSecond * shape.hourOfWeek[hour]);
        }
        // The one on the horizon's edge may fall either way.
        expect(Math.abs(times.length - cumulative[HOURS])).toBeLessThan(1 + 1e-6);
        const off = times.map((time, i) => {
          const hour = Math.min(HOURS - 1, Math.floor(time / 3600));
          const rate = shape.ratePerSecond * shape.hourOfWeek[hour];
          return Math.abs(cumulative[hour] + (time - hour * 3600) * rate - i);
        });
        expect(off.reduce((worst, value) => Math.max(worst, value), 0)).toBeLessThan(1e-6);
        expect([...times].sort((a, b) => a - b)).toEqual(times);
      }),
      { numRuns: 40 },
    );
  });
});
