import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createTableReader, tableRows } from '../../../engine/text/csvTable.ts';

const cellsOf = (text: string): readonly (readonly string[])[] => tableRows(text).map(({ cells }) => cells);

describe('tables', () => {
  it.each([
    ['commas', 'a,b\n1,2\n'],
    ['semicolons', 'a;b\r\n1;2\r\n'],
    ['tabs', 'a\tb\n1\t2'],
    ['bars', 'a|b\n1|2\n'],
    ['returns alone', 'a,b\r1,2\r'],
    ['a byte order mark before a quoted name', '\uFEFF"a","b"\n1,2\n'],
    ['blank lines', 'a,b\n\n  \n1,2\n\n'],
  ])('are read with %s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('have rows of any width, each with the line that it begins on', () => {
    expect(tableRows('a,b\n"x\ny",2,3\n4\n')).toEqual([
      { cells: ['a', 'b'], line: 1, isSound: true },
      { cells: ['x\ny', '2', '3'], line: 2, isSound: true },
      { cells: ['4'], line: 4, isSound: true },
    ]);
  });

  it('are read on behind a row whose quotes cannot be made sense of', () => {
    expect(tableRows('a,b\n"x"y,2\n3,4\n').map(({ isSound, line }) => [line, isSound])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it('end at a quote that is never closed, which is told with its line and beginning', () => {
    expect(() => tableRows(`a,b\n1,2\n3,"${'4,5\n'.repeat(1000)}`)).toThrow(
      /^line 3: a quote is never closed: "\\"4,5\\n.{1,60}$/,
    );
    expect(() => tableRows(`a,b\n"${'1,2\n'.repeat(1_100_000)}`)).toThrow(
      /^line 2: the row has no end within/,
    );
  });

  it('are what papaparse reads, however they are cut into pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é'), maxLength: 5 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.integer({ min: 40, max: 80 }), (rows, size) => {
        const text = Papa.unparse([['first', 'second'], ...rows], { newline: '\n', quotes: true });
        const read: string[][] = [];
        const reader = createTableReader((cells) => void read.push([...cells]));
        for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
        reader.end();
        expect(read).toEqual([['first', 'second'], ...rows]);
      }),
    );
  });
});
