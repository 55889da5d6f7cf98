import type { Catalog } from '../catalog/catalog.ts';
import { MOST_PRICE } from '../scenario/fields.ts';
import type { OwnedDocument } from '../scenario/poolSchema.ts';
import { type Exchange, exchangeRate } from '../scenario/prices/exchangeRate.ts';
import { negotiatedDiscount } from '../scenario/prices/negotiatedDiscount.ts';
import type { NegotiatedDiscount, PriceFile, PricesDocument } from '../scenario/prices/priceSchema.ts';
import { ownedPrice } from './ownedPrice.ts';
import { type ListPrice, listPrice } from './priceBook.ts';
import type { ReservedPrice } from './reservedPrice.ts';
import { reservedPricesOf } from './resolveReservedPrices.ts';
import { type SpotPool, spotPriceOf } from './resolveSpotPrice.ts';
import type { SpotPrice } from './spotPrice.ts';

/** What an hour of one paid unit of a pool costs, and who says so. */
export interface PoolPrice {
  /** Id of the pool. */
  readonly pool: string;
  readonly unit: 'GPU-hour' | 'instance-hour';
  /** Units are paid whole: this many GPUs at a time. */
  readonly gpusPerUnit: number;
  /** What is paid, in the document's currency. */
  readonly unitPrice: number;
  /** Of owned hardware whose pool has `power`: a unit without it, and what a kWh costs (`energyPrice`). */
  readonly energy?: { readonly unitPriceWithout: number; readonly perKwh: number };
  /** Billed by the second, but a started unit for so long at least; the usual where left out (`minimumSecondsOf`). */
  readonly minimumSeconds?: number;
  /** Before what was negotiated, and the share of it that is off; absent where nothing was. */
  readonly listUnitPrice?: number;
  readonly negotiated?: number;
  /** Catalogue id of the instance; absent for a price of the user's own. */
  readonly instance?: string;
  /** Of a unit under a commitment, by term; absent where unknown. */
  readonly committed?: { readonly '1y'?: number | undefined; readonly '3y'?: number | undefined };
  /** Of a unit as spot; absent where the pool has none. */
  readonly spot?: SpotPrice;
  /** Of a unit of its reservations and capacity blocks that have a price of their own; absent where none has. */
  readonly reserved?: readonly ReservedPrice[];
  readonly source: string;
  /** ISO dates: from when the price holds, and when its source was read. */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly readOn?: string;
  readonly caution?: string;
}

/** `price` of a pool, as the document writes it. */
export type PriceInput =
  | { readonly perGpuHour: number }
  | { readonly instance: string }
  | { readonly owned: OwnedDocument };

/** What pricing reads of a document. A pool without a price has none: its cost is unknown, not 0. */
export interface PricedDocument {
  readonly currency: string;
  readonly pools: readonly ({
    readonly id: string;
    readonly price?: PriceInput | undefined;
    /** Where it is written owned hardware pays what it draws. */
    readonly power?: object | undefined;
  } & SpotPool)[];
  readonly prices?: PricesDocument | undefined;
  /** First day of the horizon, and the first after it: `2026-01-31`. Prices hold on days. */
  readonly days: { readonly from: string; readonly until: string };
}

type PricedPool = PricedDocument['pools'][number];

export interface PriceProblem {
  /** As in `pools.h100.price.instance`. */
  readonly path: string;
  readonly message: string;
}

export interface ResolvedPrices {
  /** In the order of the document's pools. */
  readonly prices: readonly (PoolPrice | undefined)[];
  readonly problems: readonly PriceProblem[];
}

/**
 * Looks up what each pool pays: an instance in the scenario's own prices, then in its price file, then in the catalogue; converted
 * by a rate of exchange that the scenario gives, less what was negotiated; and what it pays for spot (`spotPriceOf`) and for what is
 * reserved (`reservedPricesOf`). An instance that
 * nobody has a price of, spot that nobody has one of, or a currency without a rate, is a problem; all are reported.
 */
