import type { PlacedProblem } from '../../reading/problems.ts';
import type { MappedMetric } from './mapMetrics.ts';
import type { At } from '../manifestReading.ts';

/** An amount of a share, counted to 1 or to 100: of one’s own metric that is guessed, and said. */
export function shareOf(
  { foreign, scale, isOwn }: MappedMetric,
  amount: number,
  at: At,
): { readonly share: number; readonly warning?: PlacedProblem } {
  if (foreign.of === 'percent' || scale === 0.01) return { share: amount / 100 };
  if (!isOwn || foreign.target <= 1) return { share: amount * scale };
  return {
    share: amount / 100,
    warning: { path: at, message: `is taken as ${amount}%: a share is at most 1` },
  };
}
