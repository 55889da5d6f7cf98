import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import {
  choiceOf,
  firstMetric,
  isSameChoice,
  rangedController,
  withChoice,
} from '../../../engine/planning/size/livingChoice.ts';
import type { LivingTrial } from '../../../engine/planning/size/livingSearch.ts';
import { whatBinds } from '../../../engine/planning/size/sizeVerdict.ts';
import { METRICS, type MetricSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { isManifest } from '../../../engine/scenario/manifest/manifestAutoscale.ts';
import type { PoolDocument } from '../../../engine/scenario/schema.ts';
import type { RunHeader } from '../forecast/runDocument.ts';
import type { LivingSizeDocument, LivingSizeRow } from './livingSizeResult.ts';
import type { LivingSized } from './livingSizeScenario.ts';

/** What a search of an autoscaler's settings found, as it is written out, of a pool as it is written. */
export function livingSizeDocument(
  header: RunHeader,
  name: string,
  currency: string,
  sized: LivingSized,
  written: PoolDocument,
): LivingSizeDocument {
  const { pool, search, choices, hours } = sized;
  const { best } = search;
  const controller = rangedController(pool);
  const metric = controller && firstMetric(controller);
  const row = (trial: LivingTrial): LivingSizeRow => rowOf(trial, metric);
  const asItIs = controller && choiceOf(pool, controller);
  const own = search.trials.find(({ choice }) => asItIs !== undefined && isSameChoice(choice, asItIs));
  const document = {
    fleetcast: header,
    name,
    pool: pool.id,
    currency,
    metric: metric?.metric ?? null,
    best: best === undefined ? null : row(best),
    own: own === undefined ? null : row(own),
    tried: search.trials.map(row),
    searched: { choices, skipped: search.skipped, hours },
    settings: best === undefined ? [] : settingsOf(written, sized, best, metric),
  };
  return { ...document, verdict: verdictOf(document, sized) };
}

function rowOf(
  { choice, costPerMonth, forecast, keeps }: LivingTrial,
  metric: MetricSpec | undefined,
): LivingSizeRow {
  const { min, max, target = null, onDemand = null } = choice;
  const tightest = forecast.slo
    .flatMap(({ attained, percentile }) => (attained === null ? [] : [{ attained, percentile }]))
    .sort((a, b) => a.attained - a.percentile - (b.attained - b.percentile))
    .at(0);
  const aim =
    target === null || metric === undefined ? '' : `, ${metric.metric} ${targetText(metric, target)}`;
  return {
    label: `${min} to ${max} replicas${aim}${onDemand === null ? '' : `, ${grouped(onDemand)} on demand`}`,
    min,
    max,
    target,
    onDemandReplicas: onDemand,
    costPerMonth,
    keeps,
    sloAttained: tightest?.attained ?? null,
    p95TtftSeconds: forecast.latencySeconds.ttft.p95,
    meanReplicas: forecast.pools[0].fleet?.replicas.paid.mean ?? null,
  };
}

function targetText({ metric }: MetricSpec, target: number): string {
  return METRICS[metric] === 'utilization' ? percent(target) : String(target);
}

/** The values with which the document is this setting; none where its autoscaler stands in another file. */
function settingsOf(
  written: PoolDocument,
  { pool: own }: LivingSized,
  { choice }: LivingTrial,
  metric: MetricSpec | undefined,
): LivingSizeDocument['settings'] {
  const { autoscale, capacity } = written;
  const controller = rangedController(own);
  if (autoscale === undefined || controller === undefined || isManifest(autoscale)) return [];
  const at = `pools.${written.id}`;
  const { min, max, target, onDemand } = choice;
  const { replicas: begun } = withChoice(own, controller, choice);
  const start = 'start' in autoscale ? autoscale.start : undefined;
  const base = (capacity ?? []).findIndex(({ kind }) => kind === 'on-demand');
  const aim = metric?.per === 'whole' ? 'value' : metric && METRICS[metric.metric];
  return [
    { path: `${at}.autoscale.min`, value: min },
    { path: `${at}.autoscale.max`, value: max },
    ...(start === undefined || start === begun ? [] : [{ path: `${at}.autoscale.start`, value: begun }]),
    ...(target === undefined || aim === undefined
      ? []
      : [{ path: `${at}.autoscale.metrics.0.${aim}`, value: target }]),
    ...(onDemand === undefined || base < 0
      ? []
      : [{ path: `${at}.capacity.${base}.replicas`, value: onDemand }]),
  ];
}

function verdictOf(
  { best, own, currency, searched, pool }: Omit<LivingSizeDocument, 'verdict'>,
  { search }: LivingSized,
): string {
  const looked = `${grouped(searched.choices)} settings searched, ${grouped(searched.choices - searched.skipped)} simulated`;
  if (best === null) {
    const nearest = search.trials.length > 0 ? nearestOf(search.trials) : undefined;
    const closest =
      nearest === undefined
        ? ''
        : `: with ${rowOf(nearest, undefined).label}, ${whatBinds(nearest.forecast).sentence}`;
    return `No setting of ${pool}’s autoscaler that was searched keeps every service level${closest}. ${looked}.`;
  }
  const against =
    own === null
      ? 'the scenario’s own costs more'
      : !own.keeps
        ? 'the scenario’s own does not keep them'
        : own.label === best.label
          ? 'it is the scenario’s own'
          : `${percent(1 - best.costPerMonth / own.costPerMonth)} less than the scenario’s own, ${money(own.costPerMonth, currency)}`;
  return `${best.label} is the cheapest that keeps every service level: ${money(best.costPerMonth, currency)} a month; ${against}. ${looked}.`;
}

/** Of those that keep not all, the one that reaches most. */
function nearestOf(trials: readonly LivingTrial[]): LivingTrial {
  const reached = ({ forecast }: LivingTrial): number =>
    Math.min(1, ...forecast.slo.map(({ attained, percentile }) => (attained ?? 0) - percentile));
  return trials.reduce((best, each) => (reached(each) > reached(best) ? each : best));
}
