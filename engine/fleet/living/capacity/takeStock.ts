import { reservedAt } from '../../../scenario/living/capacity/reservedAt.ts';
import { COMMITTED_OR_ON_DEMAND } from '../../../usage/paidHours.ts';
import type { LivingPool } from '../livingPool.ts';

/**
 * So many nodes on demand, by their names where there are such: reserved ones, which have none, then those that have been there for longest.
 * Undefined where there are not so many.
 */
export function takeStock(
  { stock, nodes, living }: LivingPool,
  now: number,
  count: number,
): readonly (number | undefined)[] | undefined {
  const names = Array.from({ length: count }, () => undefined);
  if (stock === undefined) return names;
  const held = nodes.nodes.filter(({ kind, isWaiting }) => kind === COMMITTED_OR_ON_DEMAND && !isWaiting);
  const reserved = living.reserved === undefined ? 0 : reservedAt(living.reserved, now).onDemand;
  const { supply, row, there } = stock;
  if (supply.kind === 'counts')
    return (supply.nodes[row - 1] ?? 0) + reserved - held.length >= count ? names : undefined;
  const free = there.filter((name) => held.every(({ stockName }) => stockName !== name));
  const unnamed = held.filter(({ stockName }) => stockName === undefined).length;
  const freeReserved = Math.max(0, reserved - unnamed);
  if (freeReserved + free.length < count) return undefined;
  return names.map((_, i) => (i < freeReserved ? undefined : free[i - freeReserved]));
}
