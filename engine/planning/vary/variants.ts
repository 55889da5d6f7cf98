import type { Calibration } from '../../catalog/calibrationSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import { instancePrices } from '../../pricing/instancePrices.ts';
import { type PoolPrice, resolvePrices } from '../../pricing/poolPrice.ts';
import { pricedDocument } from '../../pricing/pricedDocument.ts';
import { overrideText, type ValueEdit } from '../../scenario/reading/editedText.ts';
import { parseScenario } from '../../scenario/parse.ts';
import type { PriceFile } from '../../scenario/prices/priceSchema.ts';
import type { Problem } from '../../scenario/reading/problem.ts';
import type { ScenarioDocument } from '../../scenario/schema.ts';
import type { ReplicaShape } from '../../scenario/wholeUnits.ts';
import { poolPhysics } from '../../serving/physics/poolPhysics.ts';
import { cheapestPrice, type PricedReplica } from '../size/paidReplicas.ts';
import { inlineAccelerator, presentAccelerator } from '../size/poolAccelerator.ts';
import { poolModel } from '../size/poolModel.ts';
import { isHeld, replicaPrices, type SizePrices } from '../size/replicaPrices.ts';
import { layoutDegrees, possibleLayouts, SIZE_LAYOUTS } from '../size/sizeLayouts.ts';
import type { LeftOut } from './leftOut.ts';
import { noOffer } from './noOffer.ts';
import { distinct, type VaryAxes } from './varyAxes.ts';
import { type Combination, varyLabel } from './varyLabel.ts';

type PoolDocument = ScenarioDocument['pools'][number];

/** A scenario whose rows are to be made, and what it is read with. */
export interface VaryBase {
  readonly text: string;
  /** `path=value` that is applied to the text first, as of `--set`. */
  readonly settings?: readonly string[];
  /** Named in problems. */
  readonly file: string;
  readonly poolId: string;
  readonly catalog: Catalog;
  readonly calibration: Calibration;
  /** What is in the files that pools name for their models, by the name of the file. */
  readonly modelFiles?: ReadonlyMap<string, Model> | undefined;
  /** The one that the scenario names. */
  readonly priceFile?: PriceFile | undefined;
}

/** A combination that can be. */
export interface Variant {
  readonly label: string;
  /** What of the pool and of other fields is another value than in the base, but for price and replicas. */
  readonly edits: readonly ValueEdit[];
  /** What may be paid for a replica; empty where the price stays what it is and nobody knows it. */
  readonly replica: PricedReplica;
  /** Replicas and price of the base with the fields of this variant. */
  readonly pool: Pick<PoolDocument, 'id' | 'replicas' | 'price'>;
  /** Replicas that the combination asks for; the base's where it asks for none. */
  readonly replicas: number;
}

