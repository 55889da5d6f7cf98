import type { PoolSpec } from '../../spec.ts';
import { canBeGone } from './canBeGone.ts';

/** Whether a pool may have fewer replicas than it wants: some were taken from it, or there is no machine to be had. */
export function canBeShort(pool: Pick<PoolSpec, 'living'>): boolean {
  return canBeGone(pool) || pool.living?.stock !== undefined;
}
