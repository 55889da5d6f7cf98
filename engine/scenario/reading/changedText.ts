import { type Document, isAlias, isCollection, isMap } from 'yaml';
import { composeYaml } from './readYaml.ts';

/** Where a value stands in a document: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Lines are never folded, so that untouched ones stay as they are. */
export const WRITE = { lineWidth: 0 } as const;

/**
 * A text after a change of its document: comments stay, and so does the layout of what is not changed.
 * Undefined where it cannot be changed this way: no valid YAML, or a value that an alias (`*shared`)
 * brings in.
 */
export function changedText(text: string, change: (document: Document) => void): string | undefined {
  const { document, problem } = composeYaml(text);
  if (document === undefined || problem !== undefined) return undefined;
  try {
    change(document);
    return document.toString(WRITE);
  } catch {
    return undefined;
  }
}

/**
 * Sets a value, with the groups on the way to it; undefined takes it out. New groups stand on one line.
 * Throws a TypeError below an alias: what it brings in belongs to other places, too.
 */
export function setAt(document: Document, path: Path, value: unknown): void {
  for (let above = 1; above < path.length; above++) {
    if (isAlias(document.getIn(path.slice(0, above), true))) throw new TypeError('it is below an alias');
  }
  if (value === undefined) {
    if (document.hasIn(path)) document.deleteIn(path);
    dropEmptyGroup(document, path.slice(0, -1));
    return;
  }
  let depth = path.length;
  while (depth > 1 && !isCollection(document.getIn(path.slice(0, depth - 1), true))) depth -= 1;
  const nested = path.slice(depth).reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const isPlain = typeof nested !== 'object' || nested === null;
  document.setIn(path.slice(0, depth), isPlain ? nested : document.createNode(nested, { flow: true }));
}

/** A group that nothing is left in says nothing; the document itself stays. */
function dropEmptyGroup(document: Document, path: Path): void {
  const node = path.length === 0 ? undefined : document.getIn(path, true);
  if (isMap(node) && node.items.length === 0) document.deleteIn(path);
}
