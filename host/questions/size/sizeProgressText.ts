import { money } from '../../../engine/finance/plainText.ts';
import type { SizeProgress } from '../../../engine/planning/size/sizeSearch.ts';

/** How far a search is, in words; money in `currency`. */
export function sizeProgressText(
  { done, options, simulated, bestCostPerMonth }: SizeProgress,
  currency: string,
): string {
  const best = bestCostPerMonth === undefined ? '' : `, best ${money(bestCostPerMonth, currency)} a month`;
  return `${done} of ${options} configurations, ${simulated} simulations${best}`;
}
