import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lengthSchema } from '../../../engine/scenario/lengths/lengthSchema.ts';
import { lengthText, parseLength } from '../../../engine/scenario/lengths/lengthText.ts';

it.each([
  ['200', 200],
  ['12,000', undefined],
  ['200 max 400', { fixed: 200, max: 400 }],
  ['p50 1020 p90 2735', { lognormal: { p50: 1020, p90: 2735 } }],
  ['P50: 1020, p90: 2735; min 5 max 8192', { lognormal: { p50: 1020, p90: 2735 }, min: 5, max: 8192 }],
  ['lognormal mean 300 cv 1.2', { lognormal: { mean: 300, cv: 1.2 } }],
  ['mu 2.788 sigma 0.847', { lognormal: { mu: 2.788, sigma: 0.847 } }],
  ['700 to 1500 tokens', { uniform: { min: 700, max: 1500 } }],
  ['700–1500', { uniform: { min: 700, max: 1500 } }],
  ['exponential 300', { exponential: { mean: 300 } }],
  ['pareto shape 2 from 100', { pareto: { shape: 2, min: 100 } }],
  ['p50 1020 p9', undefined],
  ['p50 1.2.3 p90 5', undefined],
  ['', undefined],
])('reads %j', (typed, law) => {
  expect(parseLength(typed)).toEqual(law);
});

it('leaves to the YAML what a line cannot say', () => {
  expect(lengthText({ histogram: [{ upTo: 10, weight: 1 }] })).toBeUndefined();
  expect(lengthText({ mixture: [{ fixed: 3, weight: 1 }] })).toBeUndefined();
});

const whole = fc.integer({ min: 1, max: 100_000 });
const real = fc.double({ min: 0.01, max: 100, noNaN: true });
const law = fc.oneof(
  fc.record({ uniform: fc.record({ min: whole, max: whole }) }),
  fc.record({ exponential: fc.record({ mean: real }) }),
  fc.record({ lognormal: fc.record({ p50: real, p90: real }) }),
  fc.record({ lognormal: fc.record({ mean: real, cv: real }) }),
  fc.record({ lognormal: fc.record({ mu: fc.double({ min: -9, max: 9, noNaN: true }), sigma: real }) }),
  fc.record({ pareto: fc.record({ shape: real, min: real }) }),
  fc.record({ pareto: fc.record({ p50: real, p90: real }) }),
);
const bounds = fc.record({ min: whole, max: whole }, { requiredKeys: [] });

it('reads what it shows, for every law that the schema has a line for', () => {
  fc.assert(
    fc.property(law, bounds, (shape, limits) => {
      const written = { ...shape, ...limits };
      const text = lengthText(written);
      expect(parseLength(text ?? '')).toEqual(JSON.parse(JSON.stringify(written)));
      expect(lengthSchema.safeParse(written).success).toBe(true);
    }),
  );
});

it('never throws, and writes only what the schema takes', () => {
  const pieces = fc.array(
    fc.constantFrom('p50', 'p90', 'mean', 'cv', 'to', 'min', 'max', 'pareto', '7', '12.5', 'x'),
  );
  fc.assert(
    fc.property(pieces, (words) => {
      const found = parseLength(words.join(' '));
      if (found !== undefined) expect(typeof found === 'number' || typeof found === 'object').toBe(true);
    }),
  );
});
