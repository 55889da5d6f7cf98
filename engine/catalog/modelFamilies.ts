/** What Transformers takes for a key that a configuration of a kind of model leaves out (its configuration classes). */
export interface ModelFamily {
  /** Two matrices in the feed-forward, not three. */
  readonly isPlain?: boolean;
  /** One table of words for input and output, unless it is said otherwise. */
  readonly isTied?: boolean;
  /** A learned table of positions. */
  readonly hasPositions?: boolean;
  /** Reads a prompt and generates nothing. */
  readonly isEncoder?: boolean;
  readonly defaults?: Readonly<Record<string, number>>;
}

const LLAMA: ModelFamily = {
  defaults: {
    hidden_size: 4096,
    intermediate_size: 11_008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    vocab_size: 32_000,
  },
};
const PLAIN_TIED: ModelFamily = { isPlain: true, isTied: true };
const POSITIONED: ModelFamily = { isPlain: true, isTied: true, hasPositions: true };
const ENCODER: ModelFamily = { isPlain: true, isTied: true, hasPositions: true, isEncoder: true };
const GATED_ENCODER: ModelFamily = { isTied: true, isEncoder: true };
const GEMMA_3: ModelFamily = {
  isTied: true,
  defaults: {
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    vocab_size: 262_208,
    max_position_embeddings: 131_072,
    sliding_window: 4096,
    sliding_window_pattern: 6,
  },
};

/** By `model_type`; a kind that is not here is read as one with three matrices and two tables of words. */
export const MODEL_FAMILIES: Readonly<Record<string, ModelFamily>> = {
  llama: LLAMA,
  gemma: { isTied: true },
  gemma2: { isTied: true, defaults: { sliding_window_pattern: 2 } },
  gemma3: GEMMA_3,
  gemma3_text: GEMMA_3,
  gpt2: POSITIONED,
  gpt_neo: POSITIONED,
  opt: POSITIONED,
  gpt_bigcode: POSITIONED,
  gptj: { isPlain: true },
  gpt_neox: { isPlain: true },
  phi: { isPlain: true },
  nemotron: { isPlain: true },
  starcoder2: PLAIN_TIED,
  mpt: PLAIN_TIED,
  bloom: { ...PLAIN_TIED, defaults: { seq_length: 2048 } },
  falcon: { ...PLAIN_TIED, defaults: { max_position_embeddings: 2048 } },
  cohere: { isTied: true },
  cohere2: { isTied: true, defaults: { sliding_window_pattern: 4 } },
  gpt_oss: { defaults: { sliding_window_pattern: 2 } },
  bert: ENCODER,
  roberta: ENCODER,
  'xlm-roberta': ENCODER,
  distilbert: ENCODER,
  mpnet: ENCODER,
  electra: ENCODER,
  camembert: ENCODER,
  modernbert: GATED_ENCODER,
  nomic_bert: GATED_ENCODER,
  new: GATED_ENCODER,
};

/** Kinds whose layers are no transformer's as Fleetcast describes them, and what they are. */
export const UNREADABLE_TYPES: Readonly<Record<string, string>> = {
  mamba: 'a state-space model without attention',
  mamba2: 'a state-space model without attention',
  falcon_mamba: 'a state-space model without attention',
  rwkv: 'a recurrent model without attention',
  nemotron_h: 'a hybrid whose layers are either attention, state space or feed-forward',
  falcon_h1: 'a hybrid with attention and state space in one layer',
  t5: 'an encoder and a decoder in one',
  mt5: 'an encoder and a decoder in one',
  bart: 'an encoder and a decoder in one',
  whisper: 'a speech model',
  clip: 'a pair of encoders',
};
