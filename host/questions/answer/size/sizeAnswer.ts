import type { Catalog } from '../../../../engine/catalog/catalog.ts';
import type { Forecast } from '../../../../engine/forecast.ts';
import { performanceFigures } from '../../../../engine/finance/performance.ts';
import { grouped, money, percent } from '../../../../engine/finance/plainText.ts';
import { onlyPool } from '../../../../engine/planning/size/onlyPool.ts';
import type { SizedDeployment } from '../../../../engine/planning/size/sizedDeployment.ts';
import type { SimulationSpec } from '../../../../engine/scenario/spec.ts';
import type { AnswerPage } from '../../../report/answerPage.ts';
import type { PreparedRun } from '../../../run/prepareRun.ts';
import type { RunDocument } from '../../forecast/runDocument.ts';
import type { SizeDocument } from '../../size/sizeResult.ts';
import type { SizedScenario } from '../../size/sizeScenario.ts';
import { hoursText } from '../demandText.ts';
import { someNames } from '../../../../engine/scenario/reading/someNames.ts';
import { shortName } from '../shortName.ts';
import { missedText } from '../levelText.ts';
import { gravest, risksOf } from '../risks.ts';
import { scenarioFacts } from '../scenarioFacts.ts';
import { bindingSentence, levelSentence } from '../signing.ts';
import { sizeChanges } from './sizeChanges.ts';
import { sizeRunnersUp } from './sizeRunnersUp.ts';
import { sizeRisks } from './sizeRisks.ts';

/** What an answer about a search is made of. */
export interface AnsweredSize {
  readonly document: SizeDocument;
  readonly sized: SizedScenario;
  readonly prepared: PreparedRun;
  readonly catalog: Catalog;
}

/** A deployment with what its facts are told from: the best that was found, or the scenario’s own. */
interface Told {
  readonly prepared: Pick<PreparedRun, 'checked' | 'spec'>;
  readonly run: RunDocument;
}

/** The page for whoever signs for what a search found. */
export function sizeAnswer(answered: AnsweredSize): AnswerPage {
  const { document, sized, catalog } = answered;
  const { best } = sized.search;
  const told = best === undefined ? ownOf(answered) : bestOf(answered, best);
  const { run } = told;
  const isSure = document.best !== null && document.whenSlower?.keeps !== false;
  return {
    name: shortName(document.name, 120),
    horizon: `Pool ${document.pool}; ${hoursText(run.horizon.hours)} from ${run.horizon.start.slice(0, 10)}, UTC${simulatedPart(document)}`,
    tone: document.best === null ? 'miss' : isSure && run.slo.length > 0 ? 'good' : 'plain',
    question: question(answered, told.prepared.spec),
    recommendation: best === undefined ? noneFound(answered) : [...adviceFor(answered), levelSentence(run)],
    restsOn: scenarioFacts(told.prepared, run, catalog),
    runnersUp: sizeRunnersUp(document),
    changes: sizeChanges(document, told.prepared.spec),
    risks: gravest([
      ...sizeRisks(document),
      ...risksOf(best === undefined ? run : { ...run, performance: [] }, told.prepared.spec, undefined),
    ]),
    foot: [
      `Fleetcast ${document.fleetcast.engine}, seed ${document.fleetcast.seed}, scenario ${document.fleetcast.scenarioHash.slice(0, 12)}; ${grouped(document.searched.configurations)} configurations and ${grouped(document.searched.simulations)} simulations.`,
      'A search simulates part of the horizon, once: run what it recommends in full before you decide.',
    ],
  };
}

function simulatedPart({ searched: { hours } }: SizeDocument): string {
  return hours.confirm < hours.horizon
    ? `, of which ${grouped(hours.confirm)} were simulated, each for hours of like demand`
    : '';
}

function question({ document, prepared }: AnsweredSize, spec: SimulationSpec): string {
  const served = someNames(
    spec.workloads.map(({ id }) => shortName(id, 30)),
    4,
  );
  return `“${shortName(prepared.name, 120)}”: which deployment, in place of pool ${document.pool}, serves ${served} for the least cost and keeps every service level? ${grouped(document.searched.configurations)} configurations of the catalogue were looked at.`;
}

