/** What a memory plan needs to know of a pool's batches. */
export interface PlannedBatching {
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly blockTokens: number;
  /** false: a step takes whole prompts. */
  readonly chunkedPrefill?: boolean | undefined;
}
