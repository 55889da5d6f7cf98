import type { ReservedSpec } from '../scenario/living/capacity/capacitySpec.ts';
import { reservedAt } from '../scenario/living/capacity/reservedAt.ts';
import { COMMITTED_OR_ON_DEMAND, RESERVED } from './paidHours.ts';

/** Nodes of a kind that are paid where replicas are on `nodes`: what is reserved is, whether or not anybody is on it, and not twice. */
export function nodesToPay(
  reserved: readonly ReservedSpec[] | undefined,
  kind: number,
  nodes: number,
  now: number,
): number {
  if (reserved === undefined) return nodes;
  const { onDemand, atOwnPrice, inBlocks } = reservedAt(reserved, now);
  switch (kind) {
    case COMMITTED_OR_ON_DEMAND:
      return Math.max(nodes, onDemand) - atOwnPrice;
    case RESERVED:
      return atOwnPrice + inBlocks;
    default:
      return nodes;
  }
}
