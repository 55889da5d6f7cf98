import { describe, expect, it } from 'vitest';
import { acceleratorSchema } from '../../../../engine/catalog/acceleratorSchema.ts';
import { modelSchema } from '../../../../engine/catalog/modelSchema.ts';
import type { PhysicsProblem } from '../../../../engine/serving/physics/physicsProblem.ts';
import { type PoolPhysicsInput, poolPhysics } from '../../../../engine/serving/physics/poolPhysics.ts';
import { shippedCalibration } from '../../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const batching = { maxSequences: 256, maxBatchedTokens: 2048, blockTokens: 16, kvBlocks: 'auto' as const };
const contract: PoolPhysicsInput = {
  model: 'llama-3.1-70b',
  accelerator: 'h100-sxm-80gb',
  gpusPerReplica: 8,
  batching,
  stepTime: 'auto',
};
const linear = {
  linear: { baseMs: 18, perPromptTokenMs: 0.06, perSequenceMs: 0.06, perContextTokenMs: 0.000022 },
};

function told({ path, message, suggestion }: PhysicsProblem) {
  const way = typeof suggestion === 'function' ? suggestion() : suggestion;
  return { path: path.join('.'), message, ...(way === undefined ? {} : { suggestion: way }) };
}

function physics(more: Partial<PoolPhysicsInput>) {
  const result = poolPhysics({ ...contract, ...more }, catalog, shippedCalibration());
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result;
}

function problems(more: Partial<PoolPhysicsInput>) {
  const result = poolPhysics({ ...contract, ...more }, catalog, shippedCalibration());
  return 'problems' in result ? result.problems.map(told) : [];
}

