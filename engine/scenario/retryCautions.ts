import { canBeLost } from './living/canBeLost.ts';
import type { PlacedProblem } from './reading/problems.ts';
import type { ScenarioDocument } from './schema.ts';
import type { SimulationSpec } from './spec.ts';

/** Clients that never ask again, as their pool turns nobody away and loses nothing for good; paths are within the document. */
export function retryCautions(
  { workloads }: Pick<ScenarioDocument, 'workloads'>,
  { pools }: Pick<SimulationSpec, 'pools'>,
): readonly PlacedProblem[] {
  return workloads.flatMap(({ retry, target }, index) => {
    const pool = pools.find(({ id }) => id === target);
    if (retry === undefined || pool === undefined || canBeLost(pool)) return [];
    return [
      {
        path: ['workloads', index, 'retry'],
        message: `never acts: ${target} turns no request away for want of a replica and loses none for good`,
        suggestion: `queueSeconds of ${target}, or onLoss: fail where its replicas may be gone or are stopped (drainSeconds)`,
      },
    ];
  });
}
