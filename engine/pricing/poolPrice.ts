import type { Catalog } from '../catalog/catalog.ts';
import { lookUp } from '../catalog/lookUp.ts';

/** What an hour of one paid unit of a pool costs, and who says so. */
export interface PoolPrice {
  /** Id of the pool. */
  readonly pool: string;
  readonly unit: 'GPU-hour' | 'instance-hour';
  /** Units are paid whole: this many GPUs at a time. */
  readonly gpusPerUnit: number;
  /** In the document's currency. */
  readonly unitPrice: number;
  /** Catalogue id of the instance; absent for a price of the user's own. */
  readonly instance?: string;
  /** Of a unit under a commitment, by term; absent where unknown. */
  readonly committed?: { readonly '1y'?: number | undefined; readonly '3y'?: number | undefined };
  readonly source: string;
  /** ISO dates: from when the price holds, and when its source was read. */
  readonly validFrom?: string;
  readonly readOn?: string;
  readonly caution?: string;
}

/** `price` of a pool, as the document writes it. */
export type PriceInput = { readonly perGpuHour: number } | { readonly instance: string };

/** What pricing reads of a document. A pool without a price has none: its cost is unknown, not 0. */
export interface PricedDocument {
  readonly currency: string;
  readonly pools: readonly { readonly id: string; readonly price?: PriceInput | undefined }[];
}

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

/** Rows of the catalogue are in US dollars (`usdPerHour`). */
const CATALOG_CURRENCY = 'USD';

/**
 * Looks up what each pool pays. An instance that the catalogue lacks, or one whose currency
 * is not the document's (Fleetcast knows no exchange rates), is a problem; all are reported.
 */
export function resolvePrices(document: PricedDocument, catalog: Catalog): ResolvedPrices {
  const problems: PriceProblem[] = [];
  const prices = document.pools.map(({ id, price }): PoolPrice | undefined => {
    if (price === undefined) return undefined;
    if ('perGpuHour' in price) {
      return {
        pool: id,
        unit: 'GPU-hour',
        gpusPerUnit: 1,
        unitPrice: price.perGpuHour,
        source: 'the scenario',
      };
    }
    const path = `pools.${id}.price.instance`;
    const found = lookUp(catalog, 'instance', price.instance);
    if (!found.found) {
      const near = found.suggestions.length > 0 ? `; nearest: ${found.suggestions.join(', ')}` : '';
      problems.push({ path, message: `the catalogue has no instance '${price.instance}'${near}` });
      return undefined;
    }
    if (document.currency !== CATALOG_CURRENCY) {
      const message =
        `${found.row.id} is priced in ${CATALOG_CURRENCY} and the scenario in ${document.currency}: ` +
        `give price: { perGpuHour: … } in ${document.currency}, or set currency: ${CATALOG_CURRENCY}`;
      problems.push({ path, message });
      return undefined;
    }
    return instancePrice(id, found.row);
  });
  return { prices, problems };
}

/** What a pool pays for a whole instance of the catalogue, in US dollars an hour. */
export function instancePrice(pool: string, row: Catalog['instances'][number]): PoolPrice {
  return {
    pool,
    unit: 'instance-hour',
    gpusPerUnit: row.gpus,
    unitPrice: row.usdPerHour,
    instance: row.id,
    ...(row.committedUsdPerHour === undefined ? {} : { committed: row.committedUsdPerHour }),
    source: row.source,
    readOn: row.date,
    ...(row.validFrom === undefined ? {} : { validFrom: row.validFrom }),
    ...(row.caution === undefined ? {} : { caution: row.caution }),
  };
}
