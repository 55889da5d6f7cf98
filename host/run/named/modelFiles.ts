import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { PlacedProblem } from '../../../engine/scenario/reading/problems.ts';
import type { PoolDocument, ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { readModelFile } from '../../files/modelFile.ts';
import type { TraceSource } from '../inspectTraces.ts';
import { namedFile } from './namedFile.ts';

/** The configuration file that a pool names for its model, if any. */
export function modelFileOf({ model }: Pick<PoolDocument, 'model'>): string | undefined {
  return typeof model === 'object' && 'config' in model ? model.config : undefined;
}

/** The document with the models that its pools name by file described in it, so that what is stored goes by what is in the files. */
export function withModelFiles(
  document: ScenarioDocument,
  source: Pick<TraceSource, 'locateTrace'>,
  place: (problem: PlacedProblem) => Problem,
  problems: Problem[],
): ScenarioDocument {
  if (document.pools.every((pool) => modelFileOf(pool) === undefined)) return document;
  const pools = document.pools.map((pool, index) => {
    const file = modelFileOf(pool);
    if (file === undefined) return pool;
    const path = ['pools', index, 'model', 'config'];
    const model = namedFile(file, path, readModelFile, source, place, problems);
    return model === undefined ? pool : { ...pool, model };
  });
  return { ...document, pools };
}
