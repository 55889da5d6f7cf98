import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';

interface AcceleratedPool {
  readonly accelerator?: string | Accelerator | undefined;
}

/** The name of an accelerator that the pool describes itself; undefined where it names one of the catalogue, or none. */
export function inlineAccelerator({ accelerator }: AcceleratedPool): string | undefined {
  return typeof accelerator === 'object' ? (accelerator.name ?? 'this accelerator') : undefined;
}

/** An accelerator by its catalogue id, or the one that the pool describes by its name there. */
export function searchedAccelerator(
  pool: AcceleratedPool,
  catalog: Catalog,
  name: string,
): Accelerator | undefined {
  if (typeof pool.accelerator === 'object' && name === inlineAccelerator(pool)) return pool.accelerator;
  return catalog.accelerators.find(({ id }) => id === name);
}

/** The accelerator that the pool has now, as a search names it; undefined where it has none that is known. */
export function presentAccelerator(pool: AcceleratedPool, catalog: Catalog): string | undefined {
  if (typeof pool.accelerator !== 'string') return inlineAccelerator(pool);
  const found = lookUp(catalog, 'accelerator', pool.accelerator);
  return found.found ? found.row.id : undefined;
}
