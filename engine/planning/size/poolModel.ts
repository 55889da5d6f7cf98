import type { Catalog } from '../../catalog/catalog.ts';
import { type ModelReference, modelOf } from '../../catalog/modelOf.ts';
import type { Model } from '../../catalog/modelSchema.ts';

/** The model that a pool names or describes; undefined where it does neither, or the catalogue lacks it. */
export function poolModel(
  pool: { readonly model?: ModelReference | undefined },
  catalog: Catalog,
): Model | undefined {
  if (pool.model === undefined) return undefined;
  const found = modelOf(pool.model, catalog);
  return 'problem' in found ? undefined : found.model;
}
