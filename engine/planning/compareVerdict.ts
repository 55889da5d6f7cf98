import { isGenerating, latencyName } from '../finance/generation.ts';
import { money, percent } from '../finance/plainText.ts';
import type { Forecast } from '../forecast.ts';
import type { Comparison, DifferenceVerdict } from './compare.ts';
import { type CloseCall, closeCalls } from './closeCalls.ts';
import { closeCallText } from './closeCallText.ts';
import { deploymentOrder, orderReason, type OrderReason } from './compareOrder.ts';
import { keepsPromise } from './promise.ts';
import { someNames } from '../scenario/reading/someNames.ts';

/** A scenario of a comparison, as far as its verdict needs it. */
export interface JudgedScenario {
  readonly label: string;
  readonly forecast: Forecast;
  readonly stepTimes?: string;
}

const SAME_COST = 0.005;

/**
 * Which scenario to take, in a few sentences: the first of `deploymentOrder`, what it saves against the baseline,
 * whether that is real, the service level that binds, which ones cost the same, and what it is too close to call with.
 * Where none keeps what it promises, that is said first, with the one that comes nearest. However many are compared, a
 * sentence names three of them at most, those to take first before the others, and has about forty words at most.
 */
export function compareVerdict(
  scenarios: readonly JudgedScenario[],
  comparison: Comparison,
  calls: readonly CloseCall[] = closeCalls(scenarios),
): string {
  const unpriced = scenarios.filter(({ forecast }) => forecast.costPerMonth === null);
  if (unpriced.length > 0) {
    return `The cost of ${names(unpriced)} is unknown: give every pool a price to compare.`;
  }
  const inOrder = deploymentOrder(scenarios).map((index) => scenarios[index]);
  const [first] = inOrder;
  if (keepsPromise(first.forecast) === false) {
    return sentences(
      `None of them ${promised(first, 'its service levels')}; ${first.label} comes nearest.`,
      bindingPart(first.forecast),
    );
  }
  return sentences(
    `${first.label} is ${superlative(first)}: ${costPart(first, scenarios, comparison)}.`,
    bindingPart(first.forecast),
    tiesPart(first, inOrder),
    missesPart(inOrder),
    closePart(first, scenarios, calls),
  );
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function superlative(first: JudgedScenario): string {
  return `the cheapest that ${promised(first, 'every service level')}`;
}

/** What a deployment does that keeps its promises. */
function promised({ forecast: { slo, jobs } }: JudgedScenario, levels: string): string {
  const inTime = 'has its jobs done in time';
  if (slo.length === 0) return jobs === undefined ? 'keeps up with its load' : inTime;
  return `keeps ${levels}${jobs === undefined ? '' : ` and ${inTime}`}`;
}

const VERDICTS: Readonly<Record<DifferenceVerdict, string>> = {
  real: 'a real difference',
  noise: 'which may be noise',
  unknown: 'which one replication cannot tell from noise',
};

function costPart(
  first: JudgedScenario,
  scenarios: readonly JudgedScenario[],
  comparison: Comparison,
): string {
  const [baseline] = scenarios;
  const { currency } = first.forecast.cost;
  const amount = `${money(first.forecast.exactAmounts?.['costPerMonth'] ?? monthly(first), currency)} a month`;
  if (first === baseline) return amount;
  const saved = monthly(baseline) - monthly(first);
  if (Math.abs(saved) < SAME_COST) return `${amount}, as much as ${baseline.label}`;
  if (saved < 0) {
    return `${amount}, ${money(-saved, currency)} more than ${baseline.label}, which ${missesWhat(baseline)}`;
  }
  const index = scenarios.indexOf(first) - 1;
  const verdict = comparison.scenarios[index].metrics.find(({ metric }) => metric === 'cost.total')?.verdict;
  return `${amount}, ${money(saved, currency)} (${percent(saved / monthly(baseline))}) less than ${baseline.label}, ${VERDICTS[verdict ?? 'unknown']}`;
}

/** Those that cost the same and keep their promise, and in what they are worse. */
function tiesPart(first: JudgedScenario, scenarios: readonly JudgedScenario[]): string {
  const equals = scenarios.filter(
    (other) =>
      other !== first &&
      Math.abs(monthly(other) - monthly(first)) < SAME_COST &&
      keepsPromise(other.forecast) !== false,
  );
  if (equals.length === 0) return '';
  const reasons = [...new Set(equals.map((other) => howBehind(first, other)))];
  return `${names(equals)} ${equals.length === 1 ? 'costs' : 'cost'} the same, ${reasons.join(' or ')}.`;
}

/** In what one that costs the same stands behind. */
function howBehind(first: JudgedScenario, other: JudgedScenario): string {
  const reason = orderReason(first, other);
  return reason === 'endToEnd'
    ? `with a longer ${latencyName(reason, isGenerating(first.forecast)).long}`
    : BEHIND[reason];
}

const BEHIND: Readonly<Record<Exclude<OrderReason, 'endToEnd'>, string>> = {
  promise: 'without keeping what it promises',
  cost: 'to the cent',
  margin: 'with less room in its service level',
  ttft: 'with a longer time to first token',
  tpot: 'with a longer time per output token',
  nothing: 'with no difference that shows',
};

function missesPart(scenarios: readonly JudgedScenario[]): string {
  const missing = scenarios.filter(({ forecast }) => keepsPromise(forecast) === false);
  const overloaded = missing.filter(({ forecast }) => forecast.overloaded);
  const busy = missing.filter(({ forecast }) => !forecast.overloaded);
  const missesLevel = ({ forecast }: JudgedScenario): boolean =>
    forecast.jobs === undefined || forecast.slo.some(({ met }) => met === false);
  const others = busy.filter(missesLevel);
  const late = busy.filter((each) => !missesLevel(each));
  return sentences(
    others.length === 0 ? '' : `${names(others)} ${others.length === 1 ? 'misses' : 'miss'} a service level.`,
    late.length === 0
      ? ''
      : `${names(late)} ${late.length === 1 ? 'leaves' : 'leave'} items of a job undone, or done too late.`,
    overloaded.length === 0
      ? ''
      : `${names(overloaded)} ${overloaded.length === 1 ? 'is' : 'are'} overloaded.`,
  );
}

function missesWhat({ forecast }: JudgedScenario): string {
  return forecast.overloaded ? 'is overloaded' : 'misses a service level';
}

function closePart(
  first: JudgedScenario,
  scenarios: readonly JudgedScenario[],
  calls: readonly CloseCall[],
): string {
  const close = calls.filter(({ ahead }) => scenarios[ahead] === first);
  if (close.length === 0) return '';
  const [nearest] = close;
  const why = closeCallText(nearest, first.label, scenarios[nearest.behind].label);
  // Calls stand in the order in which to take them.
  const others = names(close.map(({ behind }) => scenarios[behind]));
  return `Too close to call with ${others}. ${why}`;
}

function names(scenarios: readonly JudgedScenario[]): string {
  return someNames(scenarios.map(({ label }) => label));
}

function monthly({ forecast }: JudgedScenario): number {
  return forecast.costPerMonth ?? Number.POSITIVE_INFINITY;
}

/** The service level with the least room, which is what keeps the fleet from being smaller. */
function bindingPart({ slo, jobs }: Forecast): string {
  const known = slo.filter(({ attained }) => attained !== null);
  if (known.length === 0) return slo.length === 0 && jobs === undefined ? 'No service level is set.' : '';
  const closest = known.reduce((a, b) =>
    (a.attained ?? 0) - a.percentile <= (b.attained ?? 0) - b.percentile ? a : b,
  );
  return `The binding service level is ${closest.workload}’s: ${percent(closest.attained ?? 0)} of requests within it, ${percent(closest.percentile)} asked.`;
}
