/** What a pool's replicas depend on beside the pool itself, as far as it can be read. */
export interface PoolSurroundings {
  /** Since 1970. Undefined where it is wrong. */
  readonly startSeconds: number | undefined;
  /** Undefined where it is not known yet. */
  readonly horizonSeconds: number | undefined;
  /** Of the workloads that the pool serves. */
  readonly arrivals: readonly unknown[];
}
