import type { ConfigGroup, ConfigKeys } from './modelConfigKeys.ts';

interface Trunk {
  readonly layers: number;
  readonly maxContext: number;
  readonly type: string;
}

/** Layers that see only a window, and how wide it is; undefined where none does, or the window is all of the context. */
export function slidingWindowOf(
  config: ConfigGroup,
  keys: ConfigKeys,
  { layers, maxContext, type }: Trunk,
  notes: string[],
): { readonly tokens: number; readonly layers: number } | undefined {
  const kinds = kindsOf(config);
  if (kinds?.includes('chunked_attention') === true || typeof config['attention_chunk_size'] === 'number')
    notes.push('Some layers attend in chunks: they are counted as full attention.');
  if (config['use_sliding_window'] === false) return undefined;
  const tokens = keys.count('sliding_window');
  if (tokens === undefined || tokens >= maxContext) return undefined;
  if (kinds !== undefined) {
    const sliding = kinds.filter((kind) => /sliding|local/.test(kind)).length;
    return sliding === 0 ? undefined : { tokens, layers: sliding };
  }
  const pattern = keys.count('sliding_window_pattern', '_sliding_window_pattern');
  // One in so many sees everything.
  if (pattern !== undefined) return { tokens, layers: layers - Math.floor(layers / pattern) };
  const first = type.startsWith('qwen') ? (keys.number('max_window_layers') ?? 0) : 0;
  return first >= layers ? undefined : { tokens, layers: layers - first };
}

/** Layers that keep a state of fixed size instead of keys and values; undefined where there are none. */
export function linearLayers(
  config: ConfigGroup,
  keys: ConfigKeys,
  layers: number,
  notes: string[],
): number | undefined {
  const linear = countLinear(config, keys, layers);
  if (linear === 0) return undefined;
  notes.push('Weights of the layers with linear attention are counted as those of full attention.');
  return linear;
}

function countLinear(config: ConfigGroup, keys: ConfigKeys, layers: number): number {
  const kinds = kindsOf(config);
  if (kinds !== undefined) return kinds.filter((kind) => /linear|mamba|recurrent|conv/.test(kind)).length;
  // MiniMax-Text: 0 is linear, 1 full.
  const types = config['attn_type_list'];
  if (Array.isArray(types)) return types.filter((kind) => kind === 0).length;
  const interval = keys.count('full_attention_interval', 'attn_layer_period');
  return interval === undefined ? 0 : layers - Math.floor(layers / interval);
}

function kindsOf(config: ConfigGroup): readonly string[] | undefined {
  const kinds = config['layer_types'] ?? config['layers_block_type'];
  return Array.isArray(kinds) && kinds.length > 0 ? kinds.map(String) : undefined;
}
