/** Ray Serve's autoscaler; it looks at multiples of `loopSeconds`, and requests are counted at multiples of `metricsIntervalSeconds`. */
export interface RayServeSpec {
  readonly kind: 'ray-serve';
  readonly min: number;
  readonly max: number;
  readonly targetOngoingRequests: number;
  readonly lookBackSeconds: number;
  readonly metricsIntervalSeconds: number;
  readonly upscaleDelaySeconds: number;
  readonly downscaleDelaySeconds: number;
  /** Of the last replica. */
  readonly downscaleToZeroDelaySeconds: number;
  readonly upscalingFactor: number;
  readonly downscalingFactor: number;
  readonly loopSeconds: number;
}
