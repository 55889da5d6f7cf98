import { MODEL_FAMILIES, type ModelFamily, UNREADABLE_TYPES } from '../modelFamilies.ts';
import { nativePrecisionOf } from './modelConfigPrecision.ts';
import { visionParameters } from './modelConfigVision.ts';
import { linearLayers, slidingWindowOf } from './modelConfigLayers.ts';
import { type ConfigGroup, configKeys, groupAt, type ConfigKeys } from './modelConfigKeys.ts';

/** A model as a scenario describes one inline, before its schema has looked at it. */
export type InlineModel = Readonly<Record<string, unknown>>;

/** What a configuration says of a model, with all that had to be assumed; or why it cannot be read. */
export type ReadModelConfig =
  | { readonly model: InlineModel; readonly notes: readonly string[] }
  | { readonly problem: string; readonly suggestion: string };

const INSTEAD = 'describe it as model: { parameters: 30B, like: a model of the catalogue }';

/**
 * Reads a model's `config.json` as Hugging Face publishes it: dense, mixtures of experts, latent attention, sliding windows,
 * hybrids with linear attention, encoders, and the language part of models that see. Field names are those of Transformers.
 * Whatever the file leaves open is assumed as Transformers does, and said. Never throws.
 */
export function readModelConfig(text: string): ReadModelConfig {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return {
      problem: 'this is no JSON',
      suggestion: 'paste the whole config.json of the model, from { to }',
    };
  }
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole))
    return {
      problem: 'this is no configuration',
      suggestion: 'paste the whole config.json of the model, from { to }',
    };
  const top = whole as ConfigGroup;
  const config = groupAt(top, 'text_config', 'llm_config', 'language_config', 'thinker_config') ?? top;
  const type = String(config['model_type'] ?? top['model_type'] ?? '');
  const what = UNREADABLE_TYPES[type];
  if (what !== undefined)
    return { problem: `${type} is ${what}, which has no shape here`, suggestion: INSTEAD };
  if (config['is_encoder_decoder'] === true)
    return { problem: 'an encoder and a decoder in one have no shape here', suggestion: INSTEAD };
  return readDecoder(top, config, type, MODEL_FAMILIES[type] ?? {});
}

