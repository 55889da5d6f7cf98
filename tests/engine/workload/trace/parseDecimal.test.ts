import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../../../engine/workload/trace/parseDecimal.ts';

const parse = (text: string): number => parseDecimal(text, 0, text.length);

describe('parseDecimal', () => {
  it('is Number, to the last bit, on whatever Number prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2000 },
    );
  });

  it('is Number on decimals with any number of digits', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(fc.constantFrom('', '+', '-'), digits, fc.option(digits), (sign, whole, fraction) => {
        const text = sign + whole + (fraction === null ? '' : `.${fraction}`);
        expect(parse(text)).toBe(Number(text) === 0 ? 0 : Number(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    [' 7\t', 7],
    ['-0', 0],
    ['2E-2', 0.02],
  ])('reads %j', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    '+',
    'e5',
    '1e',
    '0x10',
    'Infinity',
    'NaN',
    '1,5',
    '1 2',
    '1e999',
    '١',
    '1_000',
    '--1',
    '1.2.3',
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeNaN();
  });

  it('keeps to its place in the text', () => {
    expect(parseDecimal('12,345,6', 3, 6)).toBe(345);
    expect(parseDecimal('12,345,6', 2, 2)).toBeNaN();
  });
});
