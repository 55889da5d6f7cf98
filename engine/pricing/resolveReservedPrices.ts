import { MOST_PRICE } from '../scenario/fields.ts';
import {
  type CapacityDocument,
  isReserved,
  type ReservedDocument,
} from '../scenario/living/capacity/capacitySchema.ts';
import { RESERVED_LABELS } from '../scenario/living/livingLabels.ts';
import type { PriceOnDemand } from './priceOnDemand.ts';
import type { ReservedPrice } from './reservedPrice.ts';

/** What is wrong with the price of a reservation or block, and where in the pool. */
export interface ReservedPriceProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * Prices of the reservations and blocks of a pool that have their own, in their order. A discount is off the list price on demand, as that of
 * spot is; owned hardware has none. The first that is wrong is told instead.
 */
export function reservedPricesOf(
  {
    price: written,
    capacity = [],
  }: { readonly price?: unknown; readonly capacity?: CapacityDocument | undefined },
  price: PriceOnDemand,
  currency: string,
): readonly ReservedPrice[] | ReservedPriceProblem {
  const isOwned = typeof written === 'object' && written !== null && 'owned' in written;
  const prices: ReservedPrice[] = [];
  let entry = 0;
  for (const [place, each] of capacity.entries()) {
    if (!isReserved(each)) continue;
    const found = foundPrice(each, price, isOwned, currency);
    if (found !== undefined && 'message' in found) {
      return { path: `capacity.${place}.price`, message: found.message };
    }
    if (found !== undefined) prices.push({ entry, kind: each.kind, nodes: each.nodes, ...found });
    entry++;
  }
  return prices;
}

type Found = Omit<ReservedPrice, 'entry' | 'kind' | 'nodes'> | { readonly message: string };

function foundPrice(
  { kind, price: written }: ReservedDocument,
  { unit, gpusPerUnit, unitPrice: onDemand, listUnitPrice = onDemand }: PriceOnDemand,
  isOwned: boolean,
  currency: string,
): Found | undefined {
  if (written === undefined) return undefined;
  const isDiscount = 'discount' in written;
  if (isDiscount && isOwned) {
    return {
      message:
        'there is no price on demand to take it off, the GPUs are owned: write { perGpuHour: 1.2 }, or leave the entry out, for what is owned needs no reservation',
    };
  }
  const unitPrice = isDiscount ? listUnitPrice * (1 - written.discount) : written.perGpuHour * gpusPerUnit;
  if (unitPrice > MOST_PRICE) {
    return {
      message: `it comes to ${unitPrice} ${currency} per ${unit}; a price must be at most ${MOST_PRICE}`,
    };
  }
  const [shown, than] = [unitPrice, onDemand].map((each) => Number(each.toPrecision(6)));
  return {
    unitPrice,
    ...(isDiscount && { discount: written.discount }),
    source: isDiscount ? 'the scenario: off the list price on demand' : 'the scenario',
    ...(unitPrice > onDemand && {
      caution: `the ${RESERVED_LABELS[kind]} at ${shown} an hour is dearer than on demand, ${than}`,
    }),
  };
}
