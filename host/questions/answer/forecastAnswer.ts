import type { AnswerPage } from '../../report/answerPage.ts';
import type { AnsweredRun } from './answeredRun.ts';
import { changesText } from './changesText.ts';
import { horizonText, hoursText } from './demandText.ts';
import { footOf } from './footOf.ts';
import { forecastAdvice } from './forecastAdvice.ts';
import { boundsText, replicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { shortName } from './shortName.ts';
import { replicaTable } from './size/replicaTable.ts';
import { gravest, risksOf } from './risks.ts';
import { fleetText, scenarioFacts } from './scenarioFacts.ts';
import { toneOf } from './signing.ts';

/** The page for whoever signs for one scenario. */
export function forecastAnswer(answered: AnsweredRun): AnswerPage {
  const { prepared, run, found, isApproximate, catalog } = answered;
  const { spec } = prepared;
  const mark = isApproximate ? '≈ ' : '';
  const [answer, ...because] = forecastAdvice(answered);
  return {
    name: shortName(run.name, 120),
    horizon: horizonText(run),
    tone: toneOf(run, found),
    question: question(answered),
    recommendation: [`${mark}${answer}`, ...because],
    restsOn: scenarioFacts(prepared, run, catalog),
    runnersUp: replicaTable(answered),
    changes: changesText(run, spec, found),
    risks: gravest(risksOf(run, spec, found)),
    foot: footOf(run, isApproximate, found),
  };
}

function question({ prepared, run, catalog }: AnsweredRun): string {
  const { pools } = prepared.checked;
  const fleet =
    pools.length === 1
      ? fleetText(pools[0], catalog)
      : `${pools.length} pools (${someNames(
          pools.map((pool) => `${shortName(pool.id, 30)}: ${boundsText(replicaBounds(pool))}`),
          4,
        )} replicas)`;
  const served = someNames(
    prepared.spec.workloads.map(({ id }) => shortName(id, 30)),
    4,
  );
  const levels =
    run.slo.length === 0
      ? ''
      : ` within ${run.slo.length === 1 ? 'its service level' : 'their service levels'}`;
  return `“${shortName(run.name, 120)}”: can ${fleet} serve ${served}${levels} over ${hoursText(run.horizon.hours)} from ${run.horizon.start.slice(0, 10)}, and what does that cost a month?`;
}
