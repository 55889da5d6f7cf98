import { excerpt } from '../reading/toldProblems.ts';
import type { Problem } from '../reading/problem.ts';
import type { PlacedProblem } from '../reading/problems.ts';
import type { At } from './manifestReading.ts';

/** How much of a placeholder is told. */
const LONGEST_SHOWN = 80;
const RENDER_FIRST = 'render it first (helm template, say), and name what comes out';

/** Lines of a text that is no YAML in which a template's placeholders stand bare, as they do before it is rendered. */
export function templateLines(text: string, file: string): readonly Problem[] {
  return text.split('\n').flatMap((line, index): Problem[] => {
    const column = line.indexOf('{{');
    const before = line.slice(0, column);
    const isText =
      /^\s*#|\s#/.test(before) || [`"`, `'`].some((quote) => before.split(quote).length % 2 === 0);
    if (column < 0 || isText) return [];
    return [
      {
        file,
        line: index + 1,
        column: column + 1,
        path: '',
        message: `is a template’s placeholder, no value yet: ${shown(line.slice(column))}`,
        suggestion: RENDER_FIRST,
      },
    ];
  });
}

/** Values below a place that are a template's placeholders still, in quotes. */
export function templateValues(value: unknown, at: At): readonly PlacedProblem[] {
  if (typeof value === 'string') {
    const found = /\{\{.*?\}\}/s.exec(value);
    if (found === null) return [];
    return [
      {
        path: at,
        message: `has a template’s placeholder, which is no value yet: ${shown(found[0])}`,
        suggestion: RENDER_FIRST,
      },
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    templateValues(below, [...at, Array.isArray(value) ? Number(key) : key]),
  );
}

function shown(placeholder: string): string {
  const end = placeholder.indexOf('}}');
  return excerpt((end < 0 ? placeholder : placeholder.slice(0, end + 2)).trim(), LONGEST_SHOWN);
}
