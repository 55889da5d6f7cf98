/**
 * A request in flight is one row of floats, a cache line wide: serving writes it as the
 * request goes through, and the recorder reads it when it ends. (Hot modules bind the
 * columns to their own consts; see serving/poolState.)
 */
export const SLOT = {
  SLOT_STRIDE: 8,
  ARRIVAL: 0,
  /** Start of the step that first scheduled it, −1 before. */
  SCHEDULED: 1,
  /** Instant of the first token, −1 before. */
  FIRST_TOKEN: 2,
  PROMPT: 3,
  OUTPUT: 4,
  /** Prompt tokens found in the prefix cache; less than PROMPT. */
  CACHED: 5,
  /** Tokens emitted when it last left a batch. */
  EMITTED: 6,
  /** Tokens of prompt + emitted in KV, while its prefill spans steps. */
  PREFILLED: 7,
  /** In the place of PREFILLED: the instant of completion. */
  COMPLETED_AT: 7,
} as const;
