import { MOST_TOKENS } from './mostTokens.ts';
import type { LengthDocument } from '../schema.ts';
import type { LengthLawSpec } from './lengthLawSpec.ts';
import type { LengthSpec } from '../spec.ts';

/** The standard normal's 90 % quantile. */
const Z90 = 1.2815515655446004;

/** A length law with its parameters in the form that sampling uses. */
export function resolveLength(document: LengthDocument): LengthSpec {
  if (typeof document === 'number')
    return { law: { type: 'fixed', value: document }, min: 1, max: MOST_TOKENS };
  return { law: resolveLaw(document), min: document.min ?? 1, max: document.max ?? MOST_TOKENS };
}

type SimpleLaw = Extract<Exclude<LengthDocument, number>, { mixture: unknown }>['mixture'][number];
/** A law as it is checked; what bounds or weighs it stands beside it. */
export type LawDocument = Weightless<SimpleLaw> | { readonly mixture: readonly SimpleLaw[] };
type Weightless<Law> = Law extends unknown ? Omit<Law, 'weight'> : never;

/** A law of lengths or of seconds in the form that sampling uses. */
export function resolveLaw(law: LawDocument): LengthLawSpec {
  if ('fixed' in law) return { type: 'fixed', value: law.fixed };
  if ('uniform' in law) return { type: 'uniform', low: law.uniform.min, high: law.uniform.max };
  if ('exponential' in law) return { type: 'exponential', mean: law.exponential.mean };
  if ('lognormal' in law) return lognormal(law.lognormal);
  if ('pareto' in law) return pareto(law.pareto);
  if ('histogram' in law) return { type: 'histogram', bins: law.histogram };
  return {
    type: 'mixture',
    parts: law.mixture.map((part) => ({ weight: part.weight, law: resolveLaw(part) })),
  };
}

function lognormal(law: Extract<SimpleLaw, { lognormal: unknown }>['lognormal']): LengthLawSpec {
  if ('mu' in law) return { type: 'lognormal', mu: law.mu, sigma: law.sigma };
  if ('p50' in law)
    return { type: 'lognormal', mu: Math.log(law.p50), sigma: Math.log(law.p90 / law.p50) / Z90 };
  const sigma = Math.sqrt(Math.log(1 + law.cv * law.cv));
  return { type: 'lognormal', mu: Math.log(law.mean) - (sigma * sigma) / 2, sigma };
}

/** From two quantiles: scale·2^(1/shape) = p50 and scale·10^(1/shape) = p90. */
function pareto(law: Extract<SimpleLaw, { pareto: unknown }>['pareto']): LengthLawSpec {
  if ('shape' in law) return { type: 'pareto', shape: law.shape, scale: law.min };
  const shape = Math.log(5) / Math.log(law.p90 / law.p50);
  return { type: 'pareto', shape, scale: law.p50 / 2 ** (1 / shape) };
}
