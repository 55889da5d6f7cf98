import { money, percent } from '../../../../engine/finance/plainText.ts';
import { someNames } from '../../../../engine/scenario/reading/someNames.ts';
import type { CompareLine, CompareView } from '../../compare/compareResult.ts';
import { type AnsweredComparison, taken } from './answeredComparison.ts';
import { hasRoom, keptText, missedText } from '../levelText.ts';
import { shortName } from '../shortName.ts';
import { bindingSentence, costSentences, levelSentence, monthlyText } from '../signing.ts';
import { soundness } from '../soundness.ts';

/** Which of several deployments to take, and all that belongs to the answer: the first sentence says it. */
export function compareAdvice(answered: AnsweredComparison): readonly string[] {
  const { view, found } = answered;
  const { line, run } = taken(answered);
  const { kind, clause } = soundness(run, found);
  const name = shortName(line.label);
  const cost = monthlyText(run) ?? 'an unknown cost';
  const head =
    line.keepsPromise === false
      ? `Deploy none of them as it is: not one keeps its promises. ${name} comes nearest, for ${cost}; ${missedText(run)}.`
      : line.keepsPromise === null
        ? `Take ${name}, for ${cost}: it keeps up with its demand, and no service level was judged.`
        : `${kind === 'unsure' ? `${name} comes first, for ${cost}, but measure before you sign` : `Take ${name}, for ${cost}`}: of the ${view.lines.length} it is the cheapest that keeps its promises${clause}.`;
  const close = line.closeTo.filter(({ label }) =>
    view.lines.some((other) => other.label === label && other.keepsPromise !== false),
  );
  return [
    head,
    ...(kind === 'unsure' && line.keepsPromise === true ? roomier(answered) : []),
    ...against(view, line),
    ...(close.length === 0
      ? []
      : [
          `Too close to call against ${someNames(close.map(({ label }) => shortName(label, 40)))}. ${close[0].why}`,
        ]),
    bindingSentence(run),
    levelSentence(run),
    ...costSentences(run, true, line.keepsPromise === true && kind !== 'sound'),
  ];
}

/** The cheapest of the others that break their promise half as often as they may at most. */
function roomier({ view, runs }: AnsweredComparison): readonly string[] {
  const { lines } = view;
  const found = [...lines.keys()]
    .filter((index) => {
      const { place, keepsPromise, costPerMonth } = lines[index];
      return place > 1 && keepsPromise === true && costPerMonth !== null && hasRoom(runs[index].run);
    })
    .toSorted((a, b) => lines[a].place - lines[b].place)
    .at(0);
  if (found === undefined) return [];
  const { run } = runs[found];
  return [
    `The next with more room is ${shortName(lines[found].label, 50)}, for ${monthlyText(run) ?? 'an unknown cost'} (${keptText(run)}).`,
  ];
}

/** What it saves against the baseline, and which cheaper ones were passed over. */
function against({ lines, currency }: CompareView, line: CompareLine): readonly string[] {
  const [baseline] = lines;
  const saved =
    line === baseline || baseline.costPerMonth === null || line.costPerMonth === null
      ? undefined
      : baseline.costPerMonth - line.costPerMonth;
  const cheaper = lines.filter(
    ({ costPerMonth, keepsPromise }) =>
      keepsPromise === false &&
      costPerMonth !== null &&
      line.costPerMonth !== null &&
      costPerMonth < line.costPerMonth,
  );
  const sentences = [
    ...(saved === undefined || baseline.costPerMonth === null || baseline.costPerMonth === 0
      ? []
      : [
          `That is ${money(Math.abs(saved), currency)} a month (${percent(Math.abs(saved) / baseline.costPerMonth)}) ${saved < 0 ? 'more' : 'less'} than the baseline, ${shortName(baseline.label, 50)}${baseline.keepsPromise === false ? ', which does not keep its promises' : ''}.`,
        ]),
    ...(cheaper.length === 0 || line.keepsPromise === false
      ? []
      : [
          `Cheaper, but promises are broken: ${someNames(
            cheaper.map(
              ({ label, costPerMonth }) => `${shortName(label, 50)} (${money(costPerMonth ?? 0, currency)})`,
            ),
          )}.`,
        ]),
  ];
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}
