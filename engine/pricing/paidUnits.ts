import { wholeUnits } from '../scenario/wholeUnits.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours } from '../usage/paidHours.ts';
import { shortfallOf } from './billedMinimum.ts';
import type { PoolPrice } from './poolPrice.ts';

const MICROS = 1_000_000;

/**
 * Unit-hours that a pool pays on demand or under commitments in each hour, in whole millionths of one. At every instant
 * its replicas are paid in whole units (`wholeUnits`), by the second, a unit for its minimum at least.
 *
 * The m-th unit is there while at least n replicas are, n being the fewest that need m units. So its seconds are those at levels
 * of n or more, and what its short spells are billed beyond them is the shortfall of spells at n or more. Both
 * are sums over rows, so that the mean of replications costs the mean of what they cost.
 */
export function paidUnits(
  paid: PaidHours,
  hours: number,
  gpusPerReplica: number,
  price: PoolPrice,
): Float64Array {
  const { hour, kind, level, seconds } = paid;
  const { gpusPerUnit } = price;
  const shortfall = shortfallOf(paid, price);
  const units = new Float64Array(hours);
  for (let row = 0; row < hour.length; row++) {
    if (kind[row] !== COMMITTED_OR_ON_DEMAND) continue;
    const there = wholeUnits(level[row], gpusPerReplica, gpusPerUnit);
    units[hour[row]] += there * seconds[row];
    if (shortfall === undefined || shortfall[row] === 0) continue;
    units[hour[row]] += (there - wholeUnits(level[row] - 1, gpusPerReplica, gpusPerUnit)) * shortfall[row];
  }
  for (let h = 0; h < hours; h++) units[h] = Math.round((units[h] / 3600) * MICROS) / MICROS;
  return units;
}
