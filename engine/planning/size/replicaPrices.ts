import type { Catalog } from '../../catalog/catalog.ts';
import type { InstancePrices } from '../../pricing/instancePrices.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { trustedPrices } from '../../scenario/prices/cheapestInstances.ts';
import type { ScenarioDocument } from '../../scenario/schema.ts';
import { holdsReplica, type ReplicaShape } from '../../scenario/wholeUnits.ts';
import { presentAccelerator } from './poolAccelerator.ts';

/** What a search may pay. */
export interface SizePrices {
  /** What the pool pays now, for the accelerator that it has. */
  readonly own: PoolPrice | undefined;
  readonly instances: InstancePrices;
}

/** Where a replica may stand; each left out is everywhere. */
export interface Offer extends ReplicaShape {
  readonly accelerator: string;
  /** First part of an instance's id, such as `gcp`. A price of the pool's own that is of no instance is of none. */
  readonly providers?: readonly string[] | undefined;
  /** Third part of it, such as `us-central1`. */
  readonly regions?: readonly string[] | undefined;
}

/**
 * What a replica may be paid by: instances that hold one, by the rule that a document is held against. The pool's own price comes first, for the
 * accelerator that it has, where it is not of an instance that is among them. Prices that need a check are among them by the rule of
 * `trustedPrices`: one is asked for where its provider is named, or where the pool pays it now.
 */
export function replicaPrices(
  pool: ScenarioDocument['pools'][number],
  { own, instances }: SizePrices,
  catalog: Catalog,
  offer: Offer,
): readonly PoolPrice[] {
  const isOwn = presentAccelerator(pool, catalog) === offer.accelerator;
  const known = [...instances.values()].flat().map(({ instance }) => instance);
  const owns = own !== undefined && isOwn && !known.includes(own.instance) ? [own] : [];
  const offered = [...owns, ...(instances.get(offer.accelerator) ?? [])].filter(
    (price) => isHeld(price, offer) && isOffered(price, offer),
  );
  return trustedPrices(
    offered,
    ({ instance }) =>
      offer.providers?.includes(placeOf(instance).provider) === true ||
      (isOwn && own !== undefined && instance === own.instance),
  );
}

/** Whether what is paid as one holds a replica; single GPUs hold any. */
export function isHeld({ unit, gpusPerUnit }: PoolPrice, shape: ReplicaShape): boolean {
  return unit === 'GPU-hour' || holdsReplica(gpusPerUnit, shape);
}

/** Whether a price is of these providers and regions. */
export function isOffered(
  { instance }: Pick<PoolPrice, 'instance'>,
  { providers, regions }: Pick<Offer, 'providers' | 'regions'>,
): boolean {
  const { provider, region } = placeOf(instance);
  return (providers?.includes(provider) ?? true) && (regions?.includes(region) ?? true);
}

/** Who offers an instance, and where, by its id `provider/type/region`; empty where it says neither. */
export function placeOf(instance: string | undefined): {
  readonly provider: string;
  readonly region: string;
} {
  const [provider = '', , region = ''] = instance?.split('/') ?? [];
  return { provider, region };
}
