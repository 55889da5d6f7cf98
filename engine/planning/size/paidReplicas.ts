import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { replicasHeld, wholeUnits } from '../../scenario/wholeUnits.ts';

/** A replica of so many GPUs, and what may be paid for it: GPUs by themselves, or units that hold whole replicas. */
export interface PricedReplica {
  readonly gpusPerReplica: number;
  readonly prices: readonly PoolPrice[];
}

const HOURS_PER_MONTH = 730;
/** Rounding of a quotient of prices. */
const EPSILON = 1e-9;

/** What so many replicas cost in a month of 730 hours, at the cheapest of the prices. */
export function sizeCostPerMonth(option: PricedReplica, replicas: number): number {
  return perMonth(cheapestPrice(option, replicas), option, replicas);
}

/** The price at which so many replicas cost least; of equals the first. */
export function cheapestPrice(option: PricedReplica, replicas: number): PoolPrice {
  return option.prices.reduce((best, price) =>
    perMonth(price, option, replicas) < perMonth(best, option, replicas) ? price : best,
  );
}

/** Units are paid whole. */
export function paidUnits(
  price: PoolPrice,
  { gpusPerReplica }: Pick<PricedReplica, 'gpusPerReplica'>,
  replicas: number,
): number {
  return wholeUnits(replicas, gpusPerReplica, price.gpusPerUnit);
}

/** The most replicas that so much money a month pays; Infinity at a price of 0. */
export function affordableReplicas({ prices, gpusPerReplica }: PricedReplica, costPerMonth: number): number {
  return Math.max(
    ...prices.map(({ unitPrice, gpusPerUnit }) => {
      if (unitPrice === 0) return Number.POSITIVE_INFINITY;
      const units = Math.floor(costPerMonth / (unitPrice * HOURS_PER_MONTH) + EPSILON);
      return replicasHeld(units, gpusPerReplica, gpusPerUnit);
    }),
  );
}

/**
 * As many replicas as there are for the money that so many cost: units are paid whole, so they are filled. What costs
 * nothing is taken one by one.
 */
export function paidReplicas(option: PricedReplica, replicas: number): number {
  const cost = sizeCostPerMonth(option, replicas);
  return cost === 0 ? replicas : Math.max(replicas, affordableReplicas(option, cost));
}

/** The most replicas that less money pays than so many cost; 0 where none. */
export function fewerReplicas(option: PricedReplica, replicas: number): number {
  const cost = sizeCostPerMonth(option, replicas);
  return cost === 0 ? replicas - 1 : affordableReplicas(option, cost * (1 - 1e-6));
}

function perMonth(price: PoolPrice, option: PricedReplica, replicas: number): number {
  return paidUnits(price, option, replicas) * price.unitPrice * HOURS_PER_MONTH;
}
