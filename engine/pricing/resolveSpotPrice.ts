import { MOST_PRICE } from '../scenario/fields.ts';
import {
  type CapacityDocument,
  type SpotDocument,
  spotOf,
} from '../scenario/living/capacity/capacitySchema.ts';
import type { PriceOnDemand } from './priceOnDemand.ts';
import type { SpotPrice } from './spotPrice.ts';

/** What is wrong with the spot price of a pool, and where in the pool. */
export interface SpotPriceProblem {
  readonly path: string;
  readonly message: string;
}

/** What is read of a pool. */
export interface SpotPool {
  readonly price?: unknown;
  readonly capacity?: CapacityDocument | undefined;
}

/**
 * The spot price of a pool with a price on demand: as written, else `listed`, what the pool's price list has for its unit. A discount
 * is off the list price on demand: what was negotiated is not for spot, which providers leave out of it. Undefined of a
 * pool without spot, and while a trace of prices has not been read.
 */
export function spotPriceOf(
  { price: written, capacity }: SpotPool,
  price: PriceOnDemand,
  listed: number | undefined,
  currency: string,
): SpotPrice | SpotPriceProblem | undefined {
  const spot = spotOf(capacity);
  if (spot === undefined || (spot.price !== undefined && 'trace' in spot.price)) return undefined;
  const path = `capacity.${capacity?.indexOf(spot) ?? 0}.price`;
  const isOwned = typeof written === 'object' && written !== null && 'owned' in written;
  const found = foundPrice(spot.price, price, listed, isOwned);
  if ('message' in found) return { path, message: found.message };
  const most = mostOf(found);
  if (most > MOST_PRICE) {
    return {
      path,
      message: `it comes to ${most} ${currency} per ${price.unit}; a price must be at most ${MOST_PRICE}`,
    };
  }
  if (most <= price.unitPrice) return found;
  const upTo = found.steps === undefined ? '' : 'up to ';
  return {
    ...found,
    caution: `spot at ${upTo}${shown(most)} an hour is dearer than on demand, ${shown(price.unitPrice)}`,
  };
}

function foundPrice(
  written: SpotDocument['price'],
  price: PriceOnDemand,
  listed: number | undefined,
  isOwned: boolean,
): SpotPrice | { readonly message: string } {
  const { unit, gpusPerUnit, listUnitPrice = price.unitPrice } = price;
  const perGpuHour =
    '{ perGpuHour: 1.2 }, { steps: [{ second: 0, perGpuHour: 1.2 }] } or a { trace: … } of prices';
  if (written === undefined) {
    if (listed !== undefined) return { unitPrice: listed, source: price.source };
    const rows = price.instance === undefined ? '' : ', or spotPerHour in a row of prices.rows';
    return {
      message: `no spot price of ${price.instance ?? `a ${unit}`} is known: write price: ${isOwned ? '' : '{ discount: 60% } off the price on demand, '}${perGpuHour}${rows}`,
    };
  }
  if ('discount' in written) {
    if (isOwned) {
      return {
        message: `there is no price on demand to take it off, the GPUs are owned: write ${perGpuHour}`,
      };
    }
    return {
      unitPrice: listUnitPrice * (1 - written.discount),
      discount: written.discount,
      source: 'the scenario: off the list price on demand',
    };
  }
  if ('perGpuHour' in written) return { unitPrice: written.perGpuHour * gpusPerUnit, source: 'the scenario' };
  if ('trace' in written) throw new RangeError(`the prices of ${written.trace} were not read`);
  const steps = written.steps.map(({ second, perGpuHour: each }) => ({
    second,
    unitPrice: each * gpusPerUnit,
  }));
  const first = steps.findLast(({ second }) => second <= 0) ?? steps[0];
  return { unitPrice: first.unitPrice, steps, source: 'the scenario: prices that change' };
}

/** The highest that it comes to. */
function mostOf({ unitPrice, steps = [] }: SpotPrice): number {
  return steps.reduce((most, step) => Math.max(most, step.unitPrice), unitPrice);
}

function shown(price: number): string {
  return String(Number(price.toPrecision(6)));
}
