import { createMinimumTree, keyChanged, type MinimumTree } from '../../routing/minimumTree.ts';
import { growReplicas } from '../../serving/poolState.ts';
import { widened } from '../../serving/widened.ts';
import type { LivingPool } from './livingPool.ts';

/** Makes room for so many replica numbers (more than there are): only while an event is handled, for slices hold the arrays. */
export function growPool(pool: LivingPool, capacity: number): void {
  growReplicas(pool.state, capacity);
  pool.takes = widened(pool.takes, capacity);
  if (pool.due !== undefined) pool.due = widerTree(pool.due.key, capacity);
  if (pool.load !== undefined) pool.load = widerTree(pool.load.key, capacity);
}

function widerTree(keys: Float64Array, capacity: number): MinimumTree {
  const tree = createMinimumTree(capacity, Number.POSITIVE_INFINITY);
  for (let r = 0; r < keys.length; r++) {
    tree.key[r] = keys[r];
    keyChanged(tree, r);
  }
  return tree;
}
