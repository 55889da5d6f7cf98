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
  /** Place among the counted requests of the window; written after merging, where rows are audited. */
  readonly sequence: Float64Array;
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
    sequence: new Float64Array(capacity),
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

/** Copies row `from` of one batch to the end of another that has room for it. */
export function appendRequest(to: RequestBatch, batch: RequestBatch, from: number): void {
  const at = to.count++;
  to.arrivalSeconds[at] = batch.arrivalSeconds[from];
  to.promptTokens[at] = batch.promptTokens[from];
  to.outputTokens[at] = batch.outputTokens[from];
  to.cachedTokens[at] = batch.cachedTokens[from];
  to.account[at] = batch.account[from];
  to.sequence[at] = batch.sequence[from];
}
