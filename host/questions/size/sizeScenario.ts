import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { forecast } from '../../../engine/forecast.ts';
import { type HighestRate, highestRate, scaleDemand } from '../../../engine/planning/size/highestRate.ts';
import { onlyPool } from '../../../engine/planning/size/onlyPool.ts';
import type { RuledOut } from '../../../engine/planning/size/ruledOut.ts';
import { sizeDemand } from '../../../engine/planning/size/sizeDemand.ts';
import { type SizeChoices, sizeOptions } from '../../../engine/planning/size/sizeOptions.ts';
import {
  type Simulated,
  type SizedDeployment,
  type SizeProgress,
  type SizeSearch,
  type SizeStage,
  sizeSearch,
} from '../../../engine/planning/size/sizeSearch.ts';
import { instancePrices } from '../../../engine/pricing/instancePrices.ts';
import { slowerSteps } from '../../../engine/serving/stepTime/slowerSteps.ts';
import { keepsPromises, whatBinds } from '../../../engine/planning/size/sizeVerdict.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';
import type { FidelitySpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { planDraft, planWindows, type WindowPlan } from '../../../engine/simulate.ts';
import { NO_STORE } from '../../store/windowStore.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { type PreparedRun, pricedDocument } from '../../run/prepareRun.ts';
import { checkedChoices, nothingToSearch } from './sizeChoices.ts';
import { simulateWindows } from '../../run/simulateWindows.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';

/** About so many requests are simulated of each deployment; more where fewer hours of a day would miss its peak. */
const DRAFTS = {
  screen: { requests: 120_000, fewestHours: 2 },
  confirm: { requests: 500_000, fewestHours: 4 },
} as const;

/** Times the demand up to which the highest is looked for on as many hours as deployments are confirmed on. */
const MOST_CONFIRMED = 4;

export interface SizeRequest {
  /** The pool to size; may be left out where there is one. */
  readonly poolId?: string | undefined;
  readonly choices: SizeChoices;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
  onProgress?(progress: SizeProgress): void;
}

/** What a search found, and what it was for. */
export interface SizedScenario {
  readonly pool: ScenarioDocument['pools'][number];
  /** Options of the grid, those that do not fit too. */
  readonly configurations: number;
  /** Those that do not fit, or cannot compute in the precision. */
  readonly ruledOut: readonly RuledOut[];
  readonly search: SizeSearch;
  /** Hours that deployments were simulated on, each standing for hours of like demand, of those of the horizon. */
  readonly hours: Readonly<Record<SizeStage | 'horizon', number>>;
  /** Up to which demand the scenario's own deployment keeps its promises, and the best that was found. */
  readonly ownRate: HighestRate | undefined;
  readonly bestRate: HighestRate | undefined;
  /** The best with steps as much longer as one in twenty is; undefined where nothing says how long that may be. */
  readonly slower: SlowerBest | undefined;
}

/** What the best would do with slower steps. */
export interface SlowerBest {
  /** So much longer they are, as a share. */
  readonly by: number;
  readonly keeps: boolean;
  /** What is missed; it goes on from another sentence. */
  readonly misses: string;
}

/**
 * Searches the catalogue for the least cost at which a pool of a scenario keeps its service levels. The other
 * pools are left out of it. Throws `InputProblemError` for choices that cannot be, `Interrupted` when aborted.
 */
export async function sizeScenario(
  prepared: PreparedRun,
  document: ScenarioDocument,
  catalog: Catalog,
  options: SizeRequest,
): Promise<SizedScenario> {
  const index = poolIndex(prepared, document, options.poolId);
  const pool = document.pools[index];
  const choices = checkedChoices(prepared.file, pool, catalog, options.choices);
  const prices = {
    own: prepared.prices[index],
    instances: instancePrices(pool.id, pricedDocument(document), catalog, prepared.priceFile),
  };
  const grid = sizeOptions(pool, prices, { catalog, calibration: prepared.calibration }, choices);
  if (grid.options.length + grid.ruledOut.length === 0)
    throw new InputProblemError([nothingToSearch(prepared.file, pool, prices, choices, catalog)]);
  const own = onlyPool(prepared.spec, index);
  // Planned once, so that every deployment and every demand is judged by the same hours.
  const drafts = { screen: draftOf(own, 'screen'), confirm: draftOf(own, 'confirm') };
  const simulate = async (
    spec: SimulationSpec,
    price: PoolPrice | undefined,
    stage: SizeStage,
  ): Promise<Simulated> => {
    const { fidelity, plans } = drafts[stage];
    const planned = { ...spec, fidelity };
    const usage = await simulateWindows({
      spec: planned,
      plans,
      keys: plans.map(({ key }) => key),
      store: NO_STORE,
      fresh: true,
      traceStamps: prepared.traceStamps,
      makeRunner: options.makeRunner,
      signal: options.signal,
    });
    const { name, currency } = prepared;
    const steps = usage.replications.map(({ pools }) => pools[0].totals.steps);
    return {
      forecast: forecast({ name, currency, spec: planned, usage, prices: [price] }),
      steps: steps.reduce((sum, each) => sum + each, 0) / steps.length,
    };
  };

  const demand = sizeDemand(own);
  const search = await sizeSearch({
    options: grid.options,
    demand,
    simulate: ({ option, replicas, price }, stage) =>
      simulate(onlyPool(own, 0, { ...option.pool, replicas }), price, stage),
    // Who names accelerators wants to see each.
    ...((choices.accelerators?.length ?? 0) > 1 && { rivals: ({ accelerator }) => accelerator }),
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
  const rateOf = (spec: SimulationSpec) =>
    highestRate(demand.requestsPerSecond, async (factor) => {
      const stage = factor > MOST_CONFIRMED ? 'screen' : 'confirm';
      return (await simulate(scaleDemand(spec, factor), undefined, stage)).forecast;
    });
  const whenSlower = async ({
    option,
    replicas,
    price,
  }: SizedDeployment): Promise<SlowerBest | undefined> => {
    const { pool: of, confidence } = option;
    if (confidence === undefined || of.stepTime.kind !== 'roofline') return undefined;
    const by = confidence.band.wide;
    const stepTime = slowerSteps(of.stepTime, 1 + by);
    const slow = onlyPool(own, 0, { ...of, stepTime, replicas });
    const { forecast: found } = await simulate(slow, price, 'confirm');
    return { by, keeps: keepsPromises(found), misses: whatBinds(found).sentence };
  };
  const { best } = search;
  return {
    pool,
    configurations: grid.options.length + grid.ruledOut.length,
    ruledOut: grid.ruledOut,
    search,
    hours: {
      screen: hoursOf(drafts.screen.plans),
      confirm: hoursOf(drafts.confirm.plans),
      horizon: own.hours,
    },
    ownRate: await rateOf(own),
    slower: best && (await whenSlower(best)),
    bestRate: best && (await rateOf(onlyPool(own, 0, { ...best.option.pool, replicas: best.replicas }))),
  };
}

function draftOf(
  spec: SimulationSpec,
  stage: SizeStage,
): { readonly fidelity: FidelitySpec; readonly plans: readonly WindowPlan[] } {
  const { requests, fewestHours } = DRAFTS[stage];
  const draft = planDraft(spec, requests, fewestHours);
  if (draft === undefined) return { fidelity: spec.fidelity, plans: planWindows(spec) };
  return { fidelity: draft.spec.fidelity, plans: draft.plans };
}

/** Of one replication. */
function hoursOf(plans: readonly WindowPlan[]): number {
  return plans.reduce((sum, { hours, replication }) => sum + (replication === 0 ? hours : 0), 0);
}

function poolIndex({ file }: PreparedRun, { pools }: ScenarioDocument, poolId: string | undefined): number {
  const ids = pools.map(({ id }) => id);
  if (poolId === undefined && ids.length === 1) return 0;
  const index = poolId === undefined ? -1 : ids.indexOf(poolId);
  if (index >= 0) return index;
  const message =
    poolId === undefined ? 'there are several pools: say which to size' : `there is no pool '${poolId}'`;
  throw new InputProblemError([{ file, path: 'pools', message, suggestion: `--pool ${ids.join(' or ')}` }]);
}
