import fc from 'fast-check';
import { HEAVY_WORDS } from './heavyWords.ts';

type Change = (text: string) => string;

/** A place in a text, wherever it ends. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const word = fc.oneof(
  { arbitrary: fc.constantFrom(...HEAVY_WORDS), weight: 4 },
  { arbitrary: fc.string({ maxLength: 6, unit: 'binary' }), weight: 1 },
  { arbitrary: fc.double().map(String), weight: 1 },
);

const at = (share: number, text: string): number => Math.floor(share * text.length);

/** Puts something in the place of one match of a pattern, chosen by `share`. */
function replaced(text: string, pattern: RegExp, share: number, put: string): string {
  const found = [...text.matchAll(pattern)];
  const match = found[Math.min(found.length - 1, Math.floor(share * found.length))];
  if (match === undefined) return text + put;
  return text.slice(0, match.index) + put + text.slice(match.index + match[0].length);
}

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, word).map(([share, put]): Change => {
    return (text) => text.slice(0, at(share, text)) + put + text.slice(at(share, text));
  }),
  fc.tuple(place, fc.nat(30)).map(([share, length]): Change => {
    return (text) => text.slice(0, at(share, text)) + text.slice(at(share, text) + length);
  }),
  fc.tuple(place, fc.nat(200), fc.integer({ min: 2, max: 5 })).map(([share, length, times]): Change => {
    return (text) => {
      const from = at(share, text);
      return text.slice(0, from) + text.slice(from, from + length).repeat(times) + text.slice(from + length);
    };
  }),
  place.map(
    (share): Change =>
      (text) =>
        text.slice(0, at(share, text)),
  ),
  fc.tuple(place, word).map(
    ([share, put]): Change =>
      (text) =>
        replaced(text, /[\d.]+/g, share, put),
  ),
  fc.tuple(place, word).map(
    ([share, put]): Change =>
      (text) =>
        replaced(text, /\w+/g, share, put),
  ),
  fc.tuple(place, word).map(
    ([share, put]): Change =>
      (text) =>
        replaced(text, /[^,:\n]+/g, share, put),
  ),
);

/** A valid text with one to four mistakes in it. */
export function changedText(seeds: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce((changed, make) => make(changed), text));
}

/** A value where another one stood: any of JSON, or a heavy word. */
const strangeValue = fc.oneof(
  fc.constantFrom<unknown>(...HEAVY_WORDS, null, 0, -1, 1e308, [], {}, [null], { a: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A document with strange values at one to three of its places, or keys that are none there. */
export function changedDocument(documents: readonly unknown[]): fc.Arbitrary<unknown> {
  const step = fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), fc.boolean(), strangeValue);
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(step, { minLength: 1, maxLength: 3 }))
    .map(([document, steps]) => {
      const copy: unknown = structuredClone(document);
      for (const [path, isNew, value] of steps) putAt(copy, path, isNew, value);
      return copy;
    });
}

function putAt(root: unknown, path: readonly number[], isNew: boolean, value: unknown): void {
  let group = root;
  for (const [depth, choice] of path.entries()) {
    if (typeof group !== 'object' || group === null) return;
    const keys = Object.keys(group);
    const key = keys[choice % Math.max(1, keys.length)] ?? '0';
    const inner: unknown = Reflect.get(group, key);
    if (depth === path.length - 1 || typeof inner !== 'object' || inner === null) {
      const name = isNew ? (HEAVY_WORDS[choice % HEAVY_WORDS.length] ?? '') : key;
      Reflect.defineProperty(group, name === 'length' ? 'size' : name, {
        // Of its own: one value in two places could come to hold itself.
        value: structuredClone(value),
        configurable: true,
        enumerable: true,
        writable: true,
      });
      return;
    }
    group = inner;
  }
}
