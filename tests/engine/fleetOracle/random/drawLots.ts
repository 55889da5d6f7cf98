import { randomStream } from '../../../../engine/statistics/random.ts';
import type { FleetSpec } from '../fleetTypes.ts';

/** Draws as the contract has it of `random` and `power-of-two`, from each pool's stream, for the first window of seed 1. */
export function drawLots({ pools }: FleetSpec): NonNullable<FleetSpec['choose']> {
  const streams = pools.map(({ id }) => randomStream(`1/${id}/balance/0/0`));
  return (pool, outstanding) => {
    const below = (count: number): number => Math.floor(streams[pool]() * count);
    const one = below(outstanding.length);
    if (pools[pool].balance === 'random') return one;
    const other = below(outstanding.length - 1);
    const [low, high] = other < one ? [other, one] : [one, other + 1];
    return outstanding[high] < outstanding[low] ? high : low;
  };
}