function readDecoder(
  top: ConfigGroup,
  config: ConfigGroup,
  type: string,
  family: ModelFamily,
): ReadModelConfig {
  const notes: string[] = [];
  const keys = configKeys(config, type, family, notes);
  const layers = keys.count('num_hidden_layers', 'n_layer', 'n_layers', 'num_layers');
  const hidden = keys.count('hidden_size', 'n_embd', 'n_embed', 'd_model', 'dim');
  const heads = keys.count('num_attention_heads', 'n_head', 'n_heads', 'num_heads');
  const vocab = keys.count('vocab_size', 'padded_vocab_size');
  const missing = Object.entries({
    num_hidden_layers: layers,
    hidden_size: hidden,
    num_attention_heads: heads,
    vocab_size: vocab,
  }).flatMap(([key, value]) => (value === undefined ? [key] : []));
  if (layers === undefined || hidden === undefined || heads === undefined || vocab === undefined)
    return {
      problem: `the configuration does not say ${missing.join(', ')}`,
      suggestion: 'is it the config.json of the whole model, and not of an adapter or a tokenizer?',
    };
  const isEncoder = family.isEncoder === true || isHeadless(top, type);
  const latentAttention = latentAttentionOf(config, keys);
  const kvHeads = latentAttention === undefined ? kvHeadsOf(config, keys, heads) : heads;
  const headDim =
    keys.count('head_dim', 'attention_head_size', 'd_kv') ??
    latentAttention?.valueDim ??
    Math.round(hidden / heads);
  const experts = expertsOf(config, keys, layers, type);
  const ownFfn = keys.count(
    'intermediate_size_mlp',
    'intermediate_size',
    'ffn_hidden_size',
    'n_inner',
    'd_ff',
    'ffn_dim',
    'hidden_dim',
  );
  const ffn = ownFfn ?? experts?.ffn ?? 4 * hidden;
  if (ownFfn === undefined && experts === undefined && family.isPlain !== true)
    notes.push('The width of the feed-forward is not in the file: four times the hidden size is assumed.');
  const maxContext = contextOf(keys, notes, type);
  const encoderParameters = visionParameters(top, hidden, notes);
  const tied = (config['tie_word_embeddings'] ?? top['tie_word_embeddings']) as boolean | undefined;
  const isTied = isEncoder || (tied ?? family.isTied ?? false);
  const isKnown = MODEL_FAMILIES[type] !== undefined || KNOWN_GATED.test(type);
  if (tied === undefined && !isEncoder && !isKnown)
    notes.push(
      'Whether the output shares the table of words is not in the file: an output of its own is assumed.',
    );
  if (type !== '' && !isKnown)
    notes.push(
      `“${type}” is no kind that is known here: its feed-forward is taken to have three matrices (gate, up, down).`,
    );
  const slidingWindow = slidingWindowOf(config, keys, { layers, maxContext, type }, notes);
  const linear = linearLayers(config, keys, layers, notes);
  const precision = nativePrecisionOf(top, config, notes);
  return {
    model: {
      name: nameOf(top, config),
      ...(isEncoder ? { kind: 'encoder' } : {}),
      layers,
      hidden,
      heads,
      kvHeads,
      headDim,
      ffn,
      ...(family.isPlain === true ? { gated: false } : {}),
      ...(experts === undefined ? {} : { experts }),
      ...(latentAttention === undefined ? {} : { latentAttention }),
      ...(slidingWindow === undefined ? {} : { slidingWindow }),
      ...(linear === undefined ? {} : { linearAttention: { layers: linear } }),
      ...(family.hasPositions === true ? { learnedPositions: maxContext } : {}),
      vocab,
      ...(isTied ? { tiedEmbeddings: true } : {}),
      maxContext,
      ...(encoderParameters === undefined ? {} : { encoderParameters }),
      ...(precision === undefined ? {} : { nativePrecision: precision }),
    },
    notes,
  };
}

/** Kinds known to have a gate in their feed-forward, whose defaults are those of a plain reading. */
const KNOWN_GATED =
  /^(llama|mistral|mixtral|ministral|qwen|deepseek|kimi|glm|chatglm|gemma|phi|gpt_oss|minimax|cohere|granite|olmo|internlm|exaone|hunyuan|ernie|dbrx|yi|baichuan|smollm|stablelm|jamba|llava|apertus|seed|mimo|pixtral|bailing)/;

/** A trunk without an output (`MistralModel`, `BertModel`): what embeds. ChatGLM calls its whole model so. */
function isHeadless(top: ConfigGroup, type: string): boolean {
  const architectures = top['architectures'];
  if (!Array.isArray(architectures) || type === 'chatglm') return false;
  return /(Model|ForMaskedLM|ForSequenceClassification|ForTokenClassification)$/.test(
    String(architectures[0]),
  );
}

