import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { changedText, type Path, setAt, WRITE } from '../../engine/scenario/reading/changedText.ts';
import { composeYaml, readYaml } from '../../engine/scenario/reading/readYaml.ts';

export { changedText, type Path, setAt };

/** The plain value of a text; undefined where it is no valid YAML. */
export function readText(text: string): unknown {
  const read = readYaml(text);
  return 'problem' in read ? undefined : read.value;
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
 * Sets a value of a group under a key, in the place of another key, which goes: two ways to say one thing. Undefined takes
 * both out. Throws a TypeError below an alias.
 */
export function setInPlaceOf(
  document: Document,
  group: Path,
  before: string,
  key: string,
  value: unknown,
): void {
  const node = document.getIn(group, true);
  const pair = isMap<Scalar>(node) ? node.items.find((item) => String(item.key) === before) : undefined;
  if (pair === undefined || document.hasIn([...group, key]) || value === undefined) {
    setAt(document, [...group, before], undefined);
    setAt(document, [...group, key], value);
    return;
  }
  pair.key = document.createNode(key) as Scalar;
  setAt(document, [...group, key], value);
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
