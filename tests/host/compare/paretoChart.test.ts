import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompareLine } from '../../../host/questions/compare/compareResult.ts';
import { paretoChart } from '../../../host/questions/compare/charts/paretoChart.ts';
import { NARROW_PLOT, placeNames } from '../../../host/questions/compare/placeNames.ts';

interface Given {
  readonly cost: number;
  readonly latency: number | null;
  readonly isKept?: boolean;
  readonly isOverloaded?: boolean;
}

function lines(given: readonly Given[]): readonly CompareLine[] {
  return given.map(({ cost, latency, isKept = true, isOverloaded = false }, i) => ({
    resultId: `${i}`,
    documentId: `${i}`,
    label: `Line ${i + 1}`,
    verdict: '',
    approximate: false,
    costPerMonth: cost,
    p95TtftSeconds: latency,
    keepsPromise: isKept && !isOverloaded,
    overloaded: isOverloaded,
    place: i + 1,
    isPareto: i === 0,
    closeTo: [],
    cells: {},
  }));
}

interface Trace {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly text?: readonly string[];
}

function drawn(given: readonly Given[]) {
  const [chart] = paretoChart({ currency: 'USD', lines: lines(given) });
  const { xaxis, yaxis } = chart.layout as Record<'xaxis' | 'yaxis', { range: readonly [number, number] }>;
  return { chart, xaxis, yaxis, traces: chart.data as unknown as readonly Trace[] };
}

describe('the chart of cost against latency', () => {
  it('is not squeezed by one that is overloaded: it is drawn at the edge, marked and told', () => {
    const near = [
      { cost: 100, latency: 0.2 },
      { cost: 150, latency: 0.15 },
    ];
    const { chart, yaxis, traces } = drawn([...near, { cost: 90, latency: 2300, isOverloaded: true }]);
    expect(yaxis.range[1]).toBeLessThan(0.4);
    const out = traces.find(({ name }) => name === 'lies further out');
    expect(out?.x).toEqual([90]);
    expect(out?.y[0]).toBeGreaterThan(0.2);
    expect(out?.y[0]).toBeLessThan(yaxis.range[1]);
    expect(chart.summary).toContain('Line 3 (90, 38.3 min) lies further out than is drawn');
    // The table has what is.
    expect(chart.table.rows[2].cells).toContain('38.3 min');
  });

  it('says which have no latency, and that nothing keeps its promise', () => {
    const { chart } = drawn([
      { cost: 1, latency: 1, isKept: false },
      { cost: 2, latency: 2, isKept: false },
      { cost: 3, latency: null, isOverloaded: true },
    ]);
    expect(chart.summary).toContain('Line 3 is not on it');
    const none = lines([
      { cost: 1, latency: 1, isKept: false },
      { cost: 2, latency: 1 },
    ]).map((line) => ({
      ...line,
      isPareto: false,
    }));
    expect(paretoChart({ currency: 'USD', lines: none })[0].summary).toContain(
      'Nothing compared keeps its promise',
    );
  });

  it('names two, and numbers sixty, with every point within the plot', () => {
    expect(
      drawn([
        { cost: 1, latency: 1 },
        { cost: 2, latency: 0.5 },
      ]).traces.flatMap(({ text = [] }) => text),
    ).toEqual(['Line 1', 'Line 2']);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            cost: fc.integer({ min: 1, max: 1_000_000 }),
            latency: fc.double({ min: 0.001, max: 5000, noNaN: true }),
            isKept: fc.boolean(),
            isOverloaded: fc.boolean(),
          }),
          { minLength: 2, maxLength: 60 },
        ),
        (given) => {
          const { chart, xaxis, yaxis, traces } = drawn(given);
          const isLogarithmic = (chart.layout['yaxis'] as { readonly type?: string }).type === 'log';
          const points = traces.slice(1);
          expect(points.reduce((sum, { x }) => sum + x.length, 0)).toBe(given.length);
          for (const { x, y, text = [] } of points) {
            for (const value of x) expect(value).toBeLessThanOrEqual(xaxis.range[1]);
            for (const value of y) {
              const at = isLogarithmic ? Math.log10(value) : value;
              expect(at).toBeLessThanOrEqual(yaxis.range[1]);
              expect(at).toBeGreaterThanOrEqual(yaxis.range[0]);
            }
            if (given.length > 8) for (const each of text) expect(each).toMatch(/^\d*$/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('placeNames', () => {
  /** Where a browser would draw it: half a line above and below, seven pixels a letter, beside a mark of twelve. */
  function rectangle(point: { x: number; y: number; name: string }, place: string) {
    const [vertical, horizontal] = place.split(' ');
    const width = 7 * point.name.length;
    const middle =
      { left: point.x - 6 - width / 2, right: point.x + 6 + width / 2, center: point.x }[horizontal] ?? 0;
    const centre = { top: point.y - 13, bottom: point.y + 13, middle: point.y }[vertical] ?? 0;
    return { left: middle - width / 2, right: middle + width / 2, top: centre - 6, bottom: centre + 6 };
  }

  it('never writes one name on another, however large the plot is', () => {
    const point = fc.record({
      x: fc.integer({ min: 0, max: NARROW_PLOT.width }),
      y: fc.integer({ min: 0, max: NARROW_PLOT.height }),
      name: fc.constantFrom('1', '27', 'H100 × 2', 'Support assistant'),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 60 }), (points) => {
        const places = placeNames(points);
        // Points move apart on a larger plot, names keep their size.
        for (const [wider, higher] of [
          [1, 1],
          [1.3, 1],
          [3, 1],
          [3, 2.5],
        ]) {
          const boxes = points.flatMap(({ x, y, name }, i) =>
            places[i] === undefined ? [] : [rectangle({ x: x * wider, y: y * higher, name }, places[i])],
          );
          for (const [i, a] of boxes.entries()) {
            for (const b of boxes.slice(i + 1)) {
              const isApart =
                a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
              expect(isApart).toBe(true);
            }
          }
        }
      }),
    );
  });

  it('names all that stand alone', () =>
    expect(
      placeNames([
        { x: 100, y: 100, name: 'One' },
        { x: 300, y: 100, name: 'Other' },
      ]),
    ).toEqual(['top center', 'top center']));
});
