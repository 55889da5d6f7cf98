/** Knative's pod autoscaler; it looks at multiples of `tickSeconds`. */
export interface KnativeSpec {
  readonly kind: 'knative';
  readonly min: number;
  readonly max: number;
  readonly metric: 'concurrency' | 'rps';
  /** Of a replica, after utilization. */
  readonly target: number;
  /** Of a replica, before utilization. */
  readonly capacity: number;
  readonly stableWindowSeconds: number;
  readonly panicWindowSeconds: number;
  /** 2: twice the ready replicas asked for is a rush. */
  readonly panicThreshold: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  readonly scaleDownDelaySeconds: number;
  readonly scaleToZeroGraceSeconds: number;
  readonly retentionSeconds: number;
  readonly activationScale: number;
  /** −1: without bound. */
  readonly targetBurstCapacity: number;
  readonly tickSeconds: number;
}
