import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import { modelOf } from '../../../engine/catalog/modelOf.ts';
import { type ReplicaBounds, replicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';
import type { PoolDocument } from '../../../engine/scenario/schema.ts';
import { choosePrecision } from '../../../engine/serving/physics/poolPhysics.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';

/** What a pool is made of, as a comparison tells it. */
export interface ComparedPool {
  readonly id: string;
  /** Name of the catalogue, or of the document’s own; absent where only step times are given. */
  readonly accelerator?: string;
  readonly model?: string;
  readonly gpusPerReplica: number;
  readonly replicas: ReplicaBounds;
  /** Of the weights, `auto` made out; absent without a model. */
  readonly precision?: string;
}

/** How a model or an accelerator is called whose figures the document gives itself. */
export const OWN = 'its own';

/** The pools of a prepared scenario, in its order, with the names that the catalogue gives them. */
export function comparedPools({ checked }: Pick<PreparedRun, 'checked'>): readonly ComparedPool[] {
  const catalog = readCatalog();
  return checked.pools.map((pool) => {
    const accelerator = acceleratorOf(pool, catalog);
    const model = namedModelOf(pool, catalog);
    return {
      id: pool.id,
      gpusPerReplica: pool.gpusPerReplica,
      replicas: replicaBounds(pool),
      ...(accelerator === undefined ? {} : { accelerator: accelerator.name }),
      ...(model === undefined ? {} : { model: model.name }),
      ...(accelerator === undefined || model === undefined
        ? {}
        : { precision: choosePrecision(pool.precision, model.value, accelerator.value) }),
    };
  });
}

function acceleratorOf({ accelerator }: PoolDocument, catalog: Catalog) {
  if (accelerator === undefined) return undefined;
  if (typeof accelerator !== 'string') return { name: OWN, value: accelerator };
  const found = lookUp(catalog, 'accelerator', accelerator);
  return found.found ? { name: found.row.name ?? found.row.id, value: found.row } : undefined;
}

function namedModelOf({ model }: PoolDocument, catalog: Catalog) {
  if (model === undefined) return undefined;
  const found = modelOf(model, catalog);
  if ('problem' in found) return undefined;
  const isOwn = typeof model !== 'string' && found.resembles === undefined;
  return { name: isOwn ? OWN : found.name, value: found.model };
}
