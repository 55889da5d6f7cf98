import { type ConfigGroup, groupAt } from './modelConfigKeys.ts';
import type { Precision } from '../precision.ts';

/** The format that weights are published in; undefined for 16 bits. */
export function nativePrecisionOf(
  top: ConfigGroup,
  config: ConfigGroup,
  notes: string[],
): Precision | undefined {
  const quantisation =
    groupAt(top, 'quantization_config', 'compression_config') ?? groupAt(config, 'quantization_config');
  if (quantisation === undefined) {
    if ((config['torch_dtype'] ?? config['dtype'] ?? top['torch_dtype'] ?? top['dtype']) === 'float32')
      notes.push('The weights are published in 32 bits; they are taken to be served in 16.');
    return undefined;
  }
  const method = String(quantisation['quant_method'] ?? quantisation['quant_algo'] ?? '').toLowerCase();
  const found = ofMethod(method, quantisation) ?? ofGroups(quantisation);
  if (found === undefined)
    notes.push(
      `The quantisation “${method}” is not known here: 16 bits are taken. Set Weights if it is another.`,
    );
  return found;
}

function ofMethod(method: string, quantisation: ConfigGroup): Precision | undefined {
  const algorithm = String(quantisation['quant_algo'] ?? '').toLowerCase();
  if (method === 'mxfp4') return 'mxfp4';
  if (/nvfp4/.test(`${method} ${algorithm}`)) return 'fp4';
  if (/fp8/.test(`${method} ${algorithm}`)) return 'fp8';
  if (quantisation['load_in_4bit'] === true) return 'int4';
  if (quantisation['load_in_8bit'] === true) return 'int8';
  return ofBits(quantisation['bits'], 'int');
}

/** Compressed-tensors: the first group of weights stands for all. */
function ofGroups(quantisation: ConfigGroup): Precision | undefined {
  const [first] = Object.values(groupAt(quantisation, 'config_groups') ?? {});
  if (typeof first !== 'object' || first === null) return undefined;
  const weights = groupAt(first as ConfigGroup, 'weights');
  return weights === undefined ? undefined : ofBits(weights['num_bits'], String(weights['type'] ?? 'int'));
}

function ofBits(bits: unknown, type: string): Precision | undefined {
  if (bits === 8) return type === 'float' ? 'fp8' : 'int8';
  if (bits === 4) return type === 'float' ? 'fp4' : 'int4';
  return undefined;
}
