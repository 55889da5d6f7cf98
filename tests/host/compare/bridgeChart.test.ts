import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bridgeChart } from '../../../host/questions/compare/charts/bridgeChart.ts';
import type { CompareBridge, CompareLine } from '../../../host/questions/compare/compareResult.ts';

interface Drawn {
  readonly x: readonly number[];
  readonly base: readonly number[];
  readonly text: readonly string[];
}

/** Of a card with two beside each other in a window of 900 pixels, without the names of its bars. */
const PLOT_PIXELS = 250;
/** A digit of 12 pixels as browsers draw it. */
const LETTER_PIXELS = 7;

it('writes every amount within its plot, off the names of the bars', () => {
  const amounts = fc.array(fc.integer({ min: -900_000, max: 900_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), amounts, (cost, changes) => {
      const steps = changes.map((amount, i): CompareBridge['steps'][number] => ({
        cause: 'price',
        label: `Cause ${i}`,
        amount,
        explanation: '',
      }));
      const { data, layout } = bridgeChart(
        { label: 'Base', costPerMonth: cost } as CompareLine,
        { label: 'Other', steps, sentence: '' },
        'bridge-0',
        'USD',
      );
      const [{ x, base, text }] = data as unknown as readonly Drawn[];
      const { range } = (layout as { readonly xaxis: { readonly range: readonly [number, number] } }).xaxis;
      const pixels = (value: number): number => ((value - range[0]) / (range[1] - range[0])) * PLOT_PIXELS;
      for (const [i, written] of text.entries()) {
        const [start, end] = [pixels(base[i]), pixels(base[i] + x[i])];
        const width = written.length * LETTER_PIXELS;
        if (end < start) expect(end - width).toBeGreaterThanOrEqual(0);
        else expect(end + width).toBeLessThanOrEqual(PLOT_PIXELS);
      }
    }),
  );
});
