import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../../engine/catalog/lookUp.ts';
import { type Model, modelSchema } from '../../../../engine/catalog/modelSchema.ts';
import {
  expertShare,
  flops,
  kvBytesPerToken,
  weightBytes,
} from '../../../../engine/serving/model/modelShape.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();

function model(id: string): Model {
  const found = lookUp(catalog, 'model', id);
  if (!found.found) throw new Error(`no model ${id}`);
  return found.row;
}

describe('kvBytesPerToken on g GPUs', () => {
  it('shares KV heads out, one at least, and replicates beyond', () => {
    const llama = model('llama-3.1-70b');
    expect(kvBytesPerToken(llama, 'bf16', 8).full).toBe(40_960);
    expect(kvBytesPerToken(llama, 'bf16', 16).full).toBe(40_960);
    expect(kvBytesPerToken(llama, 'bf16', 2).full).toBe(163_840);
    // 10 KV heads on 4 GPUs: the fullest holds 3.
    expect(kvBytesPerToken(model('phi-4'), 'bf16', 4).full).toBe((204_800 * 3) / 10);
  });

  it('keeps the whole latent on every GPU', () => {
    const deepseek = model('deepseek-v3');
    expect(kvBytesPerToken(deepseek, 'bf16', 8)).toEqual({ full: 70_272, window: 0 });
  });

  it('keeps the keys by which sparse attention selects in a byte each, with their scales', () => {
    const glm = model('glm-5');
    expect(kvBytesPerToken(glm, 'bf16', 8).full).toBe(78 * (2 * 576 + 132));
    expect(kvBytesPerToken(glm, 'fp8', 8).full).toBe(78 * (576 + 132));
    // What sgl-project/sglang#30531 prints of GLM-5.2, of the same shape: 55,225 bytes a token.
    expect(kvBytesPerToken(glm, 'fp8').full).toBeCloseTo(55_225, -1);
  });

  it('splits window layers off', () => {
    const gemma = model('gemma-3-27b');
    const { full, window } = kvBytesPerToken(gemma, 'bf16');
    expect(window / (full + window)).toBeCloseTo(52 / 62, 12);
  });
});

describe('weightBytes', () => {
  it('is two bytes a parameter at 16 bits', () => {
    expect(weightBytes(model('llama-3.1-70b'), 'bf16').total).toBe(2 * 70_553_706_496);
    expect(weightBytes(model('llama-3.1-70b'), 'fp16')).toEqual(weightBytes(model('llama-3.1-70b'), 'bf16'));
  });

  it('leaves the input embedding out of what a step reads, and reads a tied one as the output projection', () => {
    const untied = weightBytes(model('llama-3.1-8b'), 'bf16');
    expect(untied.total - untied.dense).toBe(2 * 128_256 * 4096);
    const tied = weightBytes(model('llama-3.2-1b'), 'bf16');
    expect(tied.total).toBe(tied.dense);
  });

  // 68,451,041,280 in attention and feed-forward; 2,101,346,304 in embeddings and output; 1,318,912 in norms.
  it.each([
    ['fp8', 1],
    ['int8', 1],
    ['int4', 4.15625 / 8],
    ['fp4', 4.5 / 8],
  ] as const)('quantises the matrices alone: Llama-3.1-70B in %s', (precision, bytes) => {
    const expected = 68_451_041_280 * bytes + 2 * (2_101_346_304 + 1_318_912);
    expect(weightBytes(model('llama-3.1-70b'), precision).total).toBeCloseTo(expected, 0);
  });

  // gpt-oss model card (OpenAI, August 2025), table 1: checkpoints of 60.8 and 12.8 GiB.
  it.each([
    ['gpt-oss-120b', 60.8],
    ['gpt-oss-20b', 12.8],
  ] as const)('%s in mxfp4 is near its checkpoint of %d GiB', (id, gib) => {
    expect(Math.abs(weightBytes(model(id), 'mxfp4').total / 2 ** 30 / gib - 1)).toBeLessThan(0.01);
  });

  it('counts an encoder in memory but not in a step', () => {
    const { encoderParameters, ...text } = model('qwen2-vl-7b');
    const without = weightBytes(modelSchema.parse(stripRow(text)), 'bf16');
    const withEncoder = weightBytes(model('qwen2-vl-7b'), 'bf16');
    expect(withEncoder.total - without.total).toBe(2 * (encoderParameters ?? 0));
    expect(withEncoder.dense).toBe(without.dense);
  });
});

function stripRow(row: Record<string, unknown>): Record<string, unknown> {
  const ofTheRow = new Set(['id', 'aliases', 'source', 'date', 'caution', 'publishedParameters']);
  return Object.fromEntries(Object.entries(row).filter(([key]) => !ofTheRow.has(key)));
}

describe('flops', () => {
  it('is 2 a parameter and 4 · heads · head dimension a pair and layer', () => {
    const work = flops(model('llama-2-70b'));
    expect((work.perToken + work.perLogit) / 2e9).toBeCloseTo(68.98 - 0.262, 1);
    expect(work.prefillAttention).toEqual({ full: 80 * 4 * 8192, window: 0 });
    expect(work.decodeAttention).toEqual(work.prefillAttention);
  });

  // Makers' own figures: 12.9 B active parameters (Mixtral), 37 B (DeepSeek-V3), 3.3 B (Qwen3-30B-A3B).
  it.each([
    ['mixtral-8x7b', 12.9],
    ['deepseek-v3', 37],
    ['qwen3-30b-a3b', 3.3],
  ] as const)('%s computes with its published active parameters', (id, active) => {
    const shape = model(id);
    const work = flops(shape);
    const embedding = shape.vocab * shape.hidden;
    expect(Math.abs(((work.perToken + work.perLogit) / 2 + embedding) / 1e9 / active - 1)).toBeLessThan(0.03);
  });

  it('splits attention between full and window layers', () => {
    const { prefillAttention } = flops(model('gemma-2-9b'));
    expect(prefillAttention.full).toBe(prefillAttention.window);
  });

  it('works on the latent in a decode', () => {
    const { prefillAttention, decodeAttention } = flops(model('deepseek-v3'));
    expect(prefillAttention.full).toBe(61 * 2 * 128 * (128 + 64 + 128));
    expect(decodeAttention.full).toBe(61 * 2 * 128 * (512 + 512 + 64));
  });
});

describe('expertShare', () => {
  it('is experts per token over experts, 1 without', () => {
    expect(expertShare(model('mixtral-8x7b'))).toBe(0.25);
    expect(expertShare(model('llama-2-7b'))).toBe(1);
  });
});
