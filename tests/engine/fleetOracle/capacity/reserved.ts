import type { ReservedSpec } from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import { PAID_KINDS } from '../../../../engine/usage/paidHours.ts';
import type { PaidKind } from '../fleetTypes.ts';
import type { PoolState } from '../poolState.ts';

/** What is a pool's from one instant to another, and paid whether or not anybody is on it: a function of time. */

/** Nodes of those that hold now and are such. */
function reservedNodes(pool: PoolState, isSuch: (reserved: ReservedSpec) => boolean): number {
  return (pool.living.reserved ?? [])
    .filter(({ fromSecond, untilSecond }) => fromSecond <= pool.now && pool.now < untilSecond)
    .filter(isSuch)
    .reduce((sum, { nodes }) => sum + nodes, 0);
}

/** So many nodes on demand are to be had beside the stock. */
export function nodesOnReservation(pool: PoolState): number {
  return reservedNodes(pool, ({ kind }) => kind === 'reservation');
}

/**
 * What is paid now, of each kind: who is on demand stands on the reservations first, on those with a price of their own before all others.
 * Of others as much is paid as is reserved.
 */
export function paidNow(pool: PoolState): Readonly<Record<PaidKind, number>> {
  const own = reservedNodes(pool, ({ kind, hasOwnPrice }) => kind === 'reservation' && hasOwnPrice);
  const others = nodesOnReservation(pool) - own;
  const onDemand = pool.paidNodes['committed-or-on-demand'];
  return {
    'committed-or-on-demand': Math.max(others, onDemand - own),
    spot: pool.paidNodes.spot,
    reserved: own + reservedNodes(pool, ({ kind }) => kind === 'capacity-block'),
  };
}

/** Notes what is paid from now on. */
export function tellPaid(pool: PoolState): void {
  const paid = paidNow(pool);
  for (const kind of PAID_KINDS) pool.paidChanges[kind].push({ at: pool.now, level: paid[kind] });
}

/** When something of it begins and ends. */
export function instantsOfReserved({ living }: PoolState): number[] {
  return (living.reserved ?? []).flatMap(({ fromSecond, untilSecond }) => [fromSecond, untilSecond]);
}
