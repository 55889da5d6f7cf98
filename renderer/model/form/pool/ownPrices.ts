import { exchangeRate } from '../../../../engine/scenario/prices/exchangeRate.ts';
import { negotiatedDiscount } from '../../../../engine/scenario/prices/negotiatedDiscount.ts';
import { holdsOn } from '../../../../engine/scenario/prices/pricePeriods.ts';
import { type PricesDocument, pricesSchema } from '../../../../engine/scenario/prices/priceSchema.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { CatalogLists, InstanceEntry } from '../../../../host/api/types.ts';
import { entryNamed } from './instanceChoice.ts';

/** What the catalogue's prices are in. */
const LISTED = 'USD';

/**
 * The catalogue with what a document itself says of prices: its own rows come before the catalogue's, what was negotiated
 * is off, and what no rate of exchange converts is not offered. What its price file says is known to the host alone.
 * Own rows are left out where they name no accelerator of the catalogue, or do not hold on the first day.
 */
export function withOwnPrices(catalog: CatalogLists, raw: unknown): CatalogLists {
  const { success, data } = pricesSchema.safeParse(valueAt(raw, ['prices']) ?? {});
  const currency = valueAt(raw, ['currency']) ?? LISTED;
  const start = String(valueAt(raw, ['horizon', 'start']) ?? '').slice(0, 10);
  if (!success || typeof currency !== 'string') return catalog;
  const own = (data.rows ?? []).flatMap((row): readonly InstanceEntry[] => {
    const accelerator = entryNamed(catalog.accelerators, row.gpu);
    if (accelerator === undefined || !holdsOn(row, start)) return [];
    return [
      {
        id: row.instance,
        aliases: [],
        name: row.instance,
        hint: '',
        keywords: [accelerator.name, ...accelerator.aliases].join(' '),
        accelerator: accelerator.id,
        gpus: row.gpus,
        usdPerHour: row.perHour,
        source: row.source ?? 'the scenario',
        ...(row.date === undefined ? {} : { readOn: row.date }),
        ...(row.caution === undefined ? {} : { caution: row.caution }),
      },
    ];
  });
  const rate = exchangeRate(data.exchangeRates ?? [], LISTED, currency, start)?.rate;
  const known = new Set(own.map(({ id }) => id));
  const listed = rate === undefined ? [] : catalog.instances.filter(({ id }) => !known.has(id));
  const isPlain = own.length === 0 && rate === 1 && (data.negotiated ?? []).length === 0;
  if (isPlain) return catalog;
  const paid = (entry: InstanceEntry, of: string, perHour: number): InstanceEntry =>
    asPaid(entry, of, perHour, currency, discountOf(data, entry.id, start));
  return {
    ...catalog,
    instances: [
      ...own.map((entry) => paid(entry, 'the scenario’s own price', entry.usdPerHour)),
      ...listed.map((entry) => paid(entry, 'on demand', entry.usdPerHour * (rate ?? 1))),
    ],
  };
}

function discountOf({ negotiated = [] }: PricesDocument, instance: string, day: string): number {
  return negotiatedDiscount(negotiated, instance, day);
}

/** An entry with what an hour of it comes to, in words too. */
function asPaid(
  entry: InstanceEntry,
  of: string,
  listPerHour: number,
  currency: string,
  discount: number,
): InstanceEntry {
  const perHour = listPerHour * (1 - discount);
  const off = discount === 0 ? '' : ` less the ${Number((discount * 100).toPrecision(4))}% negotiated`;
  const hint = `${entry.gpus} × ${entry.accelerator}, ${currency} ${perHour.toFixed(2)} an hour, ${of}${off}`;
  return {
    ...entry,
    usdPerHour: perHour,
    hint: entry.caution === undefined ? hint : `${hint}, ${entry.caution}`,
  };
}
