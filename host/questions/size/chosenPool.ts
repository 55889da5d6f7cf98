import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { InputProblemError } from '../../files/inputProblem.ts';

/** The place of a pool by its id, which may be left out where there is one. Throws `InputProblemError`. */
export function chosenPool(file: string, { pools }: ScenarioDocument, poolId: string | undefined): number {
  const ids = pools.map(({ id }) => id);
  if (poolId === undefined && ids.length === 1) return 0;
  const index = poolId === undefined ? -1 : ids.indexOf(poolId);
  if (index >= 0) return index;
  const message =
    poolId === undefined ? 'there are several pools: say which one' : `there is no pool '${poolId}'`;
  throw new InputProblemError([{ file, path: 'pools', message, suggestion: `--pool ${ids.join(' or ')}` }]);
}
