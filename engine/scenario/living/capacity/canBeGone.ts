import type { PoolSpec } from '../../spec.ts';

/** Whether replicas of a pool may be taken from it: by failures, with their spot, or at the end of a capacity block. */
export function canBeGone({ living }: Pick<PoolSpec, 'living'>): boolean {
  return (
    living?.failures !== undefined ||
    living?.spot !== undefined ||
    living?.reserved?.some(({ kind }) => kind === 'capacity-block') === true
  );
}
