import { describe, expect, it } from 'vitest';
import type { PhysicsProblem } from '../../../../engine/serving/physics/physicsProblem.ts';
import { type PoolPhysicsInput, poolPhysics } from '../../../../engine/serving/physics/poolPhysics.ts';
import { shippedCalibration } from '../../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const batching = { maxSequences: 1024, maxBatchedTokens: 8192, blockTokens: 16, kvBlocks: 'auto' as const };
/** 61 of 79 GiB are weights: 18,320 tokens of KV are left by 0.11, whose peak is large. */
const tight: PoolPhysicsInput = {
  model: 'qwen3-32b',
  accelerator: 'h100-sxm-80gb',
  gpusPerReplica: 1,
  engine: 'vllm@0.11.0',
  memoryUtilization: 0.9,
  batching,
  stepTime: 'auto',
};

function asked(more: Partial<PoolPhysicsInput>) {
  const result = poolPhysics({ ...tight, ...more }, readCatalog(), shippedCalibration());
  return 'problems' in result
    ? { problems: result.problems.map(told), warnings: [] }
    : { problems: [], warnings: (result.warnings ?? []).map(told), memory: result.memory };
}

function told({ path, message, suggestion }: PhysicsProblem) {
  return {
    path: path.join('.'),
    message,
    suggestion: typeof suggestion === 'function' ? suggestion() : suggestion,
  };
}

describe('a context that does not fit', () => {
  it('is refused where a document says it and vLLM would not start, with what would fit', () => {
    const [problem, ...others] = asked({ maxModelLength: 32_000 }).problems;
    expect(others).toEqual([]);
    expect(problem).toEqual({
      path: 'maxModelLength',
      message:
        'the KV cache of 1 × h100-sxm-80gb holds 0.57 of a request of 32,000 tokens: vllm does not start with that',
      suggestion: 'use maxModelLength: 18320 or less; or gpusPerReplica: 2, 4, 8, 16',
    });
  });

  it('is held by what is advised, and not by a block more or a hundredth less', () => {
    const length = 21_000;
    const { suggestion = '' } = asked({ maxModelLength: length }).problems[0];
    const advised = (key: string) => Number(new RegExp(`${key}: ([\\d.]+)`).exec(suggestion)?.[1]);
    const kvTokens = (more: Partial<PoolPhysicsInput>) => asked(more).memory?.kvTokens ?? 0;
    const longest = advised('maxModelLength');
    expect(kvTokens({ maxModelLength: longest })).toBeGreaterThanOrEqual(longest);
    expect(kvTokens({ maxModelLength: longest + 16 })).toBeLessThan(longest + 16);
    const share = advised('memoryUtilization');
    const withLength = { memoryUtilization: share, maxModelLength: length };
    expect(kvTokens(withLength)).toBeGreaterThanOrEqual(length);
    const lessTokens = kvTokens({ memoryUtilization: share - 0.01, maxModelLength: 1000 });
    expect(lessTokens).toBeLessThan(length);
    const gpusPerReplica = advised('gpusPerReplica');
    expect(asked({ gpusPerReplica, maxModelLength: length })).toMatchObject({ problems: [] });
  });

  it('is advised of a model of any shape, however many heads it says it has', () => {
    const shape = {
      layers: 1,
      hidden: 4096,
      heads: 2 ** 40,
      kvHeads: 1,
      headDim: 1,
      ffn: 4096,
      vocab: 32_000,
    };
    const model = { ...shape, maxContext: 2 ** 40 };
    const { problems, warnings } = asked({ model: model as PoolPhysicsInput['model'], engine: 'vllm' });
    expect([...problems, ...warnings].map(({ suggestion }) => suggestion)).not.toEqual([]);
  });

  it('is accepted down to 0.95 of it: no plan is more exact', () => {
    expect(asked({ maxModelLength: Math.floor(18_320 / 0.951) }).problems).toEqual([]);
    expect(asked({ maxModelLength: Math.ceil(18_320 / 0.949) }).problems).toHaveLength(1);
  });

  it('is a warning where it is the model’s own, and no length is said', () => {
    const { problems, warnings } = asked({});
    expect(problems).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0].path).toBe('maxModelLength');
    expect(warnings[0].message).toMatch(
      /^is left out, and .* holds 0\.45 of a request as long as qwen3-32b allows, 40,960 tokens: vllm does not start/,
    );
    expect(warnings[0].suggestion).toMatch(/^use maxModelLength: 18320 or less/);
  });

  it.each(['auto', 'sglang', 'tensorrt-llm'])('is a warning with %s, which starts all the same', (engine) => {
    const { problems, warnings } = asked({
      engine,
      memoryUtilization: engine === 'tensorrt-llm' ? 0.3 : 0.88,
      maxModelLength: 40_960,
    });
    expect(problems).toEqual([]);
    expect(warnings[0]).toMatchObject({ path: 'maxModelLength' });
    expect(warnings[0].message).toMatch(/longer requests than that are turned away/);
  });

  it('is nothing to an encoder, or where the document counts the blocks', () => {
    const encoder = { model: 'bge-m3', engine: 'vllm', memoryUtilization: 0.5 };
    expect(asked(encoder)).toMatchObject({ problems: [], warnings: [] });
    const counted = { ...batching, kvBlocks: 100 };
    expect(asked({ batching: counted, maxModelLength: 32_000 })).toMatchObject({
      problems: [],
      warnings: [],
    });
  });

  it('counts the part of the blocks that a group has which attends to sequences of its own', () => {
    const { memory, warnings } = asked({
      engine: 'auto',
      model: 'qwen3-30b-a3b',
      gpusPerReplica: 4,
      parallel: { pipeline: 1, data: 4, expert: 4 },
      memoryUtilization: 0.29,
    });
    const tokens = memory?.kvTokens ?? 0;
    expect(tokens).toBeGreaterThan(40_960);
    expect(warnings[0].message).toContain(`holds ${(tokens / 4 / 40_960).toFixed(2)} of a request`);
  });
});

describe('what a start is warned of', () => {
  it('is nothing with room for several requests', () => {
    expect(asked({ maxModelLength: 4096 }).warnings).toEqual([]);
  });

  it('is room for one or two of the longest requests only', () => {
    const { warnings } = asked({ maxModelLength: 8192 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      path: 'maxModelLength',
      message: 'the KV cache of 1 × h100-sxm-80gb holds 2.2 of the longest requests, 8,192 tokens, at once',
    });
  });

  it('is a share beyond all defaults, and little beside it, of an engine that is named', () => {
    const large = { memoryUtilization: 0.98, maxModelLength: 4096 };
    const { warnings } = asked(large);
    expect(warnings.map(({ path }) => path)).toEqual(['memoryUtilization', 'memoryUtilization']);
    expect(warnings[0].message).toMatch(/^0\.98 is more than an engine takes by itself/);
    expect(warnings[1].message).toMatch(/^leaves [\d.]+ GiB of h100-sxm-80gb beside it/);
    expect(asked({ ...large, engine: 'auto' }).warnings).toEqual([]);
  });
});
