import type { z } from 'zod';
import { DID_YOU_MEAN, nearest, suggestFrom } from './nearest.ts';
import { excerpt, MOST_TOLD } from './toldProblems.ts';
import { listed } from './listed.ts';

/** A problem at a place of the raw document, not yet spelt as text. */
export interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** As a function where it takes a search: only what is told is worked out. */
  readonly suggestion?: string | (() => string);
  /** Stands for so many of its kind. */
  readonly more?: number;
}

/** Steps of a path as text; a list's item goes by its id where it has one. */
export function pathText(raw: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = raw;
  const names = path.map((step) => {
    const next: unknown =
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined;
    const byId =
      Array.isArray(at) && isRecord(next) && typeof next['id'] === 'string' ? next['id'] : undefined;
    at = next;
    return byId ?? String(step);
  });
  return names.join('.');
}

/** What zod found, as sentences; of a union's branches only the one that was meant. */
export function placedProblems(issues: readonly z.core.$ZodIssue[], raw: unknown): PlacedProblem[] {
  return issues.flatMap((issue) => fromIssue(issue, valueAt(raw, issue.path), []));
}

/** The value at a path, or undefined. */
export function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined,
    raw,
  );
}

function fromIssue(issue: z.core.$ZodIssue, got: unknown, above: readonly PropertyKey[]): PlacedProblem[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.message.split('\n');
      const problems: PlacedProblem[] = issue.keys.slice(0, MOST_TOLD).map((key) => ({
        path: [...path, key],
        message: `“${excerpt(key, LONGEST_SHOWN)}” is not a key here`,
        suggestion: () => suggestFrom(key, known),
      }));
      const more = issue.keys.length - problems.length;
      return more === 0 ? problems : [...problems, { path, message: 'are no keys here', more }];
    }
    case 'invalid_union': {
      const meant = meantBranch(issue.errors);
      if (got === undefined) return [{ path, message: `is missing: it ${issue.message}` }];
      const told = isRecord(got) ? undefined : onlyTold(issue.errors);
      if (told !== undefined) return [{ path, message: told }];
      if (meant === undefined || !isRecord(got) || saysNothing(issue.errors, got)) {
        const words = issue.errors.flatMap((branch) =>
          branch.flatMap((inner) =>
            inner.code === 'invalid_value' && inner.path.length === 0 ? inner.values.map(String) : [],
          ),
        );
        return [{ path, message: `${issue.message}, got ${shown(got)}`, ...didYouMean(got, words) }];
      }
      const kind = unknownKind(issue.errors, got) ?? missingKind(issue.errors, meant, got);
      if (kind !== undefined) return [{ ...kind, path: [...path, ...kind.path] }];
      return meant.flatMap((inner) => {
        const problems = fromIssue(inner, valueAt(got, inner.path), path);
        if (inner.code !== 'unrecognized_keys' || inner.path.length > 0) return problems;
        // A key of another branch is no slip of the pen: it does not go with the rest.
        return problems.map((problem) => {
          if (problem.more !== undefined) return problem;
          const key = String(problem.path.at(-1));
          return issue.errors.some((branch) => !unrecognized(branch, key) && !isOtherType(branch))
            ? { ...problem, message: `“${excerpt(key, LONGEST_SHOWN)}” does not go with the other keys here` }
            : problem;
        });
      });
    }
    case 'invalid_type':
      if (got === undefined) return [{ path, message: `is missing: it must be ${named(issue.expected)}` }];
      return [{ path, message: `must be ${named(issue.expected)}, got ${shown(got)}` }];
    case 'invalid_value': {
      if (got === undefined)
        return [{ path, message: `is missing: it must be ${listed(issue.values.map(String), 'or')}` }];
      const choices = issue.values.map(String);
      const message = `must be ${choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`}, got ${shown(got)}`;
      return [{ path, message, ...didYouMean(got, choices) }];
    }
    case 'too_small':
      return [
        {
          path,
          message: bound(
            issue.origin,
            issue.inclusive === true ? 'at least' : 'more than',
            issue.minimum,
            got,
          ),
        },
      ];
    case 'too_big':
      return [
        {
          path,
          message: bound(
            issue.origin,
            issue.inclusive === true ? 'at most' : 'less than',
            issue.maximum,
            got,
          ),
        },
      ];
    default:
      return [{ path, message: issue.message }];
  }
}

/** What one branch alone says of a value of the right type: “fast” where a duration or a group may stand. */
function onlyTold(branches: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const told = branches.flatMap((branch) =>
    branch.flatMap(({ code, path, message }) => (code === 'custom' && path.length === 0 ? [message] : [])),
  );
  return told.length === 1 ? told[0] : undefined;
}

/** The branch whose complaints say least of all that another one was meant. */
function meantBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  let best: readonly z.core.$ZodIssue[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const branch of branches) {
    let missing = 0;
    let against = 0;
    for (const issue of branch) {
      if (issue.path.length === 0)
        against += issue.code === 'unrecognized_keys' ? strangeness(issue, branches) : 1000;
      else if (issue.path.length === 1 && issue.code === 'invalid_type') missing += 3;
      // The word of another branch says more than all that may be missing of this one.
      else against += issue.path.length === 1 && isOneWord(issue) ? MOST_MISSING + 1 : 1;
    }
    // A long form of which much is missing is no worse than a short one.
    against += Math.min(missing, MOST_MISSING);
    if (against < least) {
      least = against;
      best = branch;
    }
  }
  return best;
}

function isOneWord(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_value' && issue.values.length === 1;
}

/** What all that is missing, or of another type, speaks against a branch at most. */
const MOST_MISSING = 6;

/** Among so many strange keys it shows which branch was meant. */
const MOST_JUDGED = 20;

/**
 * A key that is nearly one of the branch's own speaks less against it than one out of nowhere, and one that another branch
 * has by that very name speaks most of all.
 */
function strangeness(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  branches: readonly (readonly z.core.$ZodIssue[])[],
): number {
  const known = issue.message.split('\n');
  return issue.keys.slice(0, MOST_JUDGED).reduce(
    (sum, key) => {
      const isOfAnother = branches.some((branch) => !isOtherType(branch) && !unrecognized(branch, key));
      if (isOfAnother) return sum + 40;
      return sum + (nearest(key, known) === undefined ? 10 : 4);
    },
    10 * Math.max(0, issue.keys.length - MOST_JUDGED),
  );
}

/** Where branches are told apart by a word (`process: gamma`): a word that is none of theirs. */
function unknownKind(
  branches: readonly (readonly z.core.$ZodIssue[])[],
  got: Record<string, unknown>,
): PlacedProblem | undefined {
  const telling = new Set(
    branches.flatMap((branch) =>
      branch.flatMap(({ code, path }) => (code === 'invalid_value' && path.length === 1 ? [path[0]] : [])),
    ),
  );
  for (const [key, value] of Object.entries(got).filter(([name]) => telling.has(name))) {
    const words = branches.map((branch) =>
      branch.flatMap((issue) =>
        issue.code === 'invalid_value' &&
        issue.path.length === 1 &&
        issue.path[0] === key &&
        issue.values.length === 1
          ? [String(issue.values[0])]
          : [],
      ),
    );
    // Branches without the key at all have nothing to say; one that accepts the word settles it.
    const accepted = branches.some((branch, i) => words[i].length === 0 && !unrecognized(branch, key));
    const choices = words.flat();
    if (choices.length > 1 && !accepted) {
      return {
        path: [key],
        message: `must be one of ${choices.join(', ')}, got ${shown(value)}`,
        ...didYouMean(value, choices),
      };
    }
  }
  return undefined;
}

/** Where branches are told apart by a word that is not there: all the words that could be. */
function missingKind(
  branches: readonly (readonly z.core.$ZodIssue[])[],
  meant: readonly z.core.$ZodIssue[],
  got: Record<string, unknown>,
): PlacedProblem | undefined {
  for (const issue of meant) {
    if (issue.code !== 'invalid_value' || issue.path.length !== 1 || got[String(issue.path[0])] !== undefined)
      continue;
    const [key] = issue.path;
    const choices = branches.flatMap((branch) =>
      branch.flatMap((other) =>
        other.code === 'invalid_value' && other.path.length === 1 && other.path[0] === key
          ? other.values.map(String)
          : [],
      ),
    );
    if (choices.length > 1)
      return { path: [key], message: `is missing: it must be ${listed(choices, 'or')}` };
  }
  return undefined;
}

/** Whether a group of keys has nothing that tells which branch was meant: none strange, something missing of each. */
function saysNothing(
  branches: readonly (readonly z.core.$ZodIssue[])[],
  got: Record<string, unknown>,
): boolean {
  const groups = branches.filter((branch) => !isOtherType(branch));
  return (
    groups.length > 1 &&
    groups.every(
      (branch) =>
        !branch.some((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0) &&
        branch.some((issue) => issue.path.length === 1 && got[String(issue.path[0])] === undefined),
    )
  );
}

/** Whether a branch wants a text or number and not a group of keys at all. */
function isOtherType(branch: readonly z.core.$ZodIssue[]): boolean {
  return branch.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys');
}

function unrecognized(branch: readonly z.core.$ZodIssue[], key: string): boolean {
  return branch.some(
    (issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0 && issue.keys.includes(key),
  );
}

function didYouMean(got: unknown, choices: readonly string[]): { suggestion?: string } {
  const near = typeof got === 'string' ? nearest(got, choices) : undefined;
  return near === undefined || choices.length === 1 ? {} : { suggestion: `${DID_YOU_MEAN} ${near}?` };
}

function bound(origin: string, relation: string, limit: number | bigint, got: unknown): string {
  if (origin === 'array')
    return `must have ${relation} ${limit} items, got ${Array.isArray(got) ? got.length : shown(got)}`;
  if (origin === 'string')
    return limit === 1 && relation === 'at least'
      ? 'must not be empty'
      : `must have ${relation} ${limit} characters`;
  return `must be ${relation} ${limit}, got ${shown(got)}`;
}

function named(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    int: 'a whole number',
    number: 'a number',
    string: 'a text',
    boolean: 'true or false',
    object: 'a group of keys',
    array: 'a list',
    record: 'a group of keys',
  };
  return names[expected] ?? expected;
}

/** Of a value or key in a message. */
const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  if (typeof value === 'string') return `“${excerpt(value, LONGEST_SHOWN)}”`;
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) {
    const keys = Object.keys(value);
    return keys.length === 0
      ? 'an empty group'
      : `{ ${keys
          .slice(0, 5)
          .map((key) => excerpt(key, LONGEST_SHOWN))
          .join(', ')}${keys.length > 5 ? ', …' : ''} }`;
  }
  return value === null ? 'nothing' : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
