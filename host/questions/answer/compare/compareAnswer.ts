import type { AnswerPage } from '../../../report/answerPage.ts';
import { canonicalJson } from '../../../run/canonicalJson.ts';
import { type AnsweredComparison, taken, takenIndex } from './answeredComparison.ts';
import { limitsText } from '../changesText.ts';
import { compareAdvice } from './compareAdvice.ts';
import { compareRunnersUp } from './compareRunnersUp.ts';
import { horizonText, hoursText } from '../demandText.ts';
import { footOf } from '../footOf.ts';
import { someNames } from '../../../../engine/scenario/reading/someNames.ts';
import { shortName } from '../shortName.ts';
import { priceTurns } from '../priceTurns.ts';
import type { Risk } from '../risk.ts';
import { gravest, risksOf } from '../risks.ts';
import { scenarioFacts } from '../scenarioFacts.ts';
import { toneOf } from '../signing.ts';

/** The page for whoever signs for one of several deployments. */
export function compareAnswer(answered: AnsweredComparison): AnswerPage {
  const { view, runs, prepared, found, catalog } = answered;
  const { line, run } = taken(answered);
  const isApproximate = view.lines.some(({ approximate }) => approximate);
  const facts = scenarioFacts(prepared, run, catalog);
  const [answer, ...because] = compareAdvice(answered);
  return {
    name: `${view.lines.length} deployments compared: ${someNames(view.lines.map(({ label }) => shortName(label, 40)))}`,
    horizon: horizonText(run),
    tone: toneOf(run, found),
    question: question(answered),
    recommendation: [`${isApproximate ? '≈ ' : ''}${answer}`, ...because],
    restsOn: {
      ...facts,
      model: `${shortName(line.label)}: ${facts.model}`,
      demand: `${facts.demand} ${sameDemand(runs, takenIndex(view))}`,
    },
    runnersUp: compareRunnersUp(answered),
    changes: [...priceTurns(answered), ...limitsText(run, prepared.spec, found)],
    risks: gravest([...closeRisks(answered), ...risksOf(run, prepared.spec, found)]),
    foot: footOf(run, isApproximate, found),
  };
}

function question({ view, runs, prepared }: AnsweredComparison): string {
  const served = someNames(
    prepared.spec.workloads.map(({ id }) => shortName(id, 30)),
    4,
  );
  const { hours, start } = runs[0].run.horizon;
  return `Which of these ${view.lines.length} deployments should serve ${served} over ${hoursText(hours)} from ${start.slice(0, 10)}: ${someNames(
    view.lines.map(({ label }) => shortName(label, 50)),
    6,
  )}?`;
}

/** Whether all were asked the same as the one in the first place. */
function sameDemand(runs: AnsweredComparison['runs'], first: number): string {
  const own = askedOf(runs[first].document);
  const others = runs.filter(({ document }) => askedOf(document) !== own).length;
  return others === 0
    ? `All ${runs.length} are asked the same.`
    : `${others} of the ${runs.length} are asked something else: their demand, lengths, service levels or horizon differ.`;
}

/** What a document asks of whatever serves it. */
function askedOf(document: unknown): string {
  const { horizon, workloads } = document as {
    horizon: unknown;
    workloads: readonly Record<string, unknown>[];
  };
  const asked = workloads.map(({ arrivals, promptTokens, outputTokens, slo }) => [
    arrivals,
    promptTokens,
    outputTokens,
    slo,
  ]);
  return canonicalJson([horizon, asked]);
}

/** Of those that break a promise as they are: of the others the recommendation tells. */
function closeRisks(answered: AnsweredComparison): readonly Risk[] {
  const { lines } = answered.view;
  const broken = new Set(
    lines.filter(({ keepsPromise }) => keepsPromise === false).map(({ label }) => label),
  );
  const closeTo = taken(answered).line.closeTo.filter(({ label }) => broken.has(label));
  if (closeTo.length === 0) return [];
  const [{ label, why }] = closeTo;
  return [
    {
      gravity: 75,
      text: `Too close to call: ${closeTo.length === 1 ? shortName(label, 50) : `${closeTo.length} of those that break a promise, first of them ${shortName(label, 50)},`} may be the better one. ${why}`,
    },
  ];
}
