import type { PoolSpec } from '../spec.ts';
import { canBeGone } from './capacity/canBeGone.ts';

/** Whether a request of a pool may be turned away for want of a replica, or be lost for good with one. */
export function canBeLost({ living, ...pool }: Pick<PoolSpec, 'living'>): boolean {
  if (living === undefined) return false;
  const isStopped = living.drainSeconds < Number.POSITIVE_INFINITY;
  const isLost = living.onLoss === 'fail' && (isStopped || canBeGone({ ...pool, living }));
  return living.queueSeconds < Number.POSITIVE_INFINITY || isLost;
}
