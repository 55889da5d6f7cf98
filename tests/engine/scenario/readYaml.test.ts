import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readYaml, type YamlProblem } from '../../../engine/scenario/reading/readYaml.ts';

/** What is wrong with a text. */
function problemOf(text: string): YamlProblem {
  const read = readYaml(text);
  if (!('problem' in read)) throw new Error(`read as ${JSON.stringify(read.value).slice(0, 100)}`);
  return read.problem;
}

function valueOf(text: string): unknown {
  const read = readYaml(text);
  if ('problem' in read) throw new Error(JSON.stringify(read.problem));
  return read.value;
}

const nested = (depth: number, open: string, close = ''): string => open.repeat(depth) + close.repeat(depth);

describe('texts that are read', () => {
  it('are YAML 1.2 or JSON, dates left as text, with a byte order mark or without', () => {
    expect(valueOf('\uFEFFa: 2026-01-01\nb: [yes, 1e3, ~]')).toEqual({
      a: '2026-01-01',
      b: ['yes', 1000, null],
    });
    expect(valueOf('{"a": {"b": [true]}}')).toEqual({ a: { b: [true] } });
    expect(valueOf('')).toBeNull();
  });

  it('may be nested a hundred deep, and are told where they are more', () => {
    expect(() => valueOf(nested(100, '[', ']'))).not.toThrow();
    expect(problemOf(nested(101, '[', ']'))).toEqual({
      line: 1,
      column: 101,
      message: 'is nested more than 100 deep',
    });
  });

  it.each([
    ['lists', nested(20_000, '[')],
    ['closed lists', nested(20_000, '[', ']')],
    ['JSON', nested(20_000, '{"a":', '}')],
    ['lists of lines', nested(20_000, '- ')],
    ['keys', nested(20_000, '? ')],
    ['groups of lines', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
  ])('overflow no stack, however deep: %s', (_, text) => {
    expect(problemOf(text).message).toBe('is nested more than 100 deep');
  });

  it('have each key once in a group', () => {
    expect(problemOf('a: 1\nb: { c: 1, d: 2, c: 3 }')).toEqual({
      line: 2,
      column: 18,
      message: 'not valid YAML: “c” is in this group already',
    });
    expect(problemOf('[a, b]: 1').message).toBe('a key must be a text');
  });

  it('are one document', () => {
    expect(problemOf('a: 1\n---\nb: 2\n---\nc: 3')).toEqual({
      line: 2,
      column: 1,
      message: 'begins a second document: there must be one only',
    });
  });

  it('keep names that mean something to JavaScript as any other', () => {
    const value = valueOf('__proto__: { polluted: 1 }\nconstructor: 2') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('may use an anchor often, and not to become larger than any file', () => {
    expect(valueOf(`a: &a { b: 1 }\nc: [${'*a, '.repeat(300)}]`)).toHaveProperty('c.299.b', 1);
    const laughs = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n');
    expect(problemOf(`a0: &a0 x\n${laughs}`).message).toMatch(/once its aliases are written out/);
    expect(problemOf('a: &a [*a]').message).toMatch(/once its aliases are written out/);
    const long = `a: &a ${'x'.repeat(1_000_000)}\nb: [${'*a, '.repeat(20)}]`;
    expect(problemOf(long).message).toMatch(/once its aliases are written out/);
    expect(problemOf('- &a x\n- *a\n'.repeat(3000)).message).toMatch(/more than 5,000 anchors and aliases/);
    expect(problemOf('a: *b').message).toMatch(/^not valid YAML: /);
  });

  it.each([
    ['brackets', '[}'.repeat(20_000), [1, 2]],
    ['commas', `{${','.repeat(40_000)}}`, [1, 3]],
    ['reserved letters', 'a: @x\n'.repeat(10_000), [1, 4]],
    ['tags', '! '.repeat(10_000), [1, 3]],
  ])('tell the first of a flood of errors: %s', (_, text, [line, column]) => {
    expect(problemOf(text)).toMatchObject({
      line,
      column,
      message: expect.stringMatching(/^not valid YAML: /) as string,
    });
  });

  it('take unknown tags as the text that they are', () => {
    expect(valueOf('- !thing a\n')).toEqual(['a']);
  });
});

describe('what the parser says', () => {
  it.each([
    ['a: "b\n', 2, 'a quote, bracket, comma, colon or space is missing here'],
    ['a:\n\tb: 1\n', 2, 'a tab indents it; YAML takes blanks only'],
    ['a: @b\n', 1, 'a text cannot begin with this sign unless it is in quotes'],
    ['a: "\\q"\n', 1, 'a backslash in “…” begins none of YAML’s escapes; in ‘…’ it stands for itself'],
    ['a: b: c\n', 1, 'a key or list begins within a line that has one; it needs a line of its own'],
    ['a: 1\nb: *nowhere\n', 1, 'an alias (*name) has no anchor (&name) before it'],
  ])('is told in words of ours: %j', (text, line, told) => {
    expect(problemOf(text)).toMatchObject({ line, message: `not valid YAML: ${told}` });
  });

  it('is never passed on, whatever is wrong', () => {
    const signs = [
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a',
      '*a',
      '!t',
      '%',
      '|',
      '\t',
      '#',
    ];
    const text = fc.array(fc.constantFrom(...signs), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (broken) => {
        const read = readYaml(broken);
        if (!('problem' in read)) return;
        for (const { message } of parseDocument(broken, { prettyErrors: false, logLevel: 'error' }).errors) {
          expect(read.problem.message).not.toContain(message);
        }
      }),
      { numRuns: 300 },
    );
  });
});