export interface Varied {
  readonly variants: readonly Variant[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Every combination of axes that `checkAxes` has let through: what to change in the document, or why it cannot be. The
 * instance follows the accelerator: a price stays where its accelerator stays and it holds a replica, and no other
 * provider or region is asked for; else the cheapest that holds one is taken. Degrees of parallelism follow the number of
 * GPUs where they are one of the usual layouts. Never throws for what the text says: that is a reason.
 */
export function variantsOf(base: VaryBase, axes: VaryAxes): Varied {
  const variants: Variant[] = [];
  const leftOut: LeftOut[] = [];
  const hardware = hardwareCombinations(axes);
  for (const fields of fieldCombinations(axes)) {
    const world = worldOf(base, fields);
    for (const each of hardware) {
      const combination: Combination = { ...each, fields };
      const label = varyLabel(combination, base.catalog);
      const made = 'reason' in world ? world : variantOf(base, world, combination);
      const reason = 'reason' in made ? made.reason : brokenRule(base, { label, ...made });
      if (reason !== undefined) leftOut.push({ label, reason });
      else if (!('reason' in made)) variants.push({ label, ...made });
    }
  }
  return { variants, leftOut };
}

/** Edits that make the variant of its base with so many replicas, at the cheapest of its prices. */
export function variantEdits({ edits, replica, pool }: Variant, replicas: number): readonly ValueEdit[] {
  const at = `pools.${pool.id}`;
  const { instance } = replica.prices.length === 0 ? {} : cheapestPrice(replica, replicas);
  const present = pool.price !== undefined && 'instance' in pool.price ? pool.price.instance : undefined;
  return [
    ...edits,
    ...(replicas === pool.replicas ? [] : [{ path: `${at}.replicas`, value: replicas }]),
    ...(instance === undefined || instance === present ? [] : [{ path: `${at}.price`, value: { instance } }]),
  ];
}

/** What the document with a variant's values breaks: a commitment, say, of the provider that the pool has left. */
function brokenRule({ text, settings = [], file }: VaryBase, variant: Variant): string | undefined {
  const edits = variantEdits(variant, variant.replicas).map(overrideText);
  const parsed = parseScenario(text, file, [...settings, ...edits]);
  return 'problems' in parsed ? problemText(parsed.problems) : undefined;
}

function problemText([{ path, message }]: readonly Problem[]): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** The base with the fields of a combination: what its pool is, and what may be paid. */
interface World {
  readonly pool: PoolDocument;
  readonly prices: SizePrices;
  readonly currency: string;
  readonly edits: readonly ValueEdit[];
}

function worldOf(base: VaryBase, fields: Combination['fields']): World | { readonly reason: string } {
  const { text, settings = [], file, poolId, catalog, modelFiles, priceFile } = base;
  const parsed = parseScenario(text, file, [...settings, ...fields.map(overrideText)]);
  if ('problems' in parsed) return { reason: problemText(parsed.problems) };
  const { document } = parsed;
  const index = document.pools.findIndex(({ id }) => id === poolId);
  if (index < 0) return { reason: `it has no pool '${poolId}' then` };
  const priced = pricedDocument(document);
  const resolved = resolvePrices(priced, catalog, priceFile);
  return {
    pool: withModelFile(document.pools[index], modelFiles),
    prices: { own: resolved.prices[index], instances: instancePrices(poolId, priced, catalog, priceFile) },
    currency: document.currency,
    edits: fields,
  };
}

/** A pool with the model that is in the file that it names. */
function withModelFile(pool: PoolDocument, files: VaryBase['modelFiles']): PoolDocument {
  const { model } = pool;
  const found = typeof model === 'object' && 'config' in model ? files?.get(model.config) : undefined;
  return found === undefined ? pool : { ...pool, model: found };
}

function variantOf(
  { catalog, calibration }: VaryBase,
  { pool, prices, currency, edits }: World,
  combination: Combination,
): Omit<Variant, 'label'> | { readonly reason: string } {
  const accelerator = combination.accelerator ?? presentAccelerator(pool, catalog);
  const gpusPerReplica = combination.gpusPerReplica ?? pool.gpusPerReplica;
  const isOther = accelerator !== undefined && accelerator !== presentAccelerator(pool, catalog);
  const parallel = parallelFor(pool, gpusPerReplica, catalog);
  const shape = { gpusPerReplica, pipeline: (parallel ?? pool.parallel)?.pipeline };
  const paid = paidFor({ pool, prices, currency }, catalog, combination, accelerator, shape);
  if ('reason' in paid) return paid;
  const changed = {
    ...(isOther && accelerator !== inlineAccelerator(pool) && { accelerator }),
    ...(gpusPerReplica !== pool.gpusPerReplica && { gpusPerReplica }),
    ...(parallel !== undefined && { parallel }),
    ...(combination.precision !== undefined &&
      combination.precision !== pool.precision && {
        precision: combination.precision as PoolDocument['precision'],
      }),
  };
  const physics = poolPhysics({ ...pool, ...changed }, catalog, calibration);
  if ('problems' in physics) return { reason: physics.problems[0].message };
  const at = `pools.${pool.id}`;
  return {
    edits: [
      ...edits.map(({ path, value }) => ({ path, value })),
      ...Object.entries(changed).map(([key, value]) => ({ path: `${at}.${key}`, value })),
    ],
    replica: { gpusPerReplica, prices: paid.prices },
    pool: { id: pool.id, replicas: pool.replicas, price: pool.price },
    replicas: combination.replicas ?? pool.replicas,
  };
}

/** What may be paid for a replica; the pool's own price alone where nothing asks for another. */
function paidFor(
  { pool, prices, currency }: Pick<World, 'pool' | 'prices' | 'currency'>,
  catalog: Catalog,
  { provider, region, ...asked }: Combination,
  accelerator: string | undefined,
  shape: ReplicaShape,
): { readonly prices: readonly PoolPrice[] } | { readonly reason: string } {
  const { own } = prices;
  const isAnywhere = provider === undefined && region === undefined;
  const isSame = accelerator === presentAccelerator(pool, catalog);
  const isUntouched = asked.accelerator === undefined && asked.gpusPerReplica === undefined && isAnywhere;
  if (isUntouched) return { prices: own === undefined ? [] : [own] };
  if (accelerator === undefined) return { reason: `${pool.id} has no accelerator that the catalogue knows` };
  const offer = {
    accelerator,
    ...shape,
    ...(provider === undefined ? {} : { providers: [provider] }),
    ...(region === undefined ? {} : { regions: [region] }),
  };
  const offered = replicaPrices(pool, prices, catalog, offer);
  if (own !== undefined && isSame && isHeld(own, shape)) {
    const isAmong = offered.some(({ instance, unitPrice }) => {
      return instance === own.instance && unitPrice === own.unitPrice;
    });
    if (isAmong || isAnywhere) return { prices: [own] };
  }
  return offered.length > 0 ? { prices: offered } : { reason: noOffer(prices, catalog, currency, offer) };
}

/** Degrees that follow the number of GPUs, where they are those of a usual layout; undefined where they stay. */
function parallelFor(
  pool: PoolDocument,
  gpusPerReplica: number,
  catalog: Catalog,
): PoolDocument['parallel'] | undefined {
  const { parallel } = pool;
  if (parallel === undefined || gpusPerReplica === pool.gpusPerReplica) return undefined;
  const layout = SIZE_LAYOUTS.find((each) => {
    const { pipeline, data, expert } = layoutDegrees(each, pool.gpusPerReplica);
    return pipeline === parallel.pipeline && data === parallel.data && expert === parallel.expert;
  });
  const isPossible =
    layout !== undefined && possibleLayouts(poolModel(pool, catalog), gpusPerReplica).includes(layout);
  if (gpusPerReplica > 1 && !isPossible) return undefined;
  const degrees = layoutDegrees(gpusPerReplica > 1 ? (layout ?? 'tensor') : 'tensor', gpusPerReplica);
  const isSame =
    degrees.pipeline === parallel.pipeline &&
    degrees.data === parallel.data &&
    degrees.expert === parallel.expert;
  return isSame ? undefined : degrees;
}

function hardwareCombinations(axes: VaryAxes): readonly Omit<Combination, 'fields'>[] {
  const each = [
    axisOf('accelerator', axes.accelerators),
    axisOf('gpusPerReplica', axes.gpusPerReplica),
    axisOf('precision', axes.precisions),
    axisOf('provider', axes.providers),
    axisOf('region', axes.regions),
    axisOf('replicas', axes.replicas),
  ];
  return product(each).map((parts) => Object.assign({}, ...parts) as Omit<Combination, 'fields'>);
}

function fieldCombinations({ fields = [] }: VaryAxes): readonly Combination['fields'][] {
  return product(fields.map(({ path, values }) => distinct(values).map((value) => ({ path, value }))));
}

/** One part of a combination for each value; a single empty one where the axis is not given. */
function axisOf(key: string, values: readonly unknown[] | undefined): readonly object[] {
  return values === undefined || values.length === 0
    ? [{}]
    : distinct(values).map((value) => ({ [key]: value }));
}

/** Every way to take one of each list, the last list changing fastest. */
function product<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}