function adviceFor({ document, sized }: AnsweredSize): readonly string[] {
  const { best, currency, whenSlower } = document;
  if (best === null) return [];
  const cost = `${money(best.costPerMonth, currency)} a month`;
  const paid = best.instance === null ? '' : ` (paid as ${grouped(best.paidUnits)} × ${best.instance})`;
  const steps =
    whenSlower === null
      ? ''
      : whenSlower.keeps
        ? `, even if steps are ${percent(whenSlower.by)} longer than modelled`
        : `, but not if steps are ${percent(whenSlower.by)} longer than modelled, as they may be`;
  const own = sized.own.costPerMonth;
  const saved = own === null ? undefined : own - best.costPerMonth;
  const against =
    saved === undefined || own === null
      ? 'What the scenario’s own deployment costs is unknown.'
      : Math.abs(saved) < 0.005
        ? `The scenario’s own deployment costs the same, ${money(own, currency)}.`
        : `The scenario’s own deployment costs ${money(own, currency)} a month, ${money(Math.abs(saved), currency)} ${saved > 0 ? 'more' : 'less'}${keepsNote(sized.own)}.`;
  return [
    `${whenSlower?.keeps === false ? 'Measure before you sign:' : 'Take'} ${best.label}${paid}, for ${cost}${whenSlower?.keeps === false ? ', is ' : ': it is '}the cheapest of ${grouped(document.searched.configurations)} configurations that keeps every service level${steps}.`,
    ...surer(document),
    `${against} The fleet is of a fixed size and paid by the hour, so its cost is the same however many requests come (95% interval: ± 0).`,
    `${best.binding.sentence}.`,
  ];
}

/** What costs more and can be believed more, where the best may not do. */
function surer({ best, alternatives, whenSlower, currency }: SizeDocument): readonly string[] {
  const error = best?.errorBand;
  if (best === null || error === null || error === undefined || whenSlower?.keeps !== false) return [];
  const found = alternatives
    .filter(({ errorBand }) => errorBand !== null && errorBand < error)
    .toSorted((a, b) => a.costPerMonth - b.costPerMonth)
    .at(0);
  if (found === undefined || found.errorBand === null) return [];
  return [
    `The cheapest with a smaller error of step times (${percent(found.errorBand)}) is ${found.label}, for ${money(found.costPerMonth, currency)} a month (${percent(found.costPerMonth / best.costPerMonth - 1)} more).`,
  ];
}

function keepsNote(own: Forecast): string {
  return own.overloaded || own.slo.some(({ met }) => met === false)
    ? `, and does not keep its promises: ${missedText(own)}`
    : '';
}

function noneFound({ document, sized }: AnsweredSize): readonly string[] {
  const { own } = sized;
  const cost =
    own.costPerMonth === null
      ? 'its cost is unknown'
      : `it costs ${money(own.costPerMonth, document.currency)} a month`;
  return [
    document.verdict,
    `The scenario’s own deployment, as far as it was simulated: ${cost}${keepsNote(own)}. ${bindingSentence({ bottleneck: own.bottleneck })}`,
  ];
}

function bestOf(answered: AnsweredSize, { option, replicas, forecast }: SizedDeployment): Told {
  const { prepared, sized } = answered;
  const { accelerator, gpusPerReplica, precision } = option;
  const pool = { ...sized.pool, accelerator, gpusPerReplica, precision, replicas };
  return toldOf(
    answered,
    pool,
    { ...option.pool, replicas },
    forecast,
    option.confidence && [
      { pool: sized.pool.id, ...option.confidence, calibration: calibrationOf(prepared) },
    ],
  );
}

function ownOf(answered: AnsweredSize): Told {
  const { prepared, sized } = answered;
  const own = prepared.spec.pools.find(({ id }) => id === sized.pool.id);
  const performance = prepared.performance.filter(({ pool }) => pool === sized.pool.id);
  return toldOf(answered, sized.pool, own, sized.own, performance);
}

function calibrationOf({ calibration: { date, source } }: PreparedRun): {
  readonly date: string;
  readonly source: string;
} {
  return { date, source };
}

function toldOf(
  { prepared, document }: AnsweredSize,
  pool: SizedScenario['pool'],
  poolSpec: SimulationSpec['pools'][number] | undefined,
  forecast: Forecast,
  performance: PreparedRun['performance'] = [],
): Told {
  const index = prepared.spec.pools.findIndex(({ id }) => id === pool.id);
  const spec = onlyPool(prepared.spec, index, poolSpec);
  const served = new Set(spec.workloads.map(({ id }) => id));
  const checked = {
    ...prepared.checked,
    pools: [pool],
    workloads: prepared.checked.workloads.filter(({ id }) => served.has(id)),
  };
  return {
    prepared: { spec, checked },
    run: {
      ...forecast,
      performance: performanceFigures(performance, forecast),
      fleetcast: document.fleetcast,
    },
  };
}
