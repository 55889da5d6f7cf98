import type { PlacedProblem } from '../reading/problems.ts';
import type { LawDocument } from './resolveLength.ts';

/** What is wrong with a law whose parameters are each right: quantiles and bounds that do not rise, bins without weight. */
export function lawProblems(law: LawDocument, at: readonly PropertyKey[]): PlacedProblem[] {
  if ('mixture' in law) return law.mixture.flatMap((part, i) => lawProblems(part, [...at, 'mixture', i]));
  const problems: PlacedProblem[] = [];
  if ('lognormal' in law && 'p50' in law.lognormal && law.lognormal.p90 <= law.lognormal.p50) {
    problems.push({
      path: [...at, 'lognormal', 'p90'],
      message: `must be more than p50 (${law.lognormal.p50}), got ${law.lognormal.p90}`,
    });
  }
  if ('pareto' in law && 'p50' in law.pareto && law.pareto.p90 <= law.pareto.p50) {
    problems.push({
      path: [...at, 'pareto', 'p90'],
      message: `must be more than p50 (${law.pareto.p50}), got ${law.pareto.p90}`,
    });
  }
  if ('uniform' in law && law.uniform.max < law.uniform.min) {
    problems.push({
      path: [...at, 'uniform', 'max'],
      message: `must be at least min (${law.uniform.min}), got ${law.uniform.max}`,
    });
  }
  if ('histogram' in law) {
    const { histogram } = law;
    if (histogram.some(({ upTo }, i) => i > 0 && upTo <= histogram[i - 1].upTo))
      problems.push({ path: [...at, 'histogram'], message: 'upTo must rise from bin to bin' });
    if (histogram.every(({ weight }) => weight === 0))
      problems.push({ path: [...at, 'histogram'], message: 'no bin has a weight' });
  }
  return problems;
}
