import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import { dependsOnSize, startUpOf } from '../../catalog/startUpOf.ts';
import type { StartUpSpec } from '../../scenario/living/livingSpec.ts';
import type { PhysicsProblem } from './physicsProblem.ts';

/** What a pool says of its start-up, as far as the catalogue has to answer for it. */
export interface PoolStartUpInput {
  readonly gpusPerReplica: number;
  readonly startUp?: 'auto' | { readonly preset?: string | undefined } | undefined;
  readonly capacity?: readonly { readonly gpusPerNode?: number | undefined }[] | undefined;
}

/**
 * The stages of a pool's start-up as the catalogue has them; undefined where the document does not ask for it, or where it
 * cannot be told, which is added to the problems. Of a replica on several machines each reads its part of the weights.
 */
export function poolStartUp(
  { startUp, gpusPerReplica, capacity }: PoolStartUpInput,
  modelBytes: number | undefined,
  catalog: Catalog,
  problems: PhysicsProblem[],
): StartUpSpec | undefined {
  const preset = startUp === 'auto' ? catalog.startUps[0]?.id : startUp?.preset;
  if (preset === undefined) return undefined;
  const found = lookUp(catalog, 'startUp', preset);
  if (!found.found) {
    const near = found.suggestions.length > 0 ? found.suggestions : catalog.startUps.map(({ id }) => id);
    problems.push({
      path: ['startUp', 'preset'],
      message: `the catalogue has no start-up '${preset}'`,
      suggestion:
        found.suggestions.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${near.join(', ')}`,
    });
    return undefined;
  }
  if (modelBytes === undefined && dependsOnSize(found.row)) {
    problems.push({
      path: ['startUp'],
      message: `${startUp === 'auto' ? 'startUp: auto' : found.row.id} goes by the size of the model, and none is given`,
      suggestion:
        'name a model, or give the stages: { provision: 5s, boot: 5min, image: 1min, weights: 30s, warmUp: 1min }',
    });
    return undefined;
  }
  const gpusPerNode = capacity?.[0]?.gpusPerNode ?? gpusPerReplica;
  return startUpOf((modelBytes ?? 0) / Math.max(1, gpusPerReplica / gpusPerNode), found.row);
}
