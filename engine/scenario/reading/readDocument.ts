import { type Document, isNode, type LineCounter } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { pathText, type PlacedProblem, placedProblems } from './problems.ts';
import { type ReadYaml, readYaml } from './readYaml.ts';
import { thousands } from './thousands.ts';
import { firstOf, toldProblems } from './toldProblems.ts';
import { explainIssue } from './unionText.ts';

/** A text that could be read. */
export type YamlValue = Extract<ReadYaml, { readonly value: unknown }>;

/** A document of a file beside scenarios, or what is wrong with it, as `toldProblems` has it. */
export type ReadDocument<T> = { readonly document: T } | { readonly problems: readonly Problem[] };

/** Reads a text by a schema, then by `check`, and tells what is wrong with its place. Never throws. */
export function readDocument<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  check: (document: T) => readonly PlacedProblem[] = () => [],
): ReadDocument<T> {
  const read = readYaml(text);
  if ('problem' in read) return { problems: toldProblems([{ file, path: '', ...read.problem }]) };
  const checked = checkValue(schema, read.value, MOST_GROUPS);
  const problems = 'problems' in checked ? checked.problems : check(checked.value);
  if (problems.length > 0) return { problems: placeProblems(problems, problemPlacer(file, read)) };
  if ('problems' in checked) throw new Error('a document without problems did not parse');
  return { document: checked.value };
}

/** A list of as many rows as there may be, with two groups each, and more. */
const MOST_GROUPS = 30_000;

/** A value as a schema reads it, or all that is wrong with it, in sentences; what is too large is not looked at further. */
export type CheckedValue<T> =
  | { readonly value: T }
  | { readonly problems: readonly PlacedProblem[]; readonly isTooLarge: boolean };

/** Checks a value by a schema; `mostGroups` are the groups and lists that it may have. */
export function checkValue<T>(schema: z.ZodType<T>, raw: unknown, mostGroups: number): CheckedValue<T> {
  const limit = tooMuch(raw, mostGroups);
  if (limit !== undefined) return { problems: [limit], isTooLarge: true };
  const parsed = schema.safeParse(raw, { error: explainIssue });
  if (parsed.success) return { value: parsed.data };
  return { problems: placedProblems(parsed.error.issues, raw), isTooLarge: false };
}

/** Tells a problem's file, line and column, and spells its path. */
export function problemPlacer(
  file: string,
  { value, document, lines }: YamlValue,
): (problem: PlacedProblem) => Problem {
  return ({ path, message, suggestion }) => ({
    file,
    ...position(document, lines, path),
    path: pathText(value, path),
    message,
    ...(suggestion === undefined
      ? {}
      : { suggestion: typeof suggestion === 'string' ? suggestion : suggestion() }),
  });
}

/** Problems with their places. To find one takes a search, so that those that nobody is told of are counted only. */
export function placeProblems(
  problems: readonly PlacedProblem[],
  place: (problem: PlacedProblem) => Problem,
): readonly Problem[] {
  const { first, more } = firstOf(problems);
  const told = first.map(place);
  return toldProblems(more === 0 ? told : [...told, { ...place({ path: [], message: '' }), more }]);
}

/** Line and column of the deepest node on the path that the text has. */
function position(
  yaml: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): { line?: number; column?: number } {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = yaml.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return {};
}

/** Lists longer, and documents with more values, than any of ours: every form that each could have is tried. */
const LONGEST_LIST = 10_000;
const MOST_VALUES = 200_000;

/** What there is too much of in a document, and where. */
function tooMuch(root: unknown, mostGroups: number): PlacedProblem | undefined {
  const left: { readonly value: object; readonly path: readonly PropertyKey[] }[] = [];
  let values = 0;
  let groups = 0;
  const add = (value: unknown, path: () => readonly PropertyKey[]): void => {
    values++;
    if (typeof value === 'object' && value !== null) left.push({ value, path: path() });
  };
  add(root, () => []);
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const { value, path } = at;
    if (Array.isArray(value) && value.length > LONGEST_LIST) {
      const [most, got] = [LONGEST_LIST, value.length].map(thousands);
      return { path, message: `is too long: a list has at most ${most} items, got ${got}` };
    }
    const group = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(group)) add(group[key], () => [...path, key]);
    const more = (most: number, what: string): PlacedProblem => ({
      path: [],
      message: `is too large: it has more than ${thousands(most)} ${what}`,
    });
    if (++groups > mostGroups) return more(mostGroups, 'groups and lists');
    if (values > MOST_VALUES) return more(MOST_VALUES, 'values');
  }
  return undefined;
}
