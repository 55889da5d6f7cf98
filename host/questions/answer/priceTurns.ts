import { money, percent } from '../../../engine/finance/plainText.ts';
import { type AnsweredComparison, taken } from './compare/answeredComparison.ts';
import { shortName } from './shortName.ts';

/** At which prices another one would be the one to take. */
export function priceTurns(answered: AnsweredComparison): readonly string[] {
  const { view } = answered;
  const { line } = taken(answered);
  const next = view.lines
    .filter(({ keepsPromise, costPerMonth }) => keepsPromise !== false && costPerMonth !== null)
    .toSorted((a, b) => a.place - b.place)
    .find(({ place }) => place > 1);
  if (
    line.keepsPromise === false ||
    line.costPerMonth === null ||
    next === undefined ||
    next.costPerMonth === null
  )
    return [
      `Price: none would change it, for ${line.costPerMonth === null ? 'the cost is unknown' : next === undefined ? `of ${view.lines.length} no other keeps its promises` : 'no other has a known cost'}.`,
    ];
  const more = next.costPerMonth - line.costPerMonth;
  if (more <= 0)
    return [
      `Price: ${shortName(next.label, 50)} costs the same to the cent, so any fall of its price would make it the one to take.`,
    ];
  const dearer =
    line.costPerMonth > 0
      ? `a price ${percent(more / line.costPerMonth)} higher for ${shortName(line.label, 50)}, or `
      : '';
  return [
    `Price: ${dearer}one ${percent(more / next.costPerMonth)} lower for ${shortName(next.label, 50)} (the next, ${money(next.costPerMonth, view.currency)} a month), would make the latter the one to take.`,
  ];
}
