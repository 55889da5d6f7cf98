import { neededSentence } from '../../../engine/finance/pressure/givenUp.ts';
import { grouped, money } from '../../../engine/finance/plainText.ts';
import { keepsPromises } from '../../../engine/planning/size/sizeVerdict.ts';
import type { AnsweredRun } from './answeredRun.ts';
import { keptText, missedText } from './levelText.ts';
import { changesOf, costOf, isCheaper, loneText } from './size/replicaText.ts';
import { bindingSentence, costSentences, levelSentence, monthlyText, promisesKept } from './signing.ts';
import { shortName } from './shortName.ts';
import { soundness } from './soundness.ts';

/** Whether to deploy a scenario as it is, and all that belongs to the answer: the first sentence says it. */
export function forecastAdvice(answered: AnsweredRun): readonly string[] {
  const { run, found } = answered;
  const isKept = keepsPromises(run);
  return [
    ...(isKept ? adviceToDeploy(answered) : adviceAgainst(answered)),
    bindingSentence(run),
    levelSentence(run),
    ...costSentences(run, isKept, isKept && soundness(run, found).kind !== 'sound'),
  ];
}

function adviceToDeploy({ run, found, prepared }: AnsweredRun): readonly string[] {
  const monthly = monthlyText(run);
  const { kind, clause } = soundness(run, found);
  const head =
    kind === 'unsure'
      ? `Measure before you sign: ${monthly === undefined ? '' : `for ${monthly} `}`
      : `Deploy it as it is${monthly === undefined ? '' : `, for ${monthly}`}: `;
  return [`${head}${promisesKept(run)}${clause}.`, ...alternative(kind)];

  /** A smaller fleet where that is safe to think of, a larger one where there is too little room. */
  function alternative(soundnessKind: typeof kind): readonly string[] {
    const mark = found?.isApproximate === true ? '≈ ' : '';
    const after = found?.isApproximate === true ? ' Run that in full before you decide.' : '';
    const changes = (found?.replicas ?? []).filter(({ keeps }) => keeps);
    if (soundnessKind === 'unsure') {
      const larger = changes.find((change) => change.kind === 'more');
      if (larger === undefined) return [];
      return [
        `${mark}${changesOf([larger], prepared)}, would have more room (${keptText(larger.forecast)})${costOf(larger, run)}.`,
      ];
    }
    const cheapest = changes
      .filter((change) => change.kind === 'enough' && isCheaper(change, run))
      .toSorted((a, b) => (a.forecast.costPerMonth ?? 0) - (b.forecast.costPerMonth ?? 0))
      .at(0);
    if (cheapest === undefined) return [];
    const smaller = found?.together ?? { changes: [cheapest], forecast: cheapest.forecast };
    return [
      `${mark}A smaller fleet may do: ${changesOf(smaller.changes, prepared)}, would keep every promise, too (${keptText(smaller.forecast)})${costOf(smaller, run)}.${loneText(smaller.changes, prepared)}${after}`,
    ];
  }
}

function adviceAgainst({ run, found, prepared }: AnsweredRun): readonly string[] {
  const enough = (found?.replicas ?? []).filter(({ kind, keeps }) => kind === 'enough' && keeps);
  const mark = found?.isApproximate === true ? '≈ ' : '';
  return [`Do not deploy it as it is: ${missedText(run)}.`, wayOut()];

  function wayOut(): string {
    if (enough.length > 0)
      return `${mark}${changesOf(enough, prepared)}, would keep every promise${costOf(enough[0], run)}.${found?.isApproximate === true ? ' Run that in full before you decide.' : ''}`;
    const needed = run.givenUp === undefined ? '' : neededSentence(run.givenUp);
    if (needed !== '') return needed;
    const capped = run.jobs?.find(({ cap }) => cap !== null && cap.stoppedRuns > 0);
    if (capped?.cap && run.slo.every(({ met }) => met !== false))
      return `Its cap of ${money(capped.cap.amount, run.cost.currency)} stopped job ${shortName(capped.id, 30)}: a higher cap, fewer items or cheaper capacity would mend it.`;
    if (found === undefined)
      return `Other numbers of replicas were not tried: the trace, ${grouped(run.simulatedRequests)} requests, is too long to be simulated again.`;
    if (!found.agrees)
      return `It is a close call: a quick look at typical hours finds it kept (${keptText(found.base)}).`;
    return 'More replicas alone would not mend it: other hardware, shorter requests or other service levels might.';
  }
}
