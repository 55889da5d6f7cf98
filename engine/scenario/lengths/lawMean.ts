import type { LengthLawSpec } from './lengthLawSpec.ts';

/** Mean of a law, neither rounded nor bounded; Infinity where it has none. */
export function lawMean(law: LengthLawSpec): number {
  switch (law.type) {
    case 'fixed':
      return law.value;
    case 'uniform':
      return (law.low + law.high) / 2;
    case 'exponential':
      return law.mean;
    case 'lognormal':
      return Math.exp(law.mu + law.sigma ** 2 / 2);
    case 'pareto':
      return law.shape > 1 ? (law.scale * law.shape) / (law.shape - 1) : Number.POSITIVE_INFINITY;
    case 'mixture':
      return weightedMean(law.parts.map((part) => [part.weight, lawMean(part.law)]));
    case 'histogram':
      return weightedMean(
        law.bins.map(({ upTo, weight }, i) => [weight, ((law.bins[i - 1]?.upTo ?? 0) + upTo) / 2]),
      );
  }
}

function weightedMean(parts: readonly (readonly [weight: number, mean: number])[]): number {
  const total = parts.reduce((sum, [weight]) => sum + weight, 0);
  return parts.reduce((sum, [weight, mean]) => sum + (weight === 0 ? 0 : (weight / total) * mean), 0);
}
