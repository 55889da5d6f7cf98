import { wholeUnits } from '../scenario/wholeUnits.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours } from '../usage/paidHours.ts';
import { shortfallOf } from './billedMinimum.ts';
import type { PoolPrice } from './poolPrice.ts';

/** Rounding costs less than a micro-unit of money: with millionths of an instance-hour it would pass a cap on costs. */
const PARTS = 1e9;

/** What is read of paid replicas; of a planned fleet a level need not be whole. */
export interface PaidLevels extends Omit<PaidHours, 'level' | 'rises'> {
  readonly level: Int32Array | Float64Array;
}

/**
 * Unit-hours of one kind of capacity (PAID_KINDS; what commitments may cover where left out) that a pool pays in each hour, in whole thousand-millionths of one. At every instant
 * its replicas (nodes of so many GPUs) are paid in whole units (`wholeUnits`), by the second, a started unit for its minimum at least.
 *
 * The m-th unit is there while at least n replicas are, n being the fewest that need m units. So its seconds are those at
 * levels of n or more, and what its short spells are billed beyond them is the shortfall of spells at n or more. Both
 * are sums over rows, so that the mean of replications costs the mean of what they cost.
 */
export function paidUnits(
  paid: PaidLevels,
  hours: number,
  gpusPerNode: number,
  price: PoolPrice,
  kind = COMMITTED_OR_ON_DEMAND,
): Float64Array {
  const unitsAt = (level: number): number => wholeUnits(level, gpusPerNode, price.gpusPerUnit);
  const units = new Float64Array(hours);
  let row = 0;
  for (let h = 0; h < hours; h++) {
    const first = row;
    while (paid.hour[row] === h) row++;
    units[h] = unitHours(paid, first, row, price, unitsAt, kind);
  }
  return units;
}

/** The same of one hour, whose rows are [first, end), where so many replicas need `unitsAt` units. */
export function unitHours(
  paid: PaidLevels,
  first: number,
  end: number,
  price: PoolPrice,
  unitsAt: (level: number) => number,
  kind = COMMITTED_OR_ON_DEMAND,
): number {
  const shortfall = shortfallOf(paid, price);
  let unitSeconds = 0;
  for (let row = first; row < end; row++) {
    if (paid.kind[row] !== kind) continue;
    const level = paid.level[row];
    const units = unitsAt(level);
    unitSeconds += units * paid.seconds[row];
    const short = shortfall?.[row] ?? 0;
    if (short > 0) unitSeconds += (units - unitsAt(level - 1)) * short;
  }
  return Math.round((unitSeconds / 3600) * PARTS) / PARTS;
}
