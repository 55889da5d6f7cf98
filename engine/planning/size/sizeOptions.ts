import type { Calibration } from '../../catalog/calibrationSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { Precision } from '../../catalog/precision.ts';
import type { ScenarioDocument } from '../../scenario/schema.ts';
import { resolvePool } from '../../scenario/resolvePool.ts';
import { poolBatching } from '../../serving/physics/poolBatching.ts';
import { choosePrecision, type PoolPhysics, poolPhysics } from '../../serving/physics/poolPhysics.ts';
import { inlineAccelerator, searchedAccelerator } from './poolAccelerator.ts';
import { poolModel } from './poolModel.ts';
import type { ReplicaOption } from './replicaOption.ts';
import { replicaPrices, type SizePrices } from './replicaPrices.ts';
import type { RuledOut } from './ruledOut.ts';
import { layoutDegrees, possibleLayouts, type SizeLayout } from './sizeLayouts.ts';

type PoolDocument = ScenarioDocument['pools'][number];

/** What a search may change about a pool; each list left out is what Fleetcast would try. */
export interface SizeChoices {
  /** Catalogue ids, or the name of the pool's own; all that have a price. */
  readonly accelerators?: readonly string[] | undefined;
  readonly gpusPerReplica?: readonly number[] | undefined;
  /** Of those that divide the model. */
  readonly layouts?: readonly SizeLayout[] | undefined;
  readonly precisions?: readonly Precision[] | undefined;
  readonly maxSequences?: readonly number[] | undefined;
  readonly maxBatchedTokens?: readonly number[] | undefined;
  /** First parts of instances' ids, such as `gcp`; all, and a price of the pool's own by the GPU. */
  readonly providers?: readonly string[] | undefined;
  /** Third parts of them, such as `us-central1`. */
  readonly regions?: readonly string[] | undefined;
}

/** A way to serve the pool's workloads, but for the number of replicas. */
export interface SizeOption extends ReplicaOption {
  readonly accelerator: string;
  readonly layout: SizeLayout;
  readonly precision: Precision;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  /** How far its step times can be believed. */
  readonly confidence: PoolPhysics['confidence'];
}

export interface SizeGrid {
  readonly options: readonly SizeOption[];
  readonly ruledOut: readonly RuledOut[];
}

/** GPUs of a replica that are tried. */
export const SIZE_DEGREES = [1, 2, 4, 8];
const BATCHES = [32, 64, 256];
const BUDGETS = [2048, 8192];

/**
 * Every combination of the choices that has a price: of an instance that holds a whole replica, or the pool's own
 * for the accelerator that it has now. What does not fit, or cannot compute in the precision, is given with the
 * reason that the memory plan gives.
 */
export function sizeOptions(
  pool: PoolDocument,
  prices: SizePrices,
  { catalog, calibration }: { readonly catalog: Catalog; readonly calibration: Calibration },
  choices: SizeChoices,
): SizeGrid {
  const options: SizeOption[] = [];
  const ruledOut: RuledOut[] = [];
  const model = poolModel(pool, catalog);
  // As it is now: what the document leaves out is its engine's.
  const present = poolPhysics(pool, catalog, calibration);
  const own = 'problems' in present ? poolBatching(pool.batching, catalog) : present.batching;
  const batches = choices.maxSequences ?? ascending([...BATCHES, own.maxSequences]);
  const budgets = choices.maxBatchedTokens ?? ascending([...BUDGETS, own.maxBatchedTokens]);
  const limits = batches.flatMap((maxSequences) =>
    budgets
      .filter((maxBatchedTokens) => maxBatchedTokens >= maxSequences)
      .map((maxBatchedTokens) => ({ maxSequences, maxBatchedTokens })),
  );
  const inline = inlineAccelerator(pool);
  const all = [...(inline === undefined ? [] : [inline]), ...catalog.accelerators.map(({ id }) => id)];
  for (const accelerator of choices.accelerators ?? all) {
    const precisions = choices.precisions ?? precisionsOf(pool, model, catalog, accelerator);
    for (const gpusPerReplica of choices.gpusPerReplica ?? SIZE_DEGREES) {
      const { providers, regions } = choices;
      const offer = { accelerator, gpusPerReplica, providers, regions };
      const paid = replicaPrices(pool, prices, catalog, offer);
      if (paid.length === 0) continue;
      const layouts = possibleLayouts(model, gpusPerReplica).filter(
        (layout) => choices.layouts?.includes(layout) ?? true,
      );
      for (const precision of precisions) {
        for (const layout of layouts) {
          const deployed = { accelerator, gpusPerReplica, layout, precision };
          for (const limit of limits) {
            const batching = { ...pool.batching, ...limit };
            const parallel = layoutDegrees(layout, gpusPerReplica);
            const candidate = {
              ...pool,
              accelerator: accelerator === inline ? pool.accelerator : accelerator,
              gpusPerReplica,
              parallel,
              precision,
              batching,
            };
            const physics = poolPhysics(candidate, catalog, calibration);
            if ('problems' in physics) {
              ruledOut.push({ ...deployed, reason: physics.problems[0].message });
              continue;
            }
            options.push({
              ...deployed,
              ...limit,
              prices: paid,
              confidence: physics.confidence,
              pool: resolvePool({ ...candidate, replicas: 1 }, physics),
            });
          }
        }
      }
    }
  }
  return { options, ruledOut };
}

/** What the pool would take by itself, and 8-bit floats where the accelerator computes in them. */
function precisionsOf(
  pool: PoolDocument,
  model: Model | undefined,
  catalog: Catalog,
  accelerator: string,
): readonly Precision[] {
  const row = searchedAccelerator(pool, catalog, accelerator);
  if (row === undefined || model === undefined) return [];
  const own = choosePrecision(pool.precision, model, row);
  return row.denseTflops.fp8 === undefined || own === 'fp8' ? [own] : [own, 'fp8'];
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
