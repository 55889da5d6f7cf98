import { describe, expect, it } from 'vitest';
import { modelSchema } from '../../../engine/catalog/modelSchema.ts';
import { readModelConfig } from '../../../engine/catalog/modelConfig/readModelConfig.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';
import { CONFIGS } from './modelConfigs.ts';

const { models } = readCatalog();

function read(config: unknown) {
  const found = readModelConfig(typeof config === 'string' ? config : JSON.stringify(config));
  if ('problem' in found) throw new Error(found.problem);
  return found;
}

/** Of a catalogue row, what a configuration says; whatever has no effect is left out. */
function shapeOf(model: ReturnType<typeof modelSchema.parse>) {
  const {
    name: _name,
    encoderParameters: _vision,
    learnedPositions: _positions,
    // Only the catalogue has it.
    ropePositions: _rotary,
    ffn,
    headDim,
    ...rest
  } = model;
  const hasDense = rest.experts === undefined || (rest.experts.layers ?? rest.layers) < rest.layers;
  return {
    ...rest,
    ...(hasDense ? { ffn } : {}),
    ...(rest.latentAttention === undefined ? { headDim } : {}),
  };
}

describe('reading a config.json', () => {
  it.each(Object.entries(CONFIGS))('describes %s as the catalogue does', (id, config) => {
    const row = models.find((each) => each.id === id);
    if (row === undefined) throw new Error(`no ${id}`);
    const { aliases: _a, source: _s, date: _d, caution: _c, id: _i, publishedParameters: _p, ...own } = row;
    const model = modelSchema.parse(read(config).model);
    expect(shapeOf(model)).toEqual(shapeOf(modelSchema.parse(own)));
    // The catalogue counts the vision encoders of some models, and those that it counts within a tenth.
    const { encoderParameters: counted } = row;
    if (counted !== undefined)
      expect(Math.abs((model.encoderParameters ?? 0) / counted - 1)).toBeLessThan(0.1);
  });

  it('says what it had to assume', () => {
    expect(read(CONFIGS['gemma-3-4b']).notes).toEqual([
      'num_attention_heads is not in the file: 8, which gemma3_text has by default, is taken.',
      'vocab_size is not in the file: 262208, which gemma3_text has by default, is taken.',
      'num_key_value_heads is not in the file: 4, which gemma3_text has by default, is taken.',
      'head_dim is not in the file: 256, which gemma3_text has by default, is taken.',
      'max_position_embeddings is not in the file: 131072, which gemma3_text has by default, is taken.',
      expect.stringMatching(/^The size of the vision encoder is worked out/),
      'sliding_window_pattern is not in the file: 6, which gemma3_text has by default, is taken.',
    ]);
    expect(read(CONFIGS['llama-4-maverick']).notes).toEqual([
      expect.stringMatching(/chunks: they are counted as full/),
    ]);
    expect(read(CONFIGS['llama-3.1-8b']).notes).toEqual([]);
    const { max_position_embeddings: _m, tie_word_embeddings: _t, ...less } = CONFIGS['llama-3.1-8b'];
    expect(read({ ...less, model_type: 'unheard' }).notes).toEqual([
      'The context window is not in the file: 8,192 tokens are assumed.',
      expect.stringMatching(/^Whether the output shares the table of words/),
      expect.stringMatching(/^“unheard” is no kind that is known here/),
    ]);
  });

  it.each([
    [{ quant_method: 'awq', bits: 4 }, 'int4'],
    [{ quant_method: 'gptq', bits: 8 }, 'int8'],
    [
      {
        quant_method: 'compressed-tensors',
        config_groups: { group_0: { weights: { num_bits: 4, type: 'int' } } },
      },
      'int4',
    ],
    [
      {
        quant_method: 'compressed-tensors',
        config_groups: { group_0: { weights: { num_bits: 8, type: 'float' } } },
      },
      'fp8',
    ],
    [{ quant_method: 'modelopt', quant_algo: 'NVFP4' }, 'fp4'],
    [{ quant_method: 'bitsandbytes', load_in_4bit: true }, 'int4'],
    [{ quant_method: 'hqq' }, undefined],
  ])('reads the format of %j', (quantization_config, precision) => {
    expect(read({ ...CONFIGS['llama-3.1-8b'], quantization_config }).model['nativePrecision']).toBe(
      precision,
    );
  });

  it.each([
    ['{ "a": 1', 'this is no JSON'],
    ['[]', 'this is no configuration'],
    ['{}', 'the configuration does not say num_hidden_layers, hidden_size, num_attention_heads, vocab_size'],
    ['{ "model_type": "mamba" }', 'mamba is a state-space model without attention, which has no shape here'],
    ['{ "model_type": "t5" }', 't5 is an encoder and a decoder in one, which has no shape here'],
  ])('refuses %s', (text, problem) => {
    expect(readModelConfig(text)).toEqual({ problem, suggestion: expect.any(String) });
  });
});
