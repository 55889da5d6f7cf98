import type { PlacedProblem } from '../../reading/problems.ts';
import type { PoolDocument } from '../../schema.ts';
import { type SpotDocument, spotOf } from './capacitySchema.ts';
import { resolveSpot } from './resolveCapacity.ts';

/** What speaks against a pool's capacity, though it is not wrong; paths are within the pool. */
export function capacityCautions(pool: PoolDocument): readonly PlacedProblem[] {
  const spot = spotOf(pool.capacity);
  if (spot === undefined) return [];
  return [...drainCautions(pool), ...fallbackCautions(spot, pool.capacity?.indexOf(spot) ?? 0)];
}

function drainCautions(pool: PoolDocument): readonly PlacedProblem[] {
  if (pool.drainSeconds === undefined) return [];
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

/** Lives say when a machine is taken away, never that there is no other one: only what is recorded has a shortage. */
function fallbackCautions(
  { interruptions, fallback }: SpotDocument,
  entry: number,
): readonly PlacedProblem[] {
  const law = (['preset', 'meanHours', 'law'] as const).find((key) => key in interruptions);
  if (fallback === undefined || law === undefined) return [];
  return [
    {
      path: ['capacity', entry, 'fallback'],
      message: `never acts: by ${law === 'preset' ? 'a preset' : law} another machine of spot is to be had at once whenever one is taken away`,
      suggestion: 'interruptions: { counts: … } or a trace, with times without spot, show what it does',
    },
  ];
}
