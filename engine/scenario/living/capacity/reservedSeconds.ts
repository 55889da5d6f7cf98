import type { ReservedSpec } from './capacitySpec.ts';

/** Node-seconds of [from, until) for which something is reserved. */
export function reservedSeconds(
  { nodes, fromSecond, untilSecond }: ReservedSpec,
  from: number,
  until: number,
): number {
  return nodes * Math.max(0, Math.min(until, untilSecond) - Math.max(from, fromSecond));
}
