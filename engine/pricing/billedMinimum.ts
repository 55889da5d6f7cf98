import type { PaidHours } from '../usage/paidHours.ts';
import type { PoolPrice } from './poolPrice.ts';

/**
 * Seconds that a started unit is billed at least. Of an instance a minute where its price says nothing else (AWS, "Amazon EC2
 * On-Demand Pricing": per second, with a minimum of 60 seconds; Google, "VM instance pricing": a minimum of one
 * minute), of a GPU-hour nothing.
 */
function minimumSecondsOf({ unit, minimumSeconds }: PoolPrice): number {
  return minimumSeconds ?? (unit === 'instance-hour' ? 60 : 0);
}

/** The column of what spells fell short of a price's minimum; undefined where nothing is short, or nobody counted. */
export function shortfallOf(paid: PaidHours, price: PoolPrice): Float64Array | undefined {
  const minimum = minimumSecondsOf(price);
  if (minimum === 60) return paid.shortOfMinute;
  return minimum === 3600 ? paid.shortOfHour : undefined;
}
