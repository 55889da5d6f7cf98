import { distance } from 'fastest-levenshtein';
import type { Catalog } from './catalog.ts';
import { nameKey } from './nameKey.ts';

/** Which list of the catalogue a look-up searches, and what it finds there. */
interface Kinds {
  readonly accelerator: Catalog['accelerators'][number];
  readonly model: Catalog['models'][number];
  readonly sampleModel: Catalog['sampleModels'][number];
  readonly instance: Catalog['instances'][number];
  readonly startUp: Catalog['startUps'][number];
}
export type CatalogKind = keyof Kinds;

export type LookUp<Row> =
  | { readonly found: true; readonly row: Row }
  /** Ids of the catalogue, nearest first; empty where nothing resembles. */
  | { readonly found: false; readonly suggestions: readonly string[] };

const LISTS = {
  accelerator: 'accelerators',
  model: 'models',
  sampleModel: 'sampleModels',
  instance: 'instances',
  startUp: 'startUps',
} as const;
const SUGGESTIONS = 3;

/** Finds a row by id or alias; where there is none, up to three ids that resemble it. */
export function lookUp<Kind extends CatalogKind>(
  catalog: Catalog,
  kind: Kind,
  idOrAlias: string,
): LookUp<Kinds[Kind]> {
  const rows = catalog[LISTS[kind]] as readonly Kinds[Kind][];
  const wanted = nameKey(idOrAlias);
  // How alike names are is slow to say, and asked of strangers only.
  const exact = rows.find(({ id, aliases }) => [id, ...aliases].some((each) => nameKey(each) === wanted));
  if (exact !== undefined) return { found: true, row: exact };
  const near: { id: string; score: number }[] = [];
  for (const row of rows) {
    let score = Number.POSITIVE_INFINITY;
    for (const spelling of [row.id, ...row.aliases]) {
      score = Math.min(score, unlikeness(wanted, nameKey(spelling)));
    }
    if (score <= 0.5) near.push({ id: row.id, score });
  }
  near.sort((a, b) => a.score - b.score || (a.id < b.id ? -1 : 1));
  return { found: false, suggestions: near.slice(0, SUGGESTIONS).map(({ id }) => id) };
}

/** 0 for equal names, above 0.5 for strangers; a name that contains the other is near. */
function unlikeness(wanted: string, key: string): number {
  if (wanted.length === 0) return 1;
  const contains = key.includes(wanted) || (key.length >= 3 && wanted.includes(key));
  const longest = Math.max(wanted.length, key.length);
  // At least so many edits: one that is twice as long is a stranger.
  if (Math.abs(wanted.length - key.length) > longest / 2) return contains ? 0.4 : 1;
  const edits = distance(wanted, key) / longest;
  return contains ? Math.min(edits, 0.4) : edits;
}
