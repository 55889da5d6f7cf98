import type { Catalog } from '../../../engine/catalog/catalog.ts';
import type { Forecast } from '../../../engine/forecast.ts';
import { type HighestRate, highestRate, scaleDemand } from '../../../engine/planning/size/highestRate.ts';
import { onlyPool } from '../../../engine/planning/size/onlyPool.ts';
import type { RuledOut } from '../../../engine/planning/size/ruledOut.ts';
import { sizeDemand } from '../../../engine/planning/size/sizeDemand.ts';
import { type SizeChoices, sizeOptions } from '../../../engine/planning/size/sizeOptions.ts';
import type { SizedDeployment, SizeStage } from '../../../engine/planning/size/sizedDeployment.ts';
import { type SizeProgress, type SizeSearch, sizeSearch } from '../../../engine/planning/size/sizeSearch.ts';
import { instancePrices } from '../../../engine/pricing/instancePrices.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import { slowerSteps } from '../../../engine/serving/stepTime/slowerSteps.ts';
import { keepsPromises, whatBinds } from '../../../engine/planning/size/sizeVerdict.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { pricedDocument } from '../../../engine/pricing/pricedDocument.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { chosenPool } from './chosenPool.ts';
import { deploymentDrafts } from './deploymentDrafts.ts';
import { checkedChoices, nothingToSearch } from './sizeChoices.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';

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
  /** The scenario’s own deployment, on the hours that deployments are confirmed on. */
  readonly own: Forecast;
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
  const index = chosenPool(prepared.file, document, options.poolId);
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
  const { simulate, hours } = deploymentDrafts(prepared, own, options);

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
  const seen = new Map<SimulationSpec, Forecast>();
  const rateOf = (spec: SimulationSpec, price?: PoolPrice) =>
    highestRate(demand.requestsPerSecond, async (factor) => {
      const stage = factor > MOST_CONFIRMED ? 'screen' : 'confirm';
      const { forecast: found } = await simulate(scaleDemand(spec, factor), price, stage);
      if (factor === 1) seen.set(spec, found);
      return found;
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
  const ownRate = await rateOf(own, prices.own);
  return {
    pool,
    configurations: grid.options.length + grid.ruledOut.length,
    ruledOut: grid.ruledOut,
    search,
    hours,
    ownRate,
    own: seen.get(own) ?? (await simulate(own, prices.own, 'confirm')).forecast,
    slower: best && (await whenSlower(best)),
    bestRate: best && (await rateOf(onlyPool(own, 0, { ...best.option.pool, replicas: best.replicas }))),
  };
}
