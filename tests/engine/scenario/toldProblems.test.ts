import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { countOf, excerpt, MOST_TOLD, toldProblems } from '../../../engine/scenario/reading/toldProblems.ts';
import { asApiError } from '../../../host/calls/apiError.ts';
import { problemsText } from '../../../host/cli/problemsText.ts';
import { InputProblemError } from '../../../host/files/inputProblem.ts';
import { EXAMPLE } from './exampleDocument.ts';

const many = (count: number, file = 'a.yaml'): Problem[] =>
  Array.from({ length: count }, (_, i) => ({ file, path: `p${i}`, message: 'is wrong' }));

/** What is wrong with the example after a change of its text. */
function problemsOf(change: (text: string) => string): readonly Problem[] {
  const parsed = parseScenario(change(EXAMPLE), 'it.yaml');
  if (!('problems' in parsed)) throw new Error('nothing is wrong with it');
  return parsed.problems;
}

const keys = (count: number): string => Array.from({ length: count }, (_, i) => `key${i}: ${i}`).join(', ');

describe('problems as they are told', () => {
  it('are a hundred, and the rest is counted', () => {
    expect(toldProblems(many(MOST_TOLD))).toEqual(many(MOST_TOLD));
    const told = toldProblems(many(1334));
    expect(told).toHaveLength(MOST_TOLD + 1);
    expect(told.at(-1)).toEqual({ file: 'a.yaml', path: '', message: 'and 1,234 more', more: 1234 });
    expect(countOf(told)).toBe(1334);
  });

  it('may be told again, with those of other files', () => {
    const told = toldProblems(many(1000));
    expect(toldProblems(told)).toEqual(told);
    const both = toldProblems([...told, ...toldProblems(many(500, 'b.yaml'))]);
    expect(countOf(both)).toBe(1500);
    expect(both.at(-1)).toEqual({ path: '', message: 'and 1,400 more', more: 1400 });
  });

  it('are no longer than can be read, and cut no character in two', () => {
    const [told] = toldProblems([
      { path: 'p'.repeat(9000), message: '😀'.repeat(9000), suggestion: 's'.repeat(9000) },
    ]);
    expect([told.path.length, told.message.length, told.suggestion?.length]).toEqual([501, 1001, 1001]);
    expect(excerpt('😀😀', 3)).toBe('😀…');
  });

  it('come so to the terminal and through the API', () => {
    const error = new InputProblemError(many(1334));
    expect(problemsText(error.problems)).toMatch(/a\.yaml: and 1,234 more\n$/);
    const { message, data } = asApiError(error, () => undefined);
    expect(message).toBe('is wrong (and 1,333 more)');
    expect(data.problems.at(-1)).toMatchObject({ message: 'and 1,234 more', more: 1234 });
  });
});

describe('a document full of mistakes', () => {
  it.each([
    ['at the top', (text: string) => `${text}\n${keys(20_000).replaceAll(', ', '\n')}`],
    [
      'in a pool',
      (text: string) =>
        text.replace('replicas: 2', `replicas: 2\n    ${keys(20_000).replaceAll(', ', '\n    ')}`),
    ],
    ['in a union', (text: string) => text.replace('cv: 1.1', `cv: 1.1, ${keys(20_000)}`)],
  ])('counts twenty thousand unknown keys %s', (_, change) => {
    const problems = problemsOf(change);
    expect(problems).toHaveLength(MOST_TOLD + 1);
    expect(problems[0].message).toMatch(/“key0” is not a key here/);
    expect(problems[0].suggestion).toBeDefined();
    expect(countOf(problems)).toBe(20_000);
  });

  it('is not looked at where it is larger than any', () => {
    const [wide] = problemsOf((text) => `${text}\nwide: [${'1, '.repeat(10_001)}]`);
    expect(wide).toMatchObject({
      path: 'wide',
      message: 'is too long: a list has at most 10,000 items, got 10,001',
    });
    const [groups] = problemsOf((text) => `${text}\ngroups: [${`[${'{}, '.repeat(99)}], `.repeat(110)}]`);
    expect(groups.message).toBe('is too large: it has more than 10,000 groups and lists');
  });

  it('names a long key, value or list of names by its beginning', () => {
    const long = 'k'.repeat(5000);
    const problems = problemsOf((text) => `${text}\n? ${long}\n: 1`);
    expect(problems[0].message).toBe(`“${'k'.repeat(60)}…” is not a key here`);
    expect(problems[0].path.length).toBeLessThanOrEqual(501);
  });
});
