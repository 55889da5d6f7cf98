import { type ConfigGroup, groupAt } from './modelConfigKeys.ts';

/**
 * Parameters of a vision encoder with what joins it to the language model, from their shapes: 4·width² of attention and
 * 2·width·ffn a layer, the patches' table, and the merger (two matrices over merged patches) or projector. Undefined
 * where there is none, or its configuration is not one that is known here, which is noted.
 */
export function visionParameters(top: ConfigGroup, hidden: number, notes: string[]): number | undefined {
  const vision = groupAt(top, 'vision_config', 'visual', 'vision_encoder');
  if (groupAt(top, 'audio_config') !== undefined) notes.push('The part that hears is not counted.');
  if (vision === undefined) return undefined;
  const first = (...names: string[]): number | undefined =>
    names
      .map((name) => vision[name])
      .find((value): value is number => typeof value === 'number' && value > 0);
  const layers = first('num_hidden_layers', 'depth', 'layers', 'vt_num_hidden_layers');
  const width = first('embed_dim', 'vt_hidden_size', 'width', 'hidden_size');
  if (layers === undefined || width === undefined) {
    notes.push('The vision encoder is not counted: its configuration does not say how large it is.');
    return undefined;
  }
  const ffn = first('intermediate_size', 'vt_intermediate_size') ?? width * (first('mlp_ratio') ?? 4);
  const patch = first('patch_size') ?? 14;
  const patches = 3 * (first('temporal_patch_size') ?? 1) * patch * patch * width;
  const merge = first('spatial_merge_size');
  const out = first('out_hidden_size') ?? hidden;
  const merged = width * (merge ?? 1) ** 2;
  const taps = vision['deepstack_visual_indexes'];
  const mergers = 1 + (Array.isArray(taps) ? taps.length : 0);
  const joined =
    merge === undefined ? width * hidden + hidden * hidden : mergers * (merged * merged + merged * out);
  const parameters = Math.round(layers * (4 * width * width + 2 * width * ffn) + patches + joined);
  notes.push(
    'The size of the vision encoder is worked out from its shape; its compute is not modelled, and image tokens count as prompt tokens.',
  );
  return parameters;
}