describe('poolPhysics', () => {
  it('takes the pool of the contract as written', () => {
    const { stepTime, kvBlocks, maxContextTokens, memory } = physics({});
    expect(stepTime.kind).toBe('roofline');
    expect(kvBlocks).toBe(85_362);
    expect(maxContextTokens).toBe(131_072);
    expect(memory?.kvTokens).toBe(85_362 * 16);
  });

  it('takes the share that a document says, or 0.90, or that of a version that it names', () => {
    const share = (more: Partial<PoolPhysicsInput>) => physics(more).memory?.memoryUtilization;
    expect([{}, { engine: 'auto' }, { engine: 'vllm' }, { engine: 'vLLM@0.20.1' }].map(share)).toEqual(
      Array(4).fill(0.9),
    );
    expect(share({ engine: 'vllm@0.21.0' })).toBe(0.92);
    expect(share({ engine: 'vllm@0.21.0', memoryUtilization: 0.5 })).toBe(0.5);
    expect(share({ memoryUtilization: 0.95 })).toBe(0.95);
  });

  it('takes linear step times and a number of blocks without model or accelerator', () => {
    const result = physics({
      model: undefined,
      accelerator: undefined,
      stepTime: linear,
      batching: { ...batching, kvBlocks: 1000 },
    });
    expect(result).toEqual({
      stepTime: {
        kind: 'linear',
        baseSeconds: 0.018,
        perPromptTokenSeconds: 0.06 / 1000,
        perSequenceSeconds: 0.06 / 1000,
        perContextTokenSeconds: 0.000022 / 1000,
      },
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 256,
        maxBatchedTokens: 2048,
        blockTokens: 16,
      },
      kvBlocks: 1000,
    });
  });

  it('plans layers with a window with blocks of their own where no engine is named, not in a number of the document', () => {
    const gemma = { model: 'gemma-3-27b', gpusPerReplica: 1, engine: 'auto' };
    const planned = physics(gemma);
    expect(planned.kvGroups).toEqual({ full: 1, window: 6, windowTokens: 1024 });
    expect(planned.kvBlocks).toBe(planned.memory?.kvBlocks);
    // 1.25 MiB each: 10 layers of 16 heads of 128, keys and values, 2 bytes, 16 tokens.
    expect(planned.kvBlocks).toBe(Math.floor((planned.memory?.kvBytes ?? 0) / (1.25 * 2 ** 20)));
    expect(physics({ ...gemma, engine: 'vllm@0.8.5' }).kvGroups).toBeUndefined();
    expect(physics({ ...gemma, engine: 'sglang' }).kvGroups).toBeUndefined();
    const asked = physics({ ...gemma, batching: { ...batching, kvBlocks: 1000 } });
    expect([asked.kvBlocks, asked.kvGroups]).toEqual([1000, undefined]);
    const tooMany = { ...gemma, batching: { ...batching, kvBlocks: 200_000 } };
    expect(problems(tooMany)[0].suggestion).toMatch(
      /^use auto, which gives layers with a window blocks of their own/,
    );
  });

  it('takes a table in milliseconds', () => {
    const { stepTime } = physics({
      stepTime: {
        table: {
          prefill: { tokens: [1, 1000], ms: [10, 50] },
          decode: { sequences: [1], contextTokens: [0, 1000], ms: [[8, 9]] },
        },
      },
    });
    expect(stepTime).toMatchObject({
      kind: 'table',
      prefill: { seconds: [0.01, 0.05] },
      decode: { seconds: [[0.008, 0.009]] },
    });
  });

  it('takes inline descriptions, the same as the rows they copy', () => {
    const model = modelSchema.parse({
      layers: 80,
      hidden: 8192,
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      ffn: 28672,
      vocab: 128256,
      maxContext: 131072,
    });
    const accelerator = acceleratorSchema.parse({
      deviceVisibleBytes: 85029615043,
      memoryBandwidthGBs: 3350,
      denseTflops: { fp16: 989, bf16: 989 },
      interconnects: [{ gpus: 8, unidirectionalGBs: 450 }],
    });
    const stepTime = { roofline: {} };
    expect(physics({ model, accelerator, stepTime })).toEqual(physics({ stepTime }));
    expect(physics({ model, accelerator }).confidence?.confidence).toBe('borrowed');
    expect(physics({}).confidence?.confidence).toBe('calibrated');
    expect(problems({ model, accelerator, gpusPerReplica: 1 })[0].message).toMatch(
      /^this model in bf16 does not fit 1 × this accelerator/,
    );
  });

  it('serves requests up to maxModelLength, which is no longer than the model’s window', () => {
    expect(physics({ maxModelLength: 8192 }).maxContextTokens).toBe(8192);
    expect(problems({ maxModelLength: 200_000 })).toMatchObject([
      {
        path: 'maxModelLength',
        message: 'is longer than the context window of llama-3.1-70b, 131,072 tokens',
        suggestion: 'use up to 131072, or leave it out',
      },
    ]);
  });

  it('plans the memory of the engine that is named, by its version, with the share that is given', () => {
    const kv = (more: Partial<PoolPhysicsInput>) => physics(more).memory?.kvBytes ?? Number.NaN;
    expect(kv({ engine: 'vllm' })).toBe(kv({}));
    expect(kv({ engine: 'vllm@0.11.0' })).not.toBe(kv({ engine: 'vllm@0.19.0' }));
    expect(kv({ engine: 'sglang' })).toBeLessThan(kv({ engine: 'vllm' }));
    const share = { engine: 'vllm@0.19.0', memoryUtilization: 0.8 };
    const device = 85_029_615_043;
    expect(kv({ engine: 'vllm@0.19.0' }) - kv(share)).toBeCloseTo(0.1 * device, -1);
  });

  it('replaces single efficiencies', () => {
    const slow = physics({
      stepTime: { roofline: { memoryEfficiency: 0.35, stepOverheadMs: undefined } },
    }).stepTime;
    const normal = physics({ stepTime: { roofline: {} } }).stepTime;
    if (slow.kind !== 'roofline' || normal.kind !== 'roofline') throw new Error('not a roofline');
    expect(slow.denseWeightSeconds).toBeCloseTo(2 * normal.denseWeightSeconds, 12);
    expect(slow.overheadSeconds).toBe(normal.overheadSeconds);
    expect(slow.perTokenComputeSeconds).toBe(normal.perTokenComputeSeconds);
  });

  it('refuses degrees that do not divide what they share out', () => {
    const sentence = (more: Partial<PoolPhysicsInput>) => problems(more)[0].message;
    const one = { pipeline: 1, data: 1, expert: 1 };
    expect(sentence({ gpusPerReplica: 3 })).toMatch(/cannot share the 64 attention heads/);
    expect(sentence({ parallel: { ...one, pipeline: 3 }, gpusPerReplica: 12 })).toMatch(
      /3 stages .* 80 layers/,
    );
    expect(sentence({ parallel: { ...one, expert: 2 } })).toMatch(/has no experts/);
    expect(sentence({ parallel: { ...one, data: 3 } })).toMatch(/8 GPUs are not divided/);
    expect(sentence({ speculative: { draftTokens: 2, acceptanceLength: 4, draftShare: 0 } })).toMatch(
      /cannot exceed draftTokens \+ 1 \(3\)/,
    );
  });

  it.each([
    [{ model: 'qwen3-14b', gpusPerReplica: 5 }, 'gpusPerReplica', /the 8 KV heads, /, 'use 1, 2, 4, 8'],
    [{ model: 'phi-4', gpusPerReplica: 4 }, 'gpusPerReplica', /the 10 KV heads of phi-4/, 'use 1, 2'],
    [
      { model: 'phi-4', gpusPerReplica: 5, engine: 'vllm' },
      'gpusPerReplica',
      /vocabulary of 100,352 of phi-4/,
      'use 1, 2',
    ],
    [
      { model: 'qwen3-30b-a3b', gpusPerReplica: 6, parallel: { pipeline: 1, data: 2, expert: 1 } },
      'parallel',
      /3 × 2 GPUs .* cannot share the 32 attention heads, /,
      /^use gpusPerReplica: 2, 4, 8/,
    ],
    [
      { model: 'llama-2-13b', gpusPerReplica: 5, engine: 'vllm' },
      'gpusPerReplica',
      /5 GPUs cannot share the feed-forward width of 13,824 of llama-2-13b/,
      'use 1, 2, 4, 8',
    ],
    [
      { model: 'qwen3-30b-a3b', gpusPerReplica: 5, parallel: { pipeline: 1, data: 5, expert: 1 } },
      'parallel',
      /1 × 5 GPUs \(tensor × data\) cannot share the expert width of 768/,
      'no number of GPUs shares it evenly with these degrees: leave parallel out',
    ],
    [
      { model: 'qwen3-30b-a3b', gpusPerReplica: 4, parallel: { pipeline: 1, data: 1, expert: 3 } },
      'parallel.expert',
      /3 GPUs cannot share the 128 experts of qwen3-30b-a3b evenly/,
      /^use 1, 2, 4, 8, 16, 32, 64, 128$/,
    ],
    [
      { model: 'qwen3-30b-a3b', gpusPerReplica: 2, parallel: { pipeline: 1, data: 1, expert: 4 } },
      'parallel.expert',
      /4 does not divide the 2 GPUs of a stage/,
      'use 1, 2',
    ],
  ] as const)('refuses %j, with the degrees that work', (more, path, message, suggestion) => {
    const found = problems(more).find((problem) => problem.path === path);
    expect(found?.message).toMatch(message);
    expect(found?.suggestion).toMatch(suggestion);
  });

  it('refuses degrees of a shape of one’s own, however many heads and layers it says it has', () => {
    const many = 2 ** 40;
    const model = {
      layers: many,
      hidden: 4096,
      heads: many,
      kvHeads: many,
      headDim: 1,
      ffn: 4096,
      vocab: 64,
    };
    const parallel = { pipeline: 3, data: 1, expert: 1 };
    const found = problems({
      model: { ...model, maxContext: 4096 } as PoolPhysicsInput['model'],
      gpusPerReplica: 9,
      parallel,
    });
    const paths = found.map(({ path }) => path);
    expect(paths).toContain('parallel');
    expect(paths).toContain('parallel.pipeline');
  });

  it('reads weights once for each pipeline stage, and attends to a group’s own sequences only', () => {
    const seconds = (more: Partial<PoolPhysicsInput>) => {
      const { stepTime } = physics({ model: 'deepseek-v3', accelerator: 'b200', gpusPerReplica: 8, ...more });
      if (stepTime.kind !== 'roofline') throw new Error('not a roofline');
      return stepTime;
    };
    const parallel = { pipeline: 1, data: 1, expert: 1 };
    const tensor = seconds({ parallel });
    const groups = seconds({ parallel: { ...parallel, data: 8 } });
    expect(groups.perContextMemorySeconds).toBeCloseTo(tensor.perContextMemorySeconds / 8, 15);
    expect(groups.denseWeightSeconds).toBeGreaterThan(tensor.denseWeightSeconds);
    const eager = seconds({ parallel, cudaGraphs: false });
    expect(eager.launchSeconds).toBeCloseTo(61 * 450e-6, 9);
    expect(tensor.launchSeconds).toBeLessThan(61 * 100e-6);
  });

  it('serves a model as published, in the 16 bits that the accelerator has', () => {
    const weights = (more: Partial<PoolPhysicsInput>) => physics(more).memory?.weightBytes ?? Number.NaN;
    expect(weights({ model: 'gpt-oss-120b', gpusPerReplica: 1 })).toBeLessThan(70e9);
    expect(weights({ model: 'deepseek-v3', accelerator: 'h200' })).toBeLessThan(700e9 / 8);
    expect(weights({ model: 'llama-3.1-8b', accelerator: 't4', gpusPerReplica: 2 })).toBeCloseTo(8.03e9, -8);
    expect(weights({ precision: 'fp8' })).toBeLessThan(weights({ precision: 'bf16' }));
    expect(physics({ kvPrecision: 'fp8' }).kvBlocks).toBe(2 * 85_362 + 1);
  });

  it('says by how much a model does not fit, and what would', () => {
    const [problem, ...others] = problems({ gpusPerReplica: 1 });
    expect(others).toEqual([]);
    expect(problem.path).toBe('model');
    expect(problem.message).toMatch(
      /llama-3.1-70b in bf16 does not fit 1 × h100-sxm-80gb: .* 6\d\.\d GB too much/,
    );
    expect(problem.suggestion).toMatch(/gpusPerReplica: 2; or with precision: fp8; or with accelerator: /);
    // Weights must fit even where the user measured everything else.
    expect(
      problems({ gpusPerReplica: 1, stepTime: linear, batching: { ...batching, kvBlocks: 10 } })[0].path,
    ).toBe('model');
  });

  it.each([
    [{ model: 'llama-3.1-71b' }, 'model', /no model 'llama-3.1-71b'/, /llama-3\.1-70b/],
    [{ accelerator: 'h100-sxm-80g' }, 'accelerator', /no accelerator/, /did you mean h100-sxm-80gb/],
    [{ accelerator: 'zzzzzzzzzzzzzzz' }, 'accelerator', /no accelerator/, /describe it inline/],
    [
      { model: undefined },
      'model',
      /stepTime: auto and kvBlocks: auto cannot be worked out without a model/,
      /linear/,
    ],
    [{ accelerator: undefined, stepTime: linear }, 'accelerator', /^kvBlocks: auto cannot/, /kvBlocks/],
    [
      { accelerator: undefined, stepTime: { roofline: {} }, batching: { ...batching, kvBlocks: 9 } },
      'accelerator',
      /^stepTime: \{ roofline \} cannot/,
      /linear/,
    ],
    [
      { model: 'qwen2.5-7b' },
      'gpusPerReplica',
      /8 GPUs cannot share the 28 attention heads/,
      /^use 1, 2, 4$/,
    ],
    [
      { accelerator: 't4', model: 'llama-3.2-1b', precision: 'bf16' },
      'precision',
      /t4-16gb cannot compute in bf16/,
      /fp16/,
    ],
    [
      { engine: 'vlllm' },
      'engine',
      /no measurement of an engine 'vlllm' is known/,
      /use auto or one of .*vllm/,
    ],
    [
      { accelerator: 'mi300x', engine: 'tensorrt-llm' },
      'engine',
      /TensorRT-LLM does not run on accelerators of AMD/,
      /use auto, which is vllm there/,
    ],
    [
      { batching: { ...batching, kvBlocks: 200_000 } },
      'batching.kvBlocks',
      /200000 blocks do not fit.*at most 102\d{3}/,
      /85362/,
    ],
    [
      { stepTime: { linear: { ...linear.linear, baseMs: -1 } } },
      'stepTime.linear.baseMs',
      /0 or more/,
      undefined,
    ],
    [
      {
        stepTime: {
          table: {
            prefill: { tokens: [1, 2], ms: [2, 1] },
            decode: { sequences: [1], contextTokens: [1], ms: [[1]] },
          },
        },
      },
      'stepTime.table.prefill.ms.1',
      /must not fall/,
      undefined,
    ],
  ] satisfies [Partial<PoolPhysicsInput>, string, RegExp, RegExp | undefined][])(
    'names the place of what is wrong (%#)',
    (more, path, message, suggestion) => {
      const found = problems(more).find((each) => each.path === path);
      expect(found?.message).toMatch(message);
      if (suggestion) expect(found?.suggestion).toMatch(suggestion);
      else expect(found?.suggestion).toBeUndefined();
    },
  );

  it('takes the engine that serves on the accelerator where none is named', () => {
    const engineOn = (accelerator: string, engine?: string) =>
      physics({ accelerator, engine }).confidence?.engine;
    expect(engineOn('h100-sxm-80gb')).toBe('tensorrt-llm');
    expect(engineOn('mi300x', 'auto')).toBe('vllm');
    expect(engineOn('mi300x', 'sglang@0.5.9')).toBe('sglang');
  });

  it('knows an encoder: its whole context is for the prompt, it never waits for KV, and nothing of it can be drafted', () => {
    const encoder = { model: 'bge-large-en-v1.5', gpusPerReplica: 1 };
    const found = physics(encoder);
    expect(found).toMatchObject({ isEncoder: true, maxContextTokens: 512 });
    // As many of the longest prompts as a batch may have, 512 tokens in blocks of 16 each.
    expect(found.kvBlocks).toBe(256 * 32);
    const few = { ...encoder, batching: { ...contract.batching, kvBlocks: 10 } };
    expect(physics(few).kvBlocks).toBe(found.kvBlocks);
    expect(physics({ gpusPerReplica: 8 })).not.toHaveProperty('isEncoder');
    const speculative = { draftTokens: 3, acceptanceLength: 2, draftShare: 0.1 };
    expect(problems({ ...encoder, speculative })[0]).toMatchObject({
      path: 'speculative',
      message: 'bge-large-en-v1.5 is an encoder: it generates no tokens that could be drafted',
    });
  });

  it('says of a model of images or sound that it cannot be served, and not that there is none', () => {
    expect(problems({ model: 'sdxl' })[0]).toMatchObject({ path: 'model' });
    expect(problems({ model: 'whisper-large-v3' })[0].message).toContain('makes images or reads sound');
  });

  it('reports model and accelerator at once', () => {
    expect(problems({ model: 'nope', accelerator: 'neither' }).map(({ path }) => path)).toEqual([
      'model',
      'accelerator',
    ]);
  });
});
