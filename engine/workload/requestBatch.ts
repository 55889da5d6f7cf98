/** A column store of requests in arrival order; sources fill it, pools read it. */
export interface RequestBatch {
  readonly capacity: number;
  count: number;
  /** Seconds since the horizon's start. */
  readonly arrivalSeconds: Float64Array;
  readonly promptTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly cachedTokens: Int32Array;
  /** Index into `SimulationSpec.accounts`. */
  readonly account: Uint16Array;
}

export function createRequestBatch(capacity: number): RequestBatch {
  return {
    capacity,
    count: 0,
    arrivalSeconds: new Float64Array(capacity),
    promptTokens: new Int32Array(capacity),
    outputTokens: new Int32Array(capacity),
    cachedTokens: new Int32Array(capacity),
    account: new Uint16Array(capacity),
  };
}

/**
 * A stream of requests in order of arrival. `fill` overwrites the batch from its start
 * and sets `count`; a count of 0 ends the stream. It answers at once where it can and
 * with a promise only where it must wait for a file.
 */
export interface RequestSource {
  fill(batch: RequestBatch): void | Promise<void>;
}
