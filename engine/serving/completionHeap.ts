/**
 * One binary min-heap a replica, all in one Float64Array: replica r owns
 * `heap[r·stride … r·stride + size)`. A key packs the decode step at which a sequence
 * finishes with its slot, so one float orders and names it.
 */

/** Slots a pool may hold in flight; a key is finishStep · SLOT_LIMIT + slot. */
export const SLOT_LIMIT = 2 ** 23;
const SLOTS = 2 ** 23;
const PER_SLOT = 2 ** -23;

/** Key of a sequence in `slot` that finishes at decode step `step` (below 2^30: keys are exact integers). */
export function completionKey(step: number, slot: number): number {
  return step * SLOTS + slot;
}

/** The decode step a key finishes at (a product by 2^-23 is exact; `%` on doubles is a slow call). */
export function keyStep(key: number): number {
  return Math.floor(key * PER_SLOT);
}

/** The slot a key names. */
export function keySlot(key: number): number {
  return (key - Math.floor(key * PER_SLOT) * SLOTS) | 0;
}

/** Adds a key to the heap of `size` keys at `base`. */
export function heapPush(heap: Float64Array, base: number, size: number, key: number): void {
  let hole = size;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[base + parent];
    if (above <= key) break;
    heap[base + hole] = above;
    hole = parent;
  }
  heap[base + hole] = key;
}

/** Removes the smallest key of a heap of `size` (≥ 1) keys; read it first at `heap[base]`. */
export function heapPop(heap: Float64Array, base: number, size: number): void {
  siftDown(heap, base, size - 1, 0, heap[base + size - 1]);
}

/** Removes the key at position `at` of a heap of `size` keys. */
export function heapRemoveAt(heap: Float64Array, base: number, size: number, at: number): void {
  const last = heap[base + size - 1];
  if (at === size - 1) return;
  if (at > 0 && heap[base + ((at - 1) >> 1)] > last) heapPush(heap, base, at, last);
  else siftDown(heap, base, size - 1, at, last);
}

function siftDown(heap: Float64Array, base: number, size: number, from: number, key: number): void {
  let hole = from;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[base + child + 1] < heap[base + child]) child++;
    const below = heap[base + child];
    if (below >= key) break;
    heap[base + hole] = below;
    hole = child;
  }
  heap[base + hole] = key;
}
