import type { CatalogEntry } from '../../../../host/api/types.ts';

/** Sizes are published rounded: 30B finds what has 30.5 billion, 80 GB what shows 85.9. */
const NEAR = 0.1;

type Test = (entry: CatalogEntry) => boolean;

/**
 * The entries that a search finds, in their order: every word of it in the id, the name or what is told of an entry;
 * `30B` those of about so many parameters, `80 GB` those of about so much memory (of models: whose weights fit into it).
 */
export function foundEntries(entries: readonly CatalogEntry[], search: string): readonly CatalogEntry[] {
  const tests = search
    .toLowerCase()
    .replace(/([\d.]+)\s+(gib|gb|b|bn|billion|t|tb)\b/g, '$1$2')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(testOf);
  return entries.filter((entry) => tests.every((test) => test(entry)));
}

function testOf(word: string): Test {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(b|bn|billion|t|gb|gib|tb)$/.exec(word) ?? [];
  const isNamed = (entry: CatalogEntry): boolean => textOf(entry).includes(word);
  if (unit === undefined) return isNamed;
  if (/^(gb|gib|tb)$/.test(unit)) {
    const gigabytes = Number(digits) * (unit === 'tb' ? 1000 : 1);
    return (entry) =>
      hasMemory(entry, gigabytes) || new RegExp(`(^|[^\\d.])${digits} ?gi?b`).test(textOf(entry));
  }
  const parameters = Number(digits) * (unit === 't' ? 1e12 : 1e9);
  // As a word of the name, too: the 3B of qwen3-30b-a3b is not in 13b.
  const named = new RegExp(`(^|[^\\d.a-z])a?${digits.replace('.', '\\.')}b`);
  return (entry) => isNear(entry.parameters, parameters) || named.test(entry.id.toLowerCase());
}

function hasMemory({ parameters, gigabytes }: CatalogEntry, wanted: number): boolean {
  if (gigabytes === undefined) return false;
  return parameters === undefined ? isNear(gigabytes, wanted) : gigabytes <= wanted * (1 - NEAR);
}

function isNear(value: number | undefined, wanted: number): boolean {
  return value !== undefined && Math.abs(value - wanted) <= NEAR * wanted;
}

function textOf({ id, aliases, name, hint, keywords = '' }: CatalogEntry): string {
  return `${id} ${aliases.join(' ')} ${name} ${hint} ${keywords}`.toLowerCase();
}
