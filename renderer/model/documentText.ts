import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { composeYaml, readYaml } from '../../engine/scenario/readYaml.ts';

/** Where a value stands in a document: keys and indices from its top. */
export type Path = readonly (string | number)[];

/** Lines are never folded, so that untouched ones stay as they are. */
const WRITE = { lineWidth: 0 } as const;

/** The plain value of a text; undefined where it is no valid YAML. */
export function readText(text: string): unknown {
  const read = readYaml(text);
  return 'problem' in read ? undefined : read.value;
}

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
 * A text with another value at a path, as by `changedText` and `setAt`. A plain value for a plain one
 * is replaced letter by letter, so that nothing else moves at all. `order` is that of the keys beside it:
 * a new one goes to its place among them.
 */
export function textWithValue(
  text: string,
  path: Path,
  value: unknown,
  order: readonly string[] = [],
): string | undefined {
  const node = composeYaml(text).document?.getIn(path, true);
  const isPlain = value !== undefined && (typeof value !== 'object' || value === null);
  if (isPlain && isScalar(node) && node.range && isReplaceable(node)) {
    return text.slice(0, node.range[0]) + inlineText(value, node) + text.slice(node.range[1]);
  }
  return changedText(text, (document) => {
    const isNew = !document.hasIn(path);
    setAt(document, path, value);
    if (isNew) putInOrder(document.getIn(path.slice(0, -1), true), order);
  });
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

/** Puts a plain value at the end of a list, laid out as the examples are: keys on lines, groups within one. */
export function appendItem(document: Document, list: string, item: Readonly<Record<string, unknown>>): void {
  const node = document.createNode(item) as YAMLMap;
  for (const { value } of node.items) if (isCollection(value)) value.flow = true;
  const items = document.get(list, true);
  if (isSeq(items)) items.add(node);
  else document.set(list, document.createNode([node]));
}

/** Puts a copy of a list's item behind it, under another id. */
export function duplicateItem(document: Document, list: string, index: number, id: string): void {
  const items = document.get(list, true);
  const node = document.getIn([list, index], true);
  if (!isSeq(items) || !isMap(node)) throw new TypeError('there is no such item');
  const copy = node.clone() as YAMLMap;
  copy.set('id', id);
  items.items.splice(index + 1, 0, copy);
}

/** Where in the text the value at a path begins, or the deepest group on the way to it. */
export function offsetOf(text: string, path: Path): number {
  const { document } = composeYaml(text);
  for (let depth = path.length; depth > 0; depth--) {
    const node = document?.getIn(path.slice(0, depth), true);
    if ((isScalar(node) || isCollection(node)) && node.range) return node.range[0];
  }
  return 0;
}

/** A group that nothing is left in says nothing; the document itself stays. */
function dropEmptyGroup(document: Document, path: Path): void {
  const node = path.length === 0 ? undefined : document.getIn(path, true);
  if (isMap(node) && node.items.length === 0) document.deleteIn(path);
}

/** Moves the last key of a group before the first one that comes after it in an order. */
function putInOrder(group: unknown, order: readonly string[]): void {
  if (!isMap<Scalar>(group)) return;
  const rank = (key: unknown): number => order.indexOf(String(isScalar(key) ? key.value : key));
  const added = group.items.at(-1);
  const own = added === undefined ? -1 : rank(added.key);
  const at = group.items.findIndex(({ key }) => rank(key) > own);
  if (added === undefined || own < 0 || at < 0) return;
  group.items.pop();
  group.items.splice(at, 0, added);
}

/** Whether a value stands within a line, and nowhere else by an alias. */
function isReplaceable(node: Scalar): boolean {
  const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
  return !isBlock && node.anchor === undefined && node.tag === undefined && node.source !== '';
}

/** One value as YAML writes it within a line, in the same quotes as before. */
function inlineText(value: unknown, before: Scalar): string {
  const scalar = new Scalar(value);
  if (typeof value === 'string' && before.type !== undefined) scalar.type = before.type;
  const document = parseDocument('{ a: 0 }', { schema: 'core' });
  document.setIn(['a'], scalar);
  return document
    .toString(WRITE)
    .trim()
    .replace(/^\{ a: /, '')
    .replace(/ \}$/, '');
}
