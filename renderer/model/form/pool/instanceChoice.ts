import { cheapestInstances } from '../../../../engine/scenario/prices/cheapestInstances.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { replicaBounds } from '../../../../engine/scenario/living/replicaBounds.ts';
import { holdsReplica } from '../../../../engine/scenario/wholeUnits.ts';
import type { CatalogEntry, CatalogLists, InstanceEntry } from '../../../../host/api/types.ts';

/** What of a pool decides which instances hold it, as far as it can be read. */
export interface HousedPool {
  /** As the catalogue has it; undefined where it is described, unknown or left out. */
  readonly accelerator: string | undefined;
  readonly gpusPerReplica: number;
  readonly pipeline: number;
  /** The most at a time. */
  readonly replicas: number;
  /** The instance that it pays, as it is written. */
  readonly instance: string | undefined;
}

/** A pool of a document, with the schema's defaults for what is left out or not a number. */
export function housedPool(raw: unknown, index: number, catalog: CatalogLists | undefined): HousedPool {
  const at = (...path: string[]): unknown => valueAt(raw, ['pools', index, ...path]);
  const count = (value: unknown): number =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 1;
  const instance = at('price', 'instance');
  return {
    accelerator: entryNamed(catalog?.accelerators, at('accelerator'))?.id,
    gpusPerReplica: count(at('gpusPerReplica')),
    pipeline: count(at('parallel', 'pipeline')),
    replicas: replicaBounds(at()).most,
    instance: typeof instance === 'string' ? instance : undefined,
  };
}

/** An entry by its id or another spelling, as the catalogue itself is read. */
export function entryNamed<Entry extends CatalogEntry>(
  entries: readonly Entry[] | undefined,
  name: unknown,
): Entry | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const key = (spelling: string): string => spelling.toLowerCase().replaceAll(/[\s_-]/g, '');
  const wanted = key(name);
  return entries?.find(({ id, aliases }) => [id, ...aliases].some((spelling) => key(spelling) === wanted));
}

/** Instances of the catalogue that hold a pool's replicas, cheapest for all of them first; of any accelerator where its own is not known. */
export function fittingInstances(pool: HousedPool, { instances }: CatalogLists): readonly InstanceEntry[] {
  const having = instances
    .filter(({ accelerator }) => pool.accelerator === undefined || accelerator === pool.accelerator)
    .map((entry) => ({ ...entry, gpusPerUnit: entry.gpus, unitPrice: entry.usdPerHour }));
  const ids = cheapestInstances(having, pool).map(({ id }) => id);
  return ids.flatMap((id) => instances.filter((entry) => entry.id === id));
}

/**
 * The instance that a pool should pay instead of the one that it does: the cheapest that fits. Undefined where its own
 * does, where it pays none, and where what its own has is not known.
 */
export function betterInstance(pool: HousedPool, catalog: CatalogLists): InstanceEntry | undefined {
  const paid = entryNamed(catalog.instances, pool.instance);
  if (paid === undefined || pool.accelerator === undefined) return undefined;
  if (paid.accelerator === pool.accelerator && holdsReplica(paid.gpus, pool)) return undefined;
  return fittingInstances(pool, catalog).at(0);
}
