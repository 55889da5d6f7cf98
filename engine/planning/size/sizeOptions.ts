import { peakFlops } from '../../catalog/acceleratorSchema.ts';
import type { Calibration } from '../../catalog/calibrationSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import type { Precision } from '../../catalog/precision.ts';
import { instancePrice, type PoolPrice } from '../../pricing/poolPrice.ts';
import type { ScenarioDocument } from '../../scenario/schema.ts';
import type { PoolSpec } from '../../scenario/spec.ts';
import { type PoolPhysics, poolPhysics } from '../../serving/poolPhysics.ts';
import { poolModel } from './poolModel.ts';
import type { RuledOut } from './ruledOut.ts';
import { layoutDegrees, possibleLayouts, type SizeLayout } from './sizeLayouts.ts';

type PoolDocument = ScenarioDocument['pools'][number];

/** What a search may change about a pool; each list left out is what Fleetcast would try. */
export interface SizeChoices {
  /** Catalogue ids; all that have a price. */
  readonly accelerators?: readonly string[] | undefined;
  readonly gpusPerReplica?: readonly number[] | undefined;
  /** Of those that divide the model. */
  readonly layouts?: readonly SizeLayout[] | undefined;
  readonly precisions?: readonly Precision[] | undefined;
  readonly maxSequences?: readonly number[] | undefined;
  readonly maxBatchedTokens?: readonly number[] | undefined;
  /** First part of an instance's id, such as `gcp`; all. */
  readonly provider?: string | undefined;
}

/** A way to serve the pool's workloads, but for the number of replicas. */
export interface SizeOption {
  readonly accelerator: string;
  readonly gpusPerReplica: number;
  readonly layout: SizeLayout;
  readonly precision: Precision;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly price: PoolPrice;
  /** How far its step times can be believed. */
  readonly confidence: PoolPhysics['confidence'];
  /** One replica of it. */
  readonly pool: PoolSpec;
}

export interface SizeGrid {
  readonly options: readonly SizeOption[];
  readonly ruledOut: readonly RuledOut[];
}

const DEGREES = [1, 2, 4, 8];
const BATCHES = [32, 64, 256];
const BUDGETS = [2048, 8192];

/**
 * Every combination of the choices that the catalogue prices: the instance with the least price a GPU
 * that holds a whole replica (of equal ones the smallest, since instances are paid whole), the pool's own
 * price for the accelerator that it has now. What does not fit, or cannot compute in the precision, is
 * given with the reason that the memory plan gives.
 */
export function sizeOptions(
  pool: PoolDocument,
  price: PoolPrice | undefined,
  { catalog, calibration }: { readonly catalog: Catalog; readonly calibration: Calibration },
  choices: SizeChoices,
): SizeGrid {
  const options: SizeOption[] = [];
  const ruledOut: RuledOut[] = [];
  const model = poolModel(pool, catalog);
  const batches = choices.maxSequences ?? ascending([...BATCHES, pool.batching.maxSequences]);
  const budgets = choices.maxBatchedTokens ?? ascending([...BUDGETS, pool.batching.maxBatchedTokens]);
  const limits = batches.flatMap((maxSequences) =>
    budgets
      .filter((maxBatchedTokens) => maxBatchedTokens >= maxSequences)
      .map((maxBatchedTokens) => ({ maxSequences, maxBatchedTokens })),
  );
  for (const accelerator of choices.accelerators ?? catalog.accelerators.map(({ id }) => id)) {
    const precisions = choices.precisions ?? precisionsOf(pool, catalog, accelerator);
    for (const gpusPerReplica of choices.gpusPerReplica ?? DEGREES) {
      const paid = priceOf(pool, price, catalog, accelerator, gpusPerReplica, choices.provider);
      if (paid === undefined) continue;
      const layouts = possibleLayouts(model, gpusPerReplica).filter(
        (layout) => choices.layouts?.includes(layout) ?? true,
      );
      for (const precision of precisions) {
        for (const layout of layouts) {
          const deployed = { accelerator, gpusPerReplica, layout, precision };
          for (const limit of limits) {
            const batching = { ...pool.batching, ...limit };
            const parallel = layoutDegrees(layout, gpusPerReplica);
            const candidate = { ...pool, accelerator, gpusPerReplica, parallel, precision, batching };
            const physics = poolPhysics(candidate, catalog, calibration);
            if ('problems' in physics) {
              ruledOut.push({ ...deployed, reason: physics.problems[0].message });
              continue;
            }
            const { stepTime, kvBlocks, maxContextTokens, confidence } = physics;
            const { id, balance } = pool;
            options.push({
              ...deployed,
              ...limit,
              price: paid,
              confidence,
              pool: {
                id,
                replicas: 1,
                gpusPerReplica,
                balance,
                batching: { ...batching, kvBlocks },
                stepTime,
                ...(maxContextTokens === undefined ? {} : { maxContextTokens }),
              },
            });
          }
        }
      }
    }
  }
  return { options, ruledOut };
}

/** What so many replicas cost in a month of 730 hours; whole units are paid. */
export function sizeCostPerMonth({ price, gpusPerReplica }: SizeOption, replicas: number): number {
  return Math.ceil((replicas * gpusPerReplica) / price.gpusPerUnit) * price.unitPrice * 730;
}

/** What the model is published in, and 8-bit floats where the accelerator computes in them. */
function precisionsOf(pool: PoolDocument, catalog: Catalog, accelerator: string): readonly Precision[] {
  const row = catalog.accelerators.find(({ id }) => id === accelerator);
  const own = ownPrecision(pool, catalog, row);
  return row?.denseTflops.fp8 === undefined || own === 'fp8' ? [own] : [own, 'fp8'];
}

function ownPrecision(
  pool: PoolDocument,
  catalog: Catalog,
  accelerator: Catalog['accelerators'][number] | undefined,
): Precision {
  if (pool.precision !== 'auto') return pool.precision;
  const native = poolModel(pool, catalog)?.nativePrecision ?? 'bf16';
  return accelerator !== undefined && peakFlops(accelerator, native) === undefined ? 'fp16' : native;
}

function priceOf(
  pool: PoolDocument,
  price: PoolPrice | undefined,
  catalog: Catalog,
  accelerator: string,
  gpus: number,
  provider: string | undefined,
): PoolPrice | undefined {
  const own = typeof pool.accelerator === 'string' && lookUp(catalog, 'accelerator', pool.accelerator);
  if (price !== undefined && price.unit === 'GPU-hour' && own && own.found && own.row.id === accelerator) {
    return price;
  }
  const [cheapest] = catalog.instances
    .filter((row) => row.accelerator === accelerator && row.gpus >= gpus)
    .filter(({ id }) => provider === undefined || id.startsWith(`${provider}/`))
    .sort((a, b) => a.usdPerHour / a.gpus - b.usdPerHour / b.gpus || a.gpus - b.gpus);
  return cheapest && instancePrice(pool.id, cheapest);
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
