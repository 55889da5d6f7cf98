import type { Catalog } from '../catalog/catalog.ts';
import { lookUp } from '../catalog/lookUp.ts';
import { nameKey } from '../catalog/nameKey.ts';
import type { PriceFile } from '../scenario/prices/priceSchema.ts';
import { type PoolPrice, type PricedDocument, resolvePrices } from './poolPrice.ts';

/** What instances cost a pool, by the catalogue id of their accelerator. */
export type InstancePrices = ReadonlyMap<string, readonly PoolPrice[]>;

/**
 * What a pool would pay for each instance that the catalogue, the scenario's own prices or its price file has, as
 * `resolvePrices` has it: converted, less what was negotiated. Left out are those that no rate of exchange converts, and
 * rows of the user's own that name no accelerator of the catalogue (`gpu`).
 */
export function instancePrices(
  pool: string,
  document: Omit<PricedDocument, 'pools'>,
  catalog: Catalog,
  file?: PriceFile,
): InstancePrices {
  const instances = [...instanceAccelerators(document, catalog, file).values()];
  const pools = instances.map(({ instance }) => ({ id: pool, price: { instance } }));
  const { prices } = resolvePrices({ ...document, pools }, catalog, file);
  const found = new Map<string, PoolPrice[]>();
  instances.forEach(({ accelerator }, index) => {
    const price = prices[index];
    if (price !== undefined) found.set(accelerator, [...(found.get(accelerator) ?? []), price]);
  });
  return found;
}

/** An instance as it is named, and the catalogue id of its accelerator. */
interface KnownInstance {
  readonly instance: string;
  readonly accelerator: string;
}

/**
 * What is in each instance that the catalogue, the scenario's own prices or its price file has, by the key of its name.
 * Left out are rows of the user's own that name no accelerator of the catalogue (`gpu`).
 */
export function instanceAccelerators(
  document: Pick<PricedDocument, 'prices'>,
  catalog: Catalog,
  file?: PriceFile,
): ReadonlyMap<string, KnownInstance> {
  const known = new Map<string, KnownInstance>();
  for (const { instance, gpu } of [...(document.prices?.rows ?? []), ...(file?.rows ?? [])]) {
    const found = gpu === undefined ? undefined : lookUp(catalog, 'accelerator', gpu);
    if (found?.found === true) known.set(nameKey(instance), { instance, accelerator: found.row.id });
  }
  for (const { id: instance, accelerator } of catalog.instances) {
    known.set(nameKey(instance), { instance, accelerator });
  }
  return known;
}
