import { money, percent } from '../finance/plainText.ts';
import type { Forecast } from '../forecast.ts';
import type { Comparison, DifferenceVerdict } from './compare.ts';

/** A scenario of a comparison, as far as its verdict needs it. */
export interface JudgedScenario {
  readonly label: string;
  readonly forecast: Forecast;
}

/**
 * Which scenario to take, in one or two sentences: the cheapest of those that keep every service level,
 * what it saves against the baseline, whether that is real, and the level that binds. Where none keeps
 * all, that is said first, with the one that comes nearest. In the order of the comparison.
 */
export function compareVerdict(scenarios: readonly JudgedScenario[], comparison: Comparison): string {
  const [baseline] = scenarios;
  const unpriced = scenarios.filter(({ forecast }) => forecast.costPerMonth === null);
  if (unpriced.length > 0) {
    return `The cost of ${unpriced.map(({ label }) => label).join(', ')} is unknown: give every pool a price to compare.`;
  }
  const keeping = scenarios.filter(({ forecast }) => keepsAll(forecast));
  if (keeping.length === 0) {
    const nearest = [...scenarios].sort((a, b) => worstMargin(b.forecast) - worstMargin(a.forecast))[0];
    return `None of them keeps its service levels; ${nearest.label} comes nearest${bindingPart(nearest.forecast)}.`;
  }
  const cheapest = [...keeping].sort((a, b) => monthly(a) - monthly(b))[0];
  const binding = bindingPart(cheapest.forecast);
  const missing = scenarios.filter(({ forecast }) => !keepsAll(forecast));
  const misses =
    missing.length === 0
      ? ''
      : ` ${missing.map(({ label }) => label).join(', ')} ${missing.length === 1 ? 'misses' : 'miss'} a service level.`;
  const { currency } = cheapest.forecast.cost;
  const amount = `${money(cheapest.forecast.exactAmounts?.['costPerMonth'] ?? monthly(cheapest), currency)} a month`;
  if (cheapest === baseline) {
    return `${baseline.label} is the cheapest that keeps every service level: ${amount}${binding}.${misses}`;
  }
  const saved = monthly(baseline) - monthly(cheapest);
  const index = scenarios.indexOf(cheapest) - 1;
  const verdict = comparison.scenarios[index].metrics.find(({ metric }) => metric === 'cost.total')?.verdict;
  const against =
    saved >= 0
      ? `${money(saved, currency)} (${percent(saved / monthly(baseline))}) less than ${baseline.label}, ${VERDICTS[verdict ?? 'unknown']}`
      : `${money(-saved, currency)} more than ${baseline.label}, which misses a service level`;
  return `${cheapest.label} is the cheapest that keeps every service level: ${amount}, ${against}${binding}.${misses}`;
}

const VERDICTS: Readonly<Record<DifferenceVerdict, string>> = {
  real: 'a real difference',
  noise: 'which may be noise',
  unknown: 'which one replication cannot tell from noise',
};

function monthly({ forecast }: JudgedScenario): number {
  return forecast.costPerMonth ?? Number.POSITIVE_INFINITY;
}

/** A workload that nobody asked anything of misses nothing. */
function keepsAll({ slo, overloaded }: Forecast): boolean {
  return !overloaded && slo.every(({ met }) => met !== false);
}

function worstMargin({ slo }: Forecast): number {
  return Math.min(...slo.map(({ attained, percentile }) => (attained ?? 0) - percentile), 0);
}

/** The service level with the least room, which is what keeps the fleet from being smaller. */
function bindingPart({ slo }: Forecast): string {
  const known = slo.filter(({ attained }) => attained !== null);
  if (known.length === 0) return slo.length === 0 ? '; no service level is set' : '';
  const closest = known.reduce((a, b) =>
    (a.attained ?? 0) - a.percentile <= (b.attained ?? 0) - b.percentile ? a : b,
  );
  return `; the binding service level is ${closest.workload}’s (${percent(closest.attained ?? 0)} of requests within it, ${percent(closest.percentile)} asked)`;
}
