import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createCsvReader } from '../../../../engine/workload/trace/csvReader.ts';
import { createRecordReader } from '../../../../engine/text/recordReader.ts';
import { TextProblem } from '../../../../engine/text/textProblem.ts';

/** All fields of a text that comes in pieces, and the line each row begins on. */
function read(text: string, pieces: readonly number[] = []): { rows: string[][]; lines: number[] } {
  const rows: string[][] = [];
  const lines: number[] = [];
  const reader = createCsvReader((names) => {
    rows.push([...names]);
    return (row) => {
      rows.push(names.map((_, i) => row.text.slice(row.starts[i], row.ends[i])));
      lines.push(row.line);
    };
  });
  let at = 0;
  for (const length of pieces) {
    reader.push(text.slice(at, at + length));
    at += length;
  }
  reader.push(text.slice(at));
  reader.end();
  return { rows, lines };
}

const pieces = fc.array(fc.nat(20), { maxLength: 12 });
const field = fc.string({
  unit: fc.constantFrom('a', '7', ' ', '.', ',', '"', '\n', '\r\n', 'é'),
  maxLength: 6,
});
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  )
  .map((rows) =>
    rows.map((row, i) => row.map((text, j) => (i === 0 ? `c${j}` : j === 0 ? `r${text}` : text))),
  );

describe('the reader of comma-separated text', () => {
  it('gives what papaparse gives, whatever is quoted and wherever the chunks are cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        pieces,
        (rows, quotes, newline, cuts) => {
          const text = Papa.unparse(rows, { quotes, newline });
          const expected = Papa.parse<string[]>(text, { delimiter: ',', newline }).data;
          expect(read(text, cuts).rows).toEqual(expected);
          expect(expected).toEqual(rows);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes a byte order mark, CRLF, no end of the last line, empty lines at the end', () => {
    const expected = [
      ['a', 'b'],
      ['1', '2'],
    ];
    for (const text of ['a,b\n1,2', 'a,b\r\n1,2\r\n', '\ufeffa,b\n1,2\n\n \r\n\n', ' a , b\n1,2\n']) {
      expect(read(text).rows).toEqual(expected);
    }
    expect(read('\ufeffa,b\n1,2', [0, 1, 1]).rows).toEqual(expected);
  });

  it('numbers rows by the line on which they begin', () => {
    expect(read('a,b\n"x\ny\nz",1\n2,3\n"q",4\n').lines).toEqual([2, 5, 6]);
  });

  it.each<[string, number, RegExp]>([
    ['', 1, /no header/],
    ['\n\n', 1, /no header/],
    ['a,b\n1\n', 2, /1 field, and the header has 2/],
    ['a,b\n1,2\n1,2,3\n', 3, /3 fields, and the header has 2/],
    ['a,b\n1,2\n\n3,4\n', 3, /empty/],
    ['\na,b\n', 1, /empty/],
    ['a,b\n"x,2\n3,4\n', 2, /quote/],
    ['a,b\n"x"y,2\n', 2, /quote/],
    ['a,"b\n', 1, /quote/],
  ])('tells what is wrong with %j', (text, line, reason) => {
    let caught: unknown;
    try {
      read(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(TextProblem);
    expect(caught).toMatchObject({ line, reason: expect.stringMatching(reason) });
  });

  it('gives up on a record that never ends before it fills the memory', () => {
    const reader = createRecordReader(() => undefined, { separator: ',' });
    const piece = 'x'.repeat(1 << 20);
    expect(() => {
      for (let i = 0; i < 100; i++) reader.push(piece);
    }).toThrow(/no end/);
  });
});
