import type { Problem } from './problem.ts';
import { thousands } from './thousands.ts';

/** So many are told one by one: of a long list the first ones say what is wrong with it. */
export const MOST_TOLD = 100;

/** How much of a text from a file is told: enough to find it. */
const LONGEST_PATH = 500;
const LONGEST_SENTENCE = 1000;

/** Something of which there may be many; one may stand for a number of others. */
export interface Countable {
  readonly more?: number;
}

/** The first of many, and how many others there are. */
export interface FirstOf<T> {
  readonly first: readonly T[];
  readonly more: number;
}

/** How many there are, those counted that one stands for. */
export function countOf(items: readonly Countable[]): number {
  return items.reduce((sum, { more = 1 }) => sum + more, 0);
}

/** Those that are told one by one, and how many are not. */
export function firstOf<T extends Countable>(items: readonly T[]): FirstOf<T> {
  const first = items.filter(({ more }) => more === undefined).slice(0, MOST_TOLD);
  return { first, more: countOf(items) - first.length };
}

/**
 * Problems as anybody is told of them, in text, JSON, through the API and in the app: `MOST_TOLD` of them, each no longer than can
 * be read, and a last one that says how many more there are. Told ones may be told again, with others.
 */
export function toldProblems(problems: readonly Problem[]): readonly Problem[] {
  const { first, more } = firstOf(problems);
  const told = first.map(shortened);
  if (more === 0) return told;
  const [{ file } = {}] = problems;
  const isOneFile = problems.every((problem) => problem.file === file);
  const rest = { path: '', message: `and ${thousands(more)} more`, more };
  return [...told, file !== undefined && isOneFile ? { file, ...rest } : rest];
}

function shortened(problem: Problem): Problem {
  const { path, message, suggestion } = problem;
  return {
    ...problem,
    path: excerpt(path, LONGEST_PATH),
    message: excerpt(message, LONGEST_SENTENCE),
    ...(suggestion === undefined ? {} : { suggestion: excerpt(suggestion, LONGEST_SENTENCE) }),
  };
}

/** A text, or its beginning where it is longer than `most`, with a sign of it; no character is cut in two. */
export function excerpt(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
