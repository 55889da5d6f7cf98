import { normalQuantile } from '../../statistics/normalQuantile.ts';
import { MOST_TOKENS } from './mostTokens.ts';
import type { LengthLawSpec } from './lengthLawSpec.ts';
import type { LengthSpec } from '../spec.ts';

type MixtureSpec = Extract<LengthLawSpec, { type: 'mixture' }>;

/** The value below which the share p (0 < p < 1) of a law lies, before rounding. */
export function lengthQuantile(law: Exclude<LengthLawSpec, MixtureSpec>, p: number): number {
  switch (law.type) {
    case 'fixed':
      return law.value;
    case 'uniform':
      // Each whole number of [low, high] is as likely as the others.
      return Math.floor(law.low + p * (law.high - law.low + 1));
    case 'exponential':
      return -law.mean * Math.log(1 - p);
    case 'lognormal':
      return Math.exp(law.mu + law.sigma * normalQuantile(p));
    case 'pareto':
      return law.scale * (1 - p) ** (-1 / law.shape);
    case 'histogram':
      return histogramQuantile(law.bins, p);
  }
}

function histogramQuantile(
  bins: readonly { readonly upTo: number; readonly weight: number }[],
  p: number,
): number {
  let left = p * bins.reduce((sum, bin) => sum + bin.weight, 0);
  let below = 0;
  for (const { upTo, weight } of bins) {
    if (left < weight) return below + Math.ceil((upTo - below) * (left / weight));
    left -= weight;
    below = upTo;
  }
  return below;
}

/** So many quantiles stand for a law: the mean of a usual one is within 1e-4 of what drawing it gives. */
const POINTS = 2 ** 14;

/** Mean tokens of a law, rounded and bounded as they are drawn. */
export function meanTokens({ law, min, max }: LengthSpec): number {
  const least = Math.max(1, min);
  const most = Math.min(max, MOST_TOKENS);
  const whole = (value: number): number => Math.min(most, Math.max(least, Math.round(value)));
  const meanOf = (part: LengthLawSpec): number => {
    if (part.type === 'fixed') return whole(part.value);
    if (part.type === 'mixture') {
      const total = part.parts.reduce((sum, { weight }) => sum + weight, 0);
      return part.parts.reduce((sum, { weight, law: inner }) => sum + (weight / total) * meanOf(inner), 0);
    }
    let sum = 0;
    for (let i = 0; i < POINTS; i++) sum += whole(lengthQuantile(part, (i + 0.5) / POINTS));
    return sum / POINTS;
  };
  return meanOf(law);
}
