import type { PoolSpec } from '../../spec.ts';

/** Whether replicas of a pool may be taken from it: by failures, or with their spot. */
export function canBeGone({ living }: Pick<PoolSpec, 'living'>): boolean {
  return living?.failures !== undefined || living?.spot !== undefined;
}
