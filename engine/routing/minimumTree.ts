/**
 * Tournament trees over R replicas: O(log R) to change a key, O(1) to ask who is
 * smallest. Ties go to the lower index, because the left child wins them.
 */
export interface MinimumTree {
  /** Number of leaves, a power of two. */
  readonly leaves: number;
  readonly key: Float64Array;
  /** winner[1] is the index of the smallest key. */
  readonly winner: Int32Array;
}

/** A tree over `count` keys, all `initial`. */
export function createMinimumTree(count: number, initial: number): MinimumTree {
  let leaves = 1;
  while (leaves < count) leaves *= 2;
  const key = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY);
  key.fill(initial, 0, count);
  const winner = new Int32Array(2 * leaves);
  for (let i = 0; i < leaves; i++) winner[leaves + i] = i;
  const tree = { leaves, key, winner };
  for (let node = leaves - 1; node >= 1; node--) {
    const left = winner[2 * node];
    const right = winner[2 * node + 1];
    winner[node] = key[right] < key[left] ? right : left;
  }
  return tree;
}

/** Settles the tree after `key[index]` was written. */
export function keyChanged(tree: MinimumTree, index: number): void {
  const { key, winner } = tree;
  for (let node = (tree.leaves + index) >> 1; node >= 1; node >>= 1) {
    const before = winner[node];
    const left = winner[2 * node];
    const right = winner[2 * node + 1];
    const after = key[right] < key[left] ? right : left;
    // Nobody above can tell the difference when another key won here before and still does.
    if (after === before && after !== index) return;
    winner[node] = after;
  }
}

/** Index of the smallest key, the lowest of equals. */
export function smallest(tree: MinimumTree): number {
  return tree.winner[1];
}
