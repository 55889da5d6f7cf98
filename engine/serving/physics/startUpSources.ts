import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import { START_UP_STAGES } from '../../scenario/living/livingSpec.ts';
import type { StartUpSource } from '../../scenario/living/startUpSource.ts';
import type { PoolStartUpInput } from './poolStartUp.ts';

type Pool = { readonly id: string } & Pick<PoolStartUpInput, 'startUp'>;

/** Of the pools whose start-up the catalogue answers for, in their order. */
export function startUpSources(pools: readonly Pool[], catalog: Catalog): readonly StartUpSource[] {
  return pools.flatMap(({ id, startUp }): StartUpSource[] => {
    const preset = startUp === 'auto' ? catalog.startUps[0]?.id : startUp?.preset;
    const found = preset === undefined ? undefined : lookUp(catalog, 'startUp', preset);
    if (found?.found !== true) return [];
    const { row } = found;
    const stages = START_UP_STAGES.flatMap((stage) => {
      const known = row.stages[stage];
      if (known === undefined || (typeof startUp === 'object' && Object.hasOwn(startUp, stage))) return [];
      const { source, date, caution } = known;
      return [{ stage, source, date, ...(caution === undefined ? {} : { caution }) }];
    });
    return [{ pool: id, preset: row.id, name: row.name, stages }];
  });
}
