import { money, percent } from '../../../../engine/finance/plainText.ts';
import type { HighestRate } from '../../../../engine/planning/size/highestRate.ts';
import type { SimulationSpec } from '../../../../engine/scenario/spec.ts';
import type { SizeDocument } from '../../size/sizeResult.ts';
import { demandTimes } from '../demandText.ts';

/** What would change what a search found: demand, step times, prices. */
export function sizeChanges(document: SizeDocument, spec: SimulationSpec): readonly string[] {
  const { best, highestRate, whenSlower, alternatives, currency } = document;
  const next =
    best &&
    alternatives.find(({ label, costPerMonth }) => label !== best.label && costPerMonth >= best.costPerMonth);
  return [
    ...(best === null
      ? [`Demand: ${rateText('the scenario’s own deployment', highestRate.own, spec)}`]
      : [
          `Demand: ${rateText('what is recommended', highestRate.best, spec)}`,
          `Demand, as deployed today: ${rateText('the scenario’s own deployment', highestRate.own, spec)}`,
        ]),
    ...(whenSlower === null
      ? []
      : [
          whenSlower.keeps
            ? `Step times: with steps ${percent(whenSlower.by)} longer, as one in twenty may be, it would keep its promises, too.`
            : `Step times: with steps ${percent(whenSlower.by)} longer, as one in twenty may be, it would not keep them: ${whenSlower.misses}.`,
        ]),
    best === null
      ? 'Price: none would change it, for no deployment that was searched keeps every service level.'
      : next === null || next === undefined
        ? 'Price: no other deployment that was searched keeps every service level for less than 1.5 times the cost.'
        : next.costPerMonth - best.costPerMonth < 0.005
          ? `Price: ${next.label} costs the same to the cent, so any fall of its price would make it the one to take.`
          : `Price: a price ${percent(next.costPerMonth / best.costPerMonth - 1)} higher, or one ${percent(1 - best.costPerMonth / next.costPerMonth)} lower for ${next.label} (${money(next.costPerMonth, currency)} a month), would make the latter the one to take.`,
  ];
}

function rateText(who: string, rate: HighestRate | null, spec: SimulationSpec): string {
  if (rate === null) return `${who} breaks a promise at any share of it that was tried.`;
  return `${who} keeps its promises up to ${Number(rate.factor.toFixed(2))} times the demand asked about (${demandTimes(spec, rate.factor)})${rate.firstMissed === undefined ? ', the most that was tried' : `, and no longer at ${Number(rate.firstMissed.toFixed(2))} times`}.`;
}
