import { stringify } from 'yaml';
import { changedText, setAt, WRITE } from './changedText.ts';
import { applyOverrides } from './overrides.ts';
import { pathSteps } from './pathSteps.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './readYaml.ts';

/** A value to set; the path is as in `--set`: steps parted by dots, items of a list by their ids. */
export interface ValueEdit {
  readonly path: string;
  readonly value: unknown;
}

/**
 * A scenario's text with other values: comments and layout stay. Nothing but what the edits name changes: where the text shares
 * values between places (`*shared`), so that an edit would reach others, it is written anew, without comments. Or what could
 * not be set.
 */
export function editedText(
  text: string,
  edits: readonly ValueEdit[],
): { readonly text: string } | { readonly problems: readonly Problem[] } {
  const read = readYaml(text);
  if ('problem' in read) return { problems: [{ path: '', ...read.problem }] };
  const wanted = structuredClone(read.value);
  if (typeof wanted !== 'object' || wanted === null) {
    return { problems: [{ path: '', message: 'is not a scenario' }] };
  }
  const problems = applyOverrides(wanted, edits.map(overrideText));
  if (problems.length > 0) return { problems };
  const changed = changedText(text, (document) => {
    for (const { path, value } of edits) setAt(document, pathSteps(path, read.value), value);
  });
  if (changed !== undefined && isSame(plainValue(changed), wanted)) return { text: changed };
  return { text: stringify(wanted, WRITE) };
}

/** An edit as `--set` takes it. */
export function overrideText({ path, value }: ValueEdit): string {
  return `${path}=${JSON.stringify(value)}`;
}

function plainValue(text: string): unknown {
  const read = readYaml(text);
  return 'problem' in read ? undefined : read.value;
}

/** Whether two plain values are equal; the order of keys does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a, b] as Readonly<Record<string, unknown>>[];
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
