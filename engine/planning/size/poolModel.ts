import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import type { Model } from '../../catalog/modelSchema.ts';

/** The model that a pool names or describes; undefined where it does neither, or the catalogue lacks it. */
export function poolModel(
  pool: { readonly model?: string | Model | undefined },
  catalog: Catalog,
): Model | undefined {
  if (typeof pool.model !== 'string') return pool.model;
  const found = lookUp(catalog, 'model', pool.model);
  return found.found ? found.row : undefined;
}
