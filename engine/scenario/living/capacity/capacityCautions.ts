import type { PlacedProblem } from '../../reading/problems.ts';
import type { PoolDocument } from '../../schema.ts';
import { spotOf } from './capacitySchema.ts';
import { resolveSpot } from './resolveCapacity.ts';

/** What speaks against a pool's capacity, though it is not wrong; paths are within the pool. */
export function capacityCautions(pool: PoolDocument): readonly PlacedProblem[] {
  const spot = spotOf(pool.capacity);
  if (spot === undefined || pool.drainSeconds === undefined) return [];
  const notice = resolveSpot(pool)?.noticeSeconds ?? pool.drainSeconds;
  if (pool.drainSeconds <= notice) return [];
  return [
    {
      path: ['drainSeconds'],
      message: `spot is lost ${notice} s after its notice, before a drain of ${pool.drainSeconds} s is over: what is left then is lost`,
      suggestion: `drainSeconds: ${notice}s, or a longer notice if your provider gives one`,
    },
  ];
}
