import type { z } from 'zod';
import { DID_YOU_MEAN, nearest } from './nearest.ts';

/** Something wrong with a document: where, what, and what would be right. */
export interface Problem {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** As `--set` addresses it: `pools.h100.replicas`; '' for the whole document. */
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** A problem at a place of the raw document, not yet spelt as text. */
export interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly suggestion?: string;
}

/** Steps of a path as text; a list's item goes by its id where it has one. */
export function pathText(raw: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = raw;
  const names = path.map((step) => {
    const next: unknown = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined;
    const byId = Array.isArray(at) && isRecord(next) && typeof next['id'] === 'string' ? next['id'] : undefined;
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
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined), raw);
}

function fromIssue(issue: z.core.$ZodIssue, got: unknown, above: readonly PropertyKey[]): PlacedProblem[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const suggestions = issue.message.split('\n');
      return issue.keys.map((key, i) => ({
        path: [...path, key], message: `“${key}” is not a key here`, suggestion: suggestions[i] ?? '',
      }));
    }
    case 'invalid_union': {
      const meant = meantBranch(issue.errors);
      if (meant === undefined || !isRecord(got)) return [{ path, message: got === undefined ? 'is missing' : unionMessage(issue, got) }];
      const kind = unknownKind(issue.errors, got);
      if (kind !== undefined) return [{ ...kind, path: [...path, ...kind.path] }];
      return meant.flatMap((inner) => fromIssue(inner, valueAt(got, inner.path), path));
    }
    case 'invalid_type':
      if (got === undefined) return [{ path, message: `is missing: it must be ${named(issue.expected)}` }];
      return [{ path, message: `must be ${named(issue.expected)}, got ${shown(got)}` }];
    case 'invalid_value': {
      if (got === undefined) return [{ path, message: `is missing: it must be ${issue.values.join(' or ')}` }];
      const choices = issue.values.map(String);
      const message = `must be ${choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`}, got ${shown(got)}`;
      return [{ path, message, ...didYouMean(got, choices) }];
    }
    case 'too_small':
      return [{ path, message: bound(issue.origin, issue.inclusive === true ? 'at least' : 'more than', issue.minimum, got) }];
    case 'too_big':
      return [{ path, message: bound(issue.origin, issue.inclusive === true ? 'at most' : 'less than', issue.maximum, got) }];
    default:
      return [{ path, message: issue.message }];
  }
}

/** The branch whose complaints say least of all that another one was meant. */
function meantBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  let best: readonly z.core.$ZodIssue[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const branch of branches) {
    const against = branch.reduce((sum, issue) => {
      if (issue.path.length === 0) return sum + (issue.code === 'unrecognized_keys' ? strangeness(issue) : 1000);
      return sum + (issue.path.length === 1 && issue.code === 'invalid_type' ? 3 : 1);
    }, 0);
    if (against < least) {
      least = against;
      best = branch;
    }
  }
  return best;
}

/** A key that is nearly one of the branch's own speaks less against it than one out of nowhere. */
function strangeness(issue: z.core.$ZodIssueUnrecognizedKeys): number {
  const near = issue.message.split('\n').filter((suggestion) => suggestion.startsWith(DID_YOU_MEAN)).length;
  return 10 * issue.keys.length - 6 * near;
}

/** Where branches are told apart by a word (`process: gamma`): a word that is none of theirs. */
function unknownKind(
  branches: readonly (readonly z.core.$ZodIssue[])[], got: Record<string, unknown>,
): PlacedProblem | undefined {
  for (const [key, value] of Object.entries(got)) {
    const words = branches.map((branch) =>
      branch.flatMap((issue) =>
        issue.code === 'invalid_value' && issue.path.length === 1 && issue.path[0] === key && issue.values.length === 1 ? [String(issue.values[0])] : [],
      ),
    );
    // Branches without the key at all have nothing to say; one that accepts the word settles it.
    const accepted = branches.some((branch, i) => words[i].length === 0 && !branch.some((issue) => issue.code === 'unrecognized_keys' && issue.keys.includes(key)));
    const choices = words.flat();
    if (choices.length > 1 && !accepted) {
      return { path: [key], message: `must be one of ${choices.join(', ')}, got ${shown(value)}`, ...didYouMean(value, choices) };
    }
  }
  return undefined;
}

function didYouMean(got: unknown, choices: readonly string[]): { suggestion?: string } {
  const near = typeof got === 'string' ? nearest(got, choices) : undefined;
  return near === undefined || choices.length === 1 ? {} : { suggestion: `${DID_YOU_MEAN} ${near}?` };
}

function unionMessage(issue: z.core.$ZodIssueInvalidUnion, got: unknown): string {
  return issue.message === 'Invalid input' ? `cannot be ${shown(got)}` : `${issue.message}, got ${shown(got)}`;
}

function bound(origin: string, relation: string, limit: number | bigint, got: unknown): string {
  if (origin === 'array') return `must have ${relation} ${limit} items, got ${Array.isArray(got) ? got.length : shown(got)}`;
  if (origin === 'string') return `must have ${relation} ${limit} characters`;
  return `must be ${relation} ${limit}, got ${shown(got)}`;
}

function named(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    int: 'a whole number', number: 'a number', string: 'a text', boolean: 'true or false', object: 'a group of keys', array: 'a list', record: 'a group of keys',
  };
  return names[expected] ?? expected;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a group of keys';
  return value === null ? 'nothing' : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
