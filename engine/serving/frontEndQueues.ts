import type { FrontEndSpec } from '../scenario/spec.ts';
import { widened } from './widened.ts';

/**
 * The front ends of a pool's replicas. Who comes first leaves first, so that each is a queue, linked by the slots' `next`;
 * when a request leaves stands in `admission`, which it needs only once it is admitted.
 */
export interface FrontEnds {
  readonly spec: FrontEndSpec;
  /** First and last slot of each replica's queue, −1 for none, and how many there are. */
  head: Int32Array;
  tail: Int32Array;
  count: Int32Array;
  /** Until when each has somebody to work for, seconds. */
  free: Float64Array;
}

export function createFrontEnds(spec: FrontEndSpec, replicas: number): FrontEnds {
  return {
    spec,
    head: new Int32Array(replicas).fill(-1),
    tail: new Int32Array(replicas).fill(-1),
    count: new Int32Array(replicas),
    free: new Float64Array(replicas).fill(Number.NEGATIVE_INFINITY),
  };
}

/** Makes room for `replicas` numbers (more than there are). */
export function growFrontEnds(front: FrontEnds, replicas: number): void {
  const before = front.head.length;
  front.head = widened(front.head, replicas).fill(-1, before);
  front.tail = widened(front.tail, replicas).fill(-1, before);
  front.count = widened(front.count, replicas);
  front.free = widened(front.free, replicas).fill(Number.NEGATIVE_INFINITY, before);
}