function kvHeadsOf(config: ConfigGroup, keys: ConfigKeys, heads: number): number {
  const attention = groupAt(config, 'attn_config');
  const own = attention?.['kv_n_heads'];
  if (typeof own === 'number') return own;
  // Falcon: heads of their own number in the new architecture only, else one for all.
  if (config['model_type'] === 'falcon' || config['multi_query'] !== undefined) {
    if (config['new_decoder_architecture'] !== true && config['multi_query'] === true) {
      return keys.count('multi_query_group_num') ?? 1;
    }
  }
  return (
    keys.count('num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'n_kv_heads', 'multi_query_group_num') ??
    heads
  );
}

function latentAttentionOf(config: ConfigGroup, keys: ConfigKeys) {
  const kvRank = keys.count('kv_lora_rank');
  const ropeDim = keys.count('qk_rope_head_dim');
  const nopeDim = keys.count('qk_nope_head_dim');
  const valueDim = keys.count('v_head_dim');
  if (kvRank === undefined || ropeDim === undefined || nopeDim === undefined || valueDim === undefined)
    return undefined;
  const qRank = typeof config['q_lora_rank'] === 'number' ? keys.count('q_lora_rank') : undefined;
  const indexHeads = keys.count('index_n_heads');
  const indexDim = keys.count('index_head_dim');
  return {
    kvRank,
    ropeDim,
    ...(qRank === undefined ? {} : { qRank }),
    nopeDim,
    valueDim,
    ...(indexHeads === undefined || indexDim === undefined
      ? {}
      : { index: { heads: indexHeads, dim: indexDim } }),
  };
}

function expertsOf(config: ConfigGroup, keys: ConfigKeys, layers: number, type: string) {
  const nested = groupAt(config, 'ffn_config') ?? {};
  const count =
    keys.count('n_routed_experts', 'num_local_experts', 'num_experts', 'moe_num_experts') ??
    number(nested['moe_num_experts']);
  if (count === undefined || count < 2) return undefined;
  const perToken =
    keys.count('num_experts_per_tok', 'num_experts_per_token', 'moe_topk', 'moe_k', 'top_k_experts') ??
    number(nested['moe_top_k']) ??
    1;
  const ffn =
    keys.count('moe_intermediate_size', 'expert_ffn_hidden_size', 'intermediate_size') ??
    number(nested['ffn_hidden_size']) ??
    1;
  const shared = keys.number('n_shared_experts', 'num_shared_experts', 'num_shared_expert');
  const sharedFfn =
    keys.number('shared_expert_intermediate_size', 'shared_intermediate_size') ??
    // Llama 4 has one beside those that are routed to, as wide as they are.
    (shared === undefined ? (type.startsWith('llama4') ? ffn : 0) : shared * ffn);
  const expertLayers = expertLayersOf(config, keys, layers);
  return {
    count,
    perToken,
    ffn,
    ...(sharedFfn === 0 ? {} : { sharedFfn }),
    ...(expertLayers === layers ? {} : { layers: expertLayers }),
  };
}

/** Layers that have experts: by a list, from some layer on, or every so many. */
function expertLayersOf(config: ConfigGroup, keys: ConfigKeys, layers: number): number {
  const kinds = config['mlp_layer_types'];
  if (Array.isArray(kinds)) return kinds.filter((kind) => kind === 'sparse').length;
  const frequency = config['moe_layer_freq'];
  if (Array.isArray(frequency)) return frequency.filter((has) => has === 1).length;
  const named = config['moe_layers'];
  if (Array.isArray(named) && named.length > 0) return named.length;
  const first = keys.number('first_k_dense_replace', 'moe_layer_start_index', 'num_dense_layers') ?? 0;
  const step =
    keys.count(
      'interleave_moe_layer_step',
      'decoder_sparse_step',
      'moe_layer_interval',
      'expert_layer_period',
    ) ?? (typeof frequency === 'number' && frequency > 0 ? frequency : 1);
  const dense = config['mlp_only_layers'];
  return Math.floor((layers - first) / step) - (Array.isArray(dense) ? dense.length : 0);
}

function contextOf(keys: ConfigKeys, notes: string[], type: string): number {
  const found = keys.count(
    'max_position_embeddings',
    'n_positions',
    'n_ctx',
    'max_seq_len',
    'seq_length',
    'max_sequence_length',
  );
  if (found === undefined) {
    notes.push('The context window is not in the file: 8,192 tokens are assumed.');
    return 8192;
  }
  // RoBERTa keeps two rows of its table of positions for padding.
  return /roberta|camembert/.test(type) && found % 2 === 0 && found > 2 ? found - 2 : found;
}

function nameOf(top: ConfigGroup, config: ConfigGroup): string {
  const name = [top['_name_or_path'], config['_name_or_path']].find(
    (value): value is string => typeof value === 'string' && /^[\w.-]+\/[\w.-]+$/.test(value),
  );
  const [architecture] = Array.isArray(top['architectures']) ? top['architectures'] : [];
  return name ?? `own ${String(architecture ?? top['model_type'] ?? 'model')}`.slice(0, 80);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
