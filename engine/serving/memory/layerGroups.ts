import type { Model } from '../../catalog/modelSchema.ts';
import type { KvGroupsSpec } from '../../scenario/spec.ts';

/** Groups of as many layers each; the last of a kind may be filled up. */
export interface LayerGroups extends KvGroupsSpec {
  readonly layersEach: number;
}

/** Where layers of two kinds are nearly as many, groups are as large as the larger kind: 12 and 13 are two groups of 13, not three of 12. */
const NEARLY_AS_MANY = 1.5;

/**
 * How an engine groups the layers of a model some of whose layers see a window only, each group with block tables of its
 * own: by the smaller number of layers of a kind (`_get_kv_cache_groups_uniform_page_size` of vLLM, read 2026-12-01; 1.25
 * for 1.5 in 2025). Undefined for a model without such layers.
 */
export function layerGroups({
  layers,
  slidingWindow,
  linearAttention,
}: Pick<Model, 'layers' | 'slidingWindow' | 'linearAttention'>): LayerGroups | undefined {
  if (slidingWindow === undefined || slidingWindow.layers === 0) return undefined;
  const { layers: window, tokens: windowTokens } = slidingWindow;
  const full = layers - window - (linearAttention?.layers ?? 0);
  const [fewer, more] = full === 0 ? [window, window] : [Math.min(full, window), Math.max(full, window)];
  const layersEach = more < fewer * NEARLY_AS_MANY ? more : fewer;
  return {
    layersEach,
    full: Math.ceil(full / layersEach),
    window: Math.ceil(window / layersEach),
    windowTokens,
  };
}
