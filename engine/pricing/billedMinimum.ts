import type { PlacedProblem } from '../scenario/reading/problems.ts';
import type { PoolSpec } from '../scenario/spec.ts';
import type { PaidHours } from '../usage/paidHours.ts';
import type { PoolPrice } from './poolPrice.ts';

/**
 * Seconds that a started unit is billed at least. Of an instance a minute where its price says nothing else (AWS, "Amazon EC2
 * On-Demand Pricing": per second, with a minimum of 60 seconds; Google, "VM instance pricing": a minimum of one
 * minute), of a GPU-hour nothing.
 */
export function minimumSecondsOf({ unit, minimumSeconds }: PoolPrice): number {
  return minimumSeconds ?? (unit === 'instance-hour' ? 60 : 0);
}

/** The column of what spells fell short of a price's minimum; undefined where nothing is short, or nobody counted. */
export function shortfallOf(
  paid: Pick<PaidHours, 'shortOfMinute' | 'shortOfHour'>,
  price: PoolPrice,
): Float64Array | undefined {
  const minimum = minimumSecondsOf(price);
  if (minimum === 60) return paid.shortOfMinute;
  return minimum === 3600 ? paid.shortOfHour : undefined;
}

/** Minimums of which it is counted how far spells fall short; without a minimum nothing does. */
const COUNTED = [0, 60, 3600];

/** Pools whose replicas come and go, at a price with a minimum for which their spells are not counted. */
export function minimumProblems(
  pools: readonly Pick<PoolSpec, 'living'>[],
  prices: readonly (PoolPrice | undefined)[],
): PlacedProblem[] {
  return prices.flatMap((price, pool) => {
    if (price === undefined || pools[pool].living === undefined) return [];
    const minimum = minimumSecondsOf(price);
    if (COUNTED.includes(minimum)) return [];
    return [
      {
        path: ['pools', pool, 'price', 'instance'],
        message: `${price.instance ?? price.unit} is billed for ${minimum} s at least; replicas that come and go can be paid at minimums of 0, 60 and 3600 s`,
        suggestion: 'give prices.rows[].minimumSeconds the nearest of them',
      },
    ];
  });
}