export function resolvePrices(document: PricedDocument, catalog: Catalog, file?: PriceFile): ResolvedPrices {
  const problems: PriceProblem[] = [];
  const { currency, days } = document;
  const book = { own: document.prices?.rows ?? [], currency, file, catalog };
  const countable = (path: string, paid: PoolPrice): PoolPrice | undefined => {
    if ((paid.listUnitPrice ?? paid.unitPrice) <= MOST_PRICE) return paid;
    const message = `it comes to ${paid.unitPrice} ${currency} per ${paid.unit}; a price must be at most ${MOST_PRICE}`;
    problems.push({ path, message });
    return undefined;
  };
  const withCapacity = (
    pool: PricedPool,
    paid: PoolPrice | undefined,
    listed?: number,
  ): PoolPrice | undefined => {
    if (paid === undefined) return undefined;
    const spot = spotPriceOf(pool, paid, listed, currency);
    const reserved = reservedPricesOf(pool, paid, currency);
    const wrong = [spot, reserved].flatMap((each) => (each !== undefined && 'message' in each ? [each] : []));
    problems.push(...wrong.map(({ path, message }) => ({ path: `pools.${pool.id}.${path}`, message })));
    if (wrong.length > 0 || (spot !== undefined && 'message' in spot) || 'message' in reserved)
      return undefined;
    return { ...paid, ...(spot && { spot }), ...(reserved.length > 0 && { reserved }) };
  };
  const prices = document.pools.map((pool): PoolPrice | undefined => {
    const { id, price } = pool;
    if (price === undefined) return undefined;
    if ('perGpuHour' in price) return withCapacity(pool, gpuPrice(id, price.perGpuHour, 'the scenario'));
    if ('owned' in price) {
      const { owned } = price;
      const { perGpuHour, power } = ownedPrice(owned);
      const own = {
        ...gpuPrice(id, perGpuHour, ownedSource(owned, pool.power !== undefined)),
        ...(pool.power !== undefined && {
          energy: { unitPriceWithout: perGpuHour - power, perKwh: owned.perKwh },
        }),
      };
      return withCapacity(pool, countable(`pools.${id}.price.owned`, own));
    }
    const path = `pools.${id}.price.instance`;
    const list = listPrice(book, price.instance, days.from, days.until);
    if ('problem' in list) {
      problems.push({ path, message: list.problem });
      return undefined;
    }
    const exchange = exchangeRate(document.prices?.exchangeRates ?? [], list.currency, currency, days.from);
    if (exchange === undefined) {
      const message =
        `${list.instance} is priced in ${list.currency} and the scenario in ${currency}: ` +
        `give prices: { exchangeRates: [{ from: ${list.currency}, to: ${currency}, rate: …, date: … }] }, ` +
        `or price: { perGpuHour: … } in ${currency}, or set currency: ${list.currency}`;
      problems.push({ path, message });
      return undefined;
    }
    const paid = contractedPrice(id, list, exchange, document.prices?.negotiated ?? [], days.from);
    const { spotPerHour } = list;
    return withCapacity(
      pool,
      countable(path, paid),
      spotPerHour === undefined ? undefined : spotPerHour * exchange.rate,
    );
  });
  return { prices, problems };
}

function gpuPrice(pool: string, unitPrice: number, source: string): PoolPrice {
  return { pool, unit: 'GPU-hour', gpusPerUnit: 1, unitPrice, source };
}

function ownedSource(owned: OwnedDocument, isMetered: boolean): string {
  const { depreciation, power, colocation, operations } = ownedPrice(owned);
  const part = (what: string, value: number): string => `${what} ${Number(value.toPrecision(4))}`;
  return `the scenario: owned hardware, ${[
    part('depreciation', depreciation),
    isMetered ? `power ${owned.perKwh} a kWh drawn` : part('power', power),
    part('colocation', colocation),
    part('operations', operations),
  ].join(' + ')}`;
}

/** A list price in the document's currency, less what was negotiated. */
function contractedPrice(
  pool: string,
  list: ListPrice,
  { rate, source: rateSource }: Exchange,
  negotiated: readonly NegotiatedDiscount[],
  day: string,
): PoolPrice {
  const { committedPerHour } = list;
  const listUnitPrice = list.perHour * rate;
  const discount = negotiatedDiscount(negotiated, list.instance, day);
  const committed = committedPerHour && {
    ...(committedPerHour['1y'] === undefined ? {} : { '1y': committedPerHour['1y'] * rate }),
    ...(committedPerHour['3y'] === undefined ? {} : { '3y': committedPerHour['3y'] * rate }),
  };
  const source = `${list.source}${list.isOwn && list.source !== 'the scenario' ? ' (yours)' : ''}`;
  return {
    pool,
    unit: 'instance-hour',
    gpusPerUnit: list.gpus,
    unitPrice: listUnitPrice * (1 - discount),
    ...(list.minimumSeconds === undefined ? {} : { minimumSeconds: list.minimumSeconds }),
    ...(discount === 0 ? {} : { listUnitPrice, negotiated: discount }),
    instance: list.instance,
    ...(committed === undefined ? {} : { committed }),
    source: rateSource === undefined ? source : `${source}; ${rateSource}`,
    ...(list.readOn === undefined ? {} : { readOn: list.readOn }),
    ...(list.validFrom === undefined ? {} : { validFrom: list.validFrom }),
    ...(list.validTo === undefined ? {} : { validTo: list.validTo }),
    ...(list.caution === undefined ? {} : { caution: list.caution }),
  };
}
