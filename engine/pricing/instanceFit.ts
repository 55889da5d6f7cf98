import type { Accelerator } from '../catalog/acceleratorSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { lookUp } from '../catalog/lookUp.ts';
import { nameKey } from '../catalog/nameKey.ts';
import { cheapestInstances } from '../scenario/prices/cheapestInstances.ts';
import { replicaBounds } from '../scenario/living/replicaBounds.ts';
import type { PriceFile } from '../scenario/prices/priceSchema.ts';
import { holdsReplica } from '../scenario/wholeUnits.ts';
import { instanceAccelerators, instancePrices } from './instancePrices.ts';
import type { PoolPrice, PricedDocument, PriceInput } from './poolPrice.ts';

/** What is held against the instance that a pool pays; the schema's `PoolDocument` satisfies it. */
export interface HousedPool {
  readonly id: string;
  readonly accelerator?: string | Accelerator | undefined;
  readonly gpusPerReplica: number;
  readonly parallel?: { readonly pipeline: number } | undefined;
  readonly replicas: number;
  /** Who sets the number instead. */
  readonly autoscale?: unknown;
  readonly price?: PriceInput | undefined;
}

export interface InstanceMisfit {
  /** Place of the pool in the document. */
  readonly pool: number;
  readonly message: string;
  readonly suggestion: string;
}

/**
 * Pools whose instance has another accelerator than theirs, or does not hold a replica of theirs (`holdsReplica`), each
 * with the cheapest instance that would do: of the same region, and of all.
 *
 * What an instance has is known of the catalogue's, and of rows of the user's own that name a `gpu` of the catalogue. An
 * accelerator that the document describes is compared by its name, where the catalogue has it. What is not known is
 * not held against a pool. `prices` are the pools' own, in their order.
 */
export function instanceMisfits(
  document: Omit<PricedDocument, 'pools'> & { readonly pools: readonly HousedPool[] },
  prices: readonly (PoolPrice | undefined)[],
  catalog: Catalog,
  file?: PriceFile,
): readonly InstanceMisfit[] {
  const known = instanceAccelerators(document, catalog, file);
  return document.pools.flatMap((pool, index): readonly InstanceMisfit[] => {
    const price = prices[index];
    if (price?.instance === undefined) return [];
    const accelerator = catalogueAccelerator(pool, catalog);
    const held = known.get(nameKey(price.instance))?.accelerator;
    const isOther = held !== undefined && accelerator !== undefined && held !== accelerator;
    const shape = { gpusPerReplica: pool.gpusPerReplica, pipeline: pool.parallel?.pipeline };
    if (!isOther && holdsReplica(price.gpusPerUnit, shape)) return [];
    const holding = `${price.instance} holds ${price.gpusPerUnit}${held === undefined ? ' GPUs' : ` × ${held}`}`;
    const wanted = accelerator ?? held;
    const having =
      wanted === undefined
        ? []
        : (instancePrices(pool.id, document, catalog, file).get(wanted) ?? []).filter(
            ({ unit }) => unit === 'instance-hour',
          );
    return [
      {
        pool: index,
        message: isOther
          ? `${holding}, not ${accelerator}, which the pool is made of`
          : `${holding}, and a replica of ${pool.gpusPerReplica} does not fit: its GPUs must be linked inside one instance`,
        suggestion: suggestionOf(price.instance, having, wanted, pool, document.currency),
      },
    ];
  });
}

function suggestionOf(
  instance: string,
  having: readonly PoolPrice[],
  accelerator: string | undefined,
  pool: HousedPool,
  currency: string,
): string {
  const { gpusPerReplica, parallel } = pool;
  const replicas = replicaBounds(pool).most;
  const fitting = cheapestInstances(having, { gpusPerReplica, replicas, pipeline: parallel?.pipeline });
  if (fitting.length === 0) return withoutFitting(having, accelerator ?? 'GPUs', pool);
  const [provider, , region] = instance.split('/');
  const [cheapest] = fitting;
  const near = fitting.find(({ instance: id = '' }) => {
    const [itsProvider, , itsRegion] = id.split('/');
    return itsProvider === provider && itsRegion === region;
  });
  const named = ({ instance: id = '', gpusPerUnit, unitPrice }: PoolPrice): string =>
    `${id} (${gpusPerUnit} × ${accelerator}, ${currency} ${unitPrice.toFixed(2)} an hour)`;
  const of = `the cheapest that holds ${gpusPerReplica === 1 ? 'it' : `${gpusPerReplica} of them`}`;
  // Undated prices, say, of which there may be lower ones.
  const where = fitting.some(({ caution }) => caution !== undefined)
    ? ' with a price that needs no check'
    : '';
  if (near === undefined || near === cheapest) {
    return `use ${named(cheapest)}, ${of}${cheapest.caution === undefined ? where : ''}`;
  }
  return `use ${named(near)}, ${of} in ${provider}/${region}, or ${named(cheapest)}, the cheapest of all${where}`;
}

/** What to do where no instance holds a replica. */
function withoutFitting(
  having: readonly PoolPrice[],
  accelerator: string,
  { gpusPerReplica, parallel }: HousedPool,
): string {
  const most = Math.max(0, ...having.map(({ gpusPerUnit }) => gpusPerUnit));
  const stages = gpusPerReplica / most;
  const isStaged = Number.isInteger(stages) && (parallel?.pipeline ?? 1) === 1;
  return [
    most === 0
      ? `no instance with a known price has ${accelerator}: `
      : `the largest with a known price has ${most} × ${accelerator}: use at most ${most} gpusPerReplica, `,
    isStaged ? `parallel: { pipeline: ${stages} }, whose stages may stand in instances of their own, ` : '',
    'prices.rows of your own with gpu and gpus, or price: { perGpuHour: … }',
  ].join('');
}

/** The catalogue's id of a pool's accelerator; undefined where there is none, or where the catalogue lacks it. */
function catalogueAccelerator({ accelerator }: HousedPool, catalog: Catalog): string | undefined {
  const name = typeof accelerator === 'string' ? accelerator : accelerator?.name;
  const found = name === undefined ? undefined : lookUp(catalog, 'accelerator', name);
  return found?.found === true ? found.row.id : undefined;
}
