import { modelOf } from '../../../engine/catalog/modelOf.ts';
import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { basisWords } from '../../../engine/finance/performance.ts';
import { figurePrice } from './priceText.ts';
import { grouped, percent } from '../../../engine/finance/plainText.ts';
import { presentAccelerator, searchedAccelerator } from '../../../engine/planning/size/poolAccelerator.ts';
import { poolModel } from '../../../engine/planning/size/poolModel.ts';
import { boundsText, replicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';
import type { PoolDocument } from '../../../engine/scenario/schema.ts';
import { choosePrecision } from '../../../engine/serving/physics/poolPhysics.ts';
import type { AnswerPage } from '../../report/answerPage.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { engineTitle } from '../forecast/engineTitle.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { demandText } from './demandText.ts';
import { lengthsText } from './lengthsText.ts';
import { levelsText } from './levelText.ts';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { each } from './each.ts';
import { shortName } from './shortName.ts';

/** What an answer about a scenario rests on. Each fact is answered, be it with what there is none of. */
export function scenarioFacts(
  prepared: Pick<PreparedRun, 'checked' | 'spec'>,
  run: RunDocument,
  catalog: Catalog,
): AnswerPage['restsOn'] {
  const { checked, spec } = prepared;
  return {
    model: `${each(
      checked.pools,
      ({ id }) => id,
      (pool) => fleetText(pool, catalog),
    )}.`,
    demand: demandText(spec),
    lengths: lengthsText(spec, run),
    serviceLevels: levelsText(spec, run),
    ...engineFacts(run, checked.pools),
    priceDates:
      run.prices.length === 0
        ? 'No pool has a price: 0 are known.'
        : each(
            run.prices,
            ({ pool }) => pool,
            (price) => figurePrice(price, run.cost.currency, run.prices.length === 1),
          ).concat('.'),
    excluded: `${run.excluded.join(', ')}.`,
  };
}

/** What a pool is, as in `2 replicas of llama-3.1-70b in bf16 (8 × h100-sxm-80gb each)`. */
export function fleetText(pool: PoolDocument, catalog: Catalog): string {
  const { gpusPerReplica } = pool;
  const replicas = replicaBounds(pool);
  const isOne = replicas.most === 1;
  const standby = pool.warmStandby ?? 0;
  const many = `${boundsText(replicas)} ${isOne ? 'replica' : 'replicas'}${standby === 0 ? '' : ` and ${grouped(standby)} standing by`}`;
  const model = modelName(pool, catalog);
  const part = nameOf(pool.accelerator, 'accelerator of its own');
  const precision = precisionOf(pool, catalog);
  if (pool.model === undefined) return `${many} with step times of the scenario’s own (no model named)`;
  return `${many} of ${model}${precision === undefined ? '' : ` in ${precision}`} (${grouped(gpusPerReplica)} × ${part}${isOne ? '' : ' each'})`;
}

/** As the catalogue or the document calls it. */
function modelName({ model }: PoolDocument, catalog: Catalog): string {
  if (typeof model === 'string') return shortName(model, 40);
  const found = model === undefined ? undefined : modelOf(model, catalog);
  return found === undefined || 'problem' in found ? 'a model of its own' : shortName(found.name, 40);
}

function nameOf(
  value: string | { readonly name?: string | undefined } | undefined,
  otherwise: string,
): string {
  const name = typeof value === 'string' ? value : value?.name;
  return name === undefined ? otherwise : shortName(name, 40);
}

function precisionOf(pool: PoolDocument, catalog: Catalog): string | undefined {
  if (pool.precision !== 'auto') return pool.precision;
  const model = poolModel(pool, catalog);
  const name = presentAccelerator(pool, catalog);
  const part = name === undefined ? undefined : searchedAccelerator(pool, catalog, name);
  return model && part && choosePrecision('auto', model, part);
}

/** Which engine step times are of, and how far off they may be. */
function engineFacts(
  { performance }: Pick<RunDocument, 'performance'>,
  pools: readonly { readonly id: string }[],
): Pick<AnswerPage['restsOn'], 'engine' | 'stepError'> {
  const own = pools.filter(({ id }) => performance.every(({ pool }) => pool !== id)).map(({ id }) => id);
  const ownText = `${someNames(own)}: the scenario’s own step times, so no engine is modelled`;
  const dates = [...new Set(performance.map(({ calibration }) => calibration.date))];
  const engines = each(
    performance,
    ({ pool }) => pool,
    ({ engine }) => engineTitle(engine),
  );
  const errors = each(
    performance,
    ({ pool }) => pool,
    ({ band, ...basis }) =>
      `${percent(band.central)} for half of such predictions, ${percent(band.wide)} for nine in ten (${basisWords(basis)})`,
  );
  return {
    engine: `${[
      ...(performance.length > 0 ? [`${engines}, as calibrated on ${dates.join(', ')}`] : []),
      ...(own.length > 0 ? [ownText] : []),
    ].join('; ')}.`,
    stepError: `${[
      ...(performance.length > 0 ? [errors] : []),
      ...(own.length > 0
        ? [`${someNames(own)}: as good as the measurements that they are from; 0 are known here`]
        : []),
    ].join('; ')}.`,
  };
}
