import type { Catalog } from '../catalog/catalog.ts';
import { lookUp } from '../catalog/lookUp.ts';
import { nameKey } from '../catalog/nameKey.ts';
import { holdsOn, type Period } from '../scenario/prices/pricePeriods.ts';
import type { PriceFile, PriceRowDocument, PricesDocument } from '../scenario/prices/priceSchema.ts';

/** A list price of an instance, and who says so. */
export interface ListPrice extends Period {
  readonly instance: string;
  readonly gpus: number;
  readonly perHour: number;
  readonly currency: string;
  readonly minimumSeconds?: number;
  readonly spotPerHour?: number;
  readonly committedPerHour?: { readonly '1y'?: number | undefined; readonly '3y'?: number | undefined };
  readonly source: string;
  readonly readOn?: string;
  readonly caution?: string;
  /** The user's, not a list's. */
  readonly isOwn: boolean;
}

/** Where prices are looked up: the scenario's own, those of its price file, the catalogue's. */
export interface PriceBook {
  readonly own: NonNullable<PricesDocument['rows']>;
  readonly currency: string;
  readonly file?: PriceFile | undefined;
  readonly catalog: Catalog;
}

/** Rows of the catalogue are in US dollars (`usdPerHour`). */
const CATALOG_CURRENCY = 'USD';

/**
 * The price of an instance on a day: of the first list that has it the row that holds then, else the next to come, else the
 * last one that held; where it is not the day's, or changes within `until` days, its caution says so. A problem in words where nobody has it.
 */
export function listPrice(
  book: PriceBook,
  instance: string,
  day: string,
  untilDay: string,
): ListPrice | { readonly problem: string } {
  const { own, currency, file, catalog } = book;
  const wanted = nameKey(instance);
  const named = (rows: readonly PriceRowDocument[]): readonly PriceRowDocument[] =>
    rows.filter((row) => nameKey(row.instance) === wanted);
  for (const [rows, rowCurrency, source] of [
    [named(own), currency, 'the scenario'],
    [named(file?.rows ?? []), file?.currency ?? '', 'the price file'],
  ] as const) {
    if (rows.length > 0) return ofRows(rows, day, untilDay, rowCurrency, source);
  }
  const found = lookUp(catalog, 'instance', instance);
  if (!found.found) return { problem: unknownInstance(book, instance, found.suggestions) };
  const { row } = found;
  return {
    instance: row.id,
    gpus: row.gpus,
    perHour: row.usdPerHour,
    currency: CATALOG_CURRENCY,
    ...(row.committedUsdPerHour === undefined ? {} : { committedPerHour: row.committedUsdPerHour }),
    source: row.source,
    readOn: row.date,
    ...(row.validFrom === undefined ? {} : { validFrom: row.validFrom }),
    ...(row.caution === undefined ? {} : { caution: row.caution }),
    isOwn: false,
  };
}

function ofRows(
  rows: readonly PriceRowDocument[],
  day: string,
  untilDay: string,
  currency: string,
  source: string,
): ListPrice {
  const sorted = [...rows].sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  const row =
    sorted.find((each) => holdsOn(each, day)) ??
    sorted.find(({ validFrom = '' }) => validFrom > day) ??
    sorted[sorted.length - 1];
  const next = sorted.find(
    ({ validFrom = '' }) => validFrom > day && validFrom < untilDay && validFrom !== row.validFrom,
  );
  const cautions = [
    ...(row.caution === undefined ? [] : [row.caution]),
    ...(holdsOn(row, day) ? [] : [`no price holds on ${day}: this is the nearest`]),
    ...(next === undefined
      ? []
      : [`from ${next.validFrom ?? ''} it is ${next.perHour} ${currency}, which is not reckoned with`]),
  ];
  return {
    instance: row.instance,
    gpus: row.gpus,
    perHour: row.perHour,
    currency,
    ...(row.minimumSeconds === undefined ? {} : { minimumSeconds: row.minimumSeconds }),
    ...(row.spotPerHour === undefined ? {} : { spotPerHour: row.spotPerHour }),
    ...(row.committedPerHour === undefined ? {} : { committedPerHour: row.committedPerHour }),
    source: row.source ?? source,
    ...(row.date === undefined ? {} : { readOn: row.date }),
    ...(row.validFrom === undefined ? {} : { validFrom: row.validFrom }),
    ...(row.validTo === undefined ? {} : { validTo: row.validTo }),
    ...(cautions.length === 0 ? {} : { caution: cautions.join('; ') }),
    isOwn: source === 'the scenario',
  };
}

/** Names what there is: the type in other regions, other types in that region, or what is spelt alike. */
function unknownInstance(
  { own, file, catalog }: PriceBook,
  instance: string,
  suggestions: readonly string[],
): string {
  const ids = [...own, ...(file?.rows ?? [])]
    .map((row) => row.instance)
    .concat(catalog.instances.map(({ id }) => id));
  const [provider, type, region] = instance.split('/');
  const parts = [...new Set(ids)].map((id) => id.split('/'));
  const regions = parts.filter(([p, t]) => p === provider && t === type).map(([, , r]) => r);
  if (regions.length > 0) {
    return `no price of ${provider}/${type} in the region '${region ?? ''}' is known; there is one in: ${regions.join(', ')}`;
  }
  const types = parts.filter(([p, , r]) => p === provider && r === region).map(([, t]) => t);
  const near = suggestions.length > 0 ? `; nearest: ${suggestions.join(', ')}` : '';
  if (suggestions.length === 0 && types.length > 0) {
    return `the catalogue has no instance '${instance}'; in ${region} of ${provider} it has: ${types.join(', ')}`;
  }
  return `the catalogue has no instance '${instance}'${near}; enter what you were quoted under prices.rows`;
}
