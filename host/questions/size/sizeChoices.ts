import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import { inlineAccelerator } from '../../../engine/planning/size/poolAccelerator.ts';
import { poolModel } from '../../../engine/planning/size/poolModel.ts';
import { possibleLayouts } from '../../../engine/planning/size/sizeLayouts.ts';
import type { SizePrices } from '../../../engine/planning/size/replicaPrices.ts';
import { SIZE_DEGREES, type SizeChoices } from '../../../engine/planning/size/sizeOptions.ts';
import { onDemandOf, reservedOf, spotOf } from '../../../engine/scenario/living/capacity/capacitySchema.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { InputProblemError } from '../../files/inputProblem.ts';

/** Accelerators by their catalogue id, and what a search needs of the pool. Throws `InputProblemError` where they are none. */
export function checkedChoices(
  file: string,
  pool: ScenarioDocument['pools'][number],
  catalog: Catalog,
  choices: SizeChoices,
): SizeChoices {
  const wrong = (path: string, message: string, suggestion: string): never => {
    throw new InputProblemError([{ file, path, message, suggestion }]);
  };
  if (pool.autoscale !== undefined) {
    wrong(
      `pools.${pool.id}.autoscale`,
      'a fixed number of replicas is searched for, and this pool’s number is set by an autoscaler',
      'fleetcast size searches the autoscaler’s settings; for hardware, replicas in place of autoscale',
    );
  }
  if (spotOf(pool.capacity) !== undefined) {
    wrong(
      `pools.${pool.id}.capacity`,
      'a deployment is searched for at prices on demand, and some of this pool’s capacity is spot',
      'size it without the entry of kind: spot, and compare what is found with the same on spot',
    );
  }
  const [reserved] = reservedOf(pool.capacity);
  if (reserved !== undefined) {
    wrong(
      `pools.${pool.id}.capacity`,
      `a deployment is searched for at prices on demand, and this pool has a ${reserved.kind}`,
      `size it without the entry of kind: ${reserved.kind}, and compare what is found with the same beside it`,
    );
  }
  if (onDemandOf(pool.capacity)?.interruptions !== undefined) {
    wrong(
      `pools.${pool.id}.capacity`,
      'a deployment is searched for that is always there, and machines on demand may be out of stock for this pool',
      'size it without interruptions of the entry of kind: on-demand, and compare what is found with the same beside them',
    );
  }
  if (pool.model === undefined) {
    wrong(
      `pools.${pool.id}.model`,
      'a deployment cannot be searched for without a model',
      'name one of the catalogue',
    );
  }
  if (pool.stepTime !== 'auto') {
    wrong(
      `pools.${pool.id}.stepTime`,
      'measured step times hold for one accelerator only, so there is nothing to search',
      'use auto',
    );
  }
  if (pool.batching.kvBlocks !== 'auto') {
    wrong(
      `pools.${pool.id}.batching.kvBlocks`,
      'a number of KV blocks holds for one deployment only, so there is nothing to search',
      'use auto',
    );
  }
  const accelerators = choices.accelerators?.map((name) => {
    if (name === inlineAccelerator(pool)) return name;
    const found = lookUp(catalog, 'accelerator', name);
    if (found.found) return found.row.id;
    return wrong(
      '--accelerator',
      `the catalogue has no accelerator '${name}'`,
      found.suggestions.length > 0
        ? `did you mean ${found.suggestions.join(' or ')}?`
        : 'see scenarios/catalog/accelerators.yaml',
    );
  });
  return { ...choices, accelerators };
}

/** What there is, where what was asked for is nothing. */
export function nothingToSearch(
  file: string,
  pool: ScenarioDocument['pools'][number],
  { instances }: SizePrices,
  { gpusPerReplica }: SizeChoices,
  catalog: Catalog,
): Problem {
  const all = [...instances.values()].flat();
  const providers = [...new Set(all.map(({ instance = '' }) => instance.split('/')[0]))].sort();
  const most = Math.max(...all.map(({ gpusPerUnit }) => gpusPerUnit));
  const model = poolModel(pool, catalog);
  const layouts = new Set((gpusPerReplica ?? SIZE_DEGREES).flatMap((gpus) => possibleLayouts(model, gpus)));
  return {
    file,
    path: `pools.${pool.id}`,
    message: 'no deployment that was asked for has a price',
    suggestion:
      all.length === 0
        ? 'the catalogue’s prices are in USD: give prices.exchangeRates, or prices.rows of your own with their gpu'
        : `providers are ${providers.join(', ')}; the largest instance has ${most} GPUs; they may share the model as ${[...layouts].join(', ')}; accelerators with a price: ${[...instances.keys()].join(', ')}`,
  };
}
