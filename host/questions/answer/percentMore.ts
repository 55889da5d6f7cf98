import { percent } from '../../../engine/finance/plainText.ts';

/** A factor above 1 in words: `12% more`, `2.5 times as much`. */
export function percentMore(factor: number): string {
  return factor >= 2 ? `${Number(factor.toFixed(2))} times as much` : `${percent(factor - 1)} more`;
}
