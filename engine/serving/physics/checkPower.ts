import type { Accelerator } from '../../catalog/acceleratorSchema.ts';
import type { PhysicsProblem } from './physicsProblem.ts';
import type { Named } from './poolReferences.ts';

/** Watts that cannot be, or that nobody has given. */
export function checkPower(
  { idleWatts, peakWatts }: { readonly idleWatts: number; readonly peakWatts?: number | undefined },
  gpusPerReplica: number,
  accelerator: Named<Accelerator> | undefined,
  problems: PhysicsProblem[],
): void {
  const tdpWatts = accelerator?.value.tdpWatts;
  const peak = peakWatts ?? (tdpWatts === undefined ? undefined : tdpWatts * gpusPerReplica);
  if (peak === undefined) {
    problems.push({
      path: ['power', 'peakWatts'],
      message: `is needed: the catalogue has no thermal design power of ${accelerator?.name ?? 'an accelerator that is not named'}`,
      suggestion: 'give what a replica draws in full use, such as peakWatts: 700',
    });
  } else if (idleWatts > peak) {
    problems.push({
      path: ['power', 'idleWatts'],
      message: `is above the ${peak} W that a replica draws at its peak`,
      suggestion: 'watts are those of a replica, all of its GPUs together',
    });
  }
}
