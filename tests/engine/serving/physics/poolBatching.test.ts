import { describe, expect, it } from 'vitest';
import { type BatchingDocument, poolBatching } from '../../../../engine/serving/physics/poolBatching.ts';
import { poolPhysics } from '../../../../engine/serving/physics/poolPhysics.ts';
import { resolveAccelerator } from '../../../../engine/serving/physics/poolReferences.ts';
import { engineName } from '../../../../engine/serving/stepTime/servingSituation.ts';
import { shippedCalibration } from '../../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();

function batching(
  engine: string,
  document: Omit<BatchingDocument, 'blockTokens'> = {},
  accelerator = 'h100-sxm-80gb',
) {
  const { blockTokens: _, ...found } = poolBatching({ blockTokens: 16, ...document }, catalog, {
    engine: engineName(engine),
    accelerator: resolveAccelerator(accelerator, catalog, []),
  });
  return found;
}

describe('batching by engine', () => {
  it('is as ever without an engine, or of one of which nothing is known', () => {
    const untold = {
      policy: 'continuous',
      chunkedPrefill: true,
      maxSequences: 256,
      maxBatchedTokens: 2048,
    };
    const { blockTokens: _, ...found } = poolBatching({ blockTokens: 16 }, catalog);
    expect(found).toEqual(untold);
    expect(batching('lmdeploy@0.7')).toEqual(untold);
    const own = { policy: 'static', chunkedPrefill: false, maxSequences: 3000 } as const;
    expect(poolBatching({ blockTokens: 16, ...own }, catalog)).toEqual({
      ...own,
      maxBatchedTokens: 3000,
      blockTokens: 16,
    });
  });

  it('mixes prefill and decode from vLLM 0.8 on, whatever is said of chunks', () => {
    const off = { chunkedPrefill: false };
    expect(batching('vllm@0.6.3', off)).toEqual({
      policy: 'continuous',
      chunkedPrefill: false,
      maxSequences: 256,
      maxBatchedTokens: 2048,
    });
    // It cannot be turned off yet; then it keeps prompts whole.
    expect(batching('vllm@0.11.0', off)).toMatchObject({ chunkedPrefill: true, keepsPreempted: true });
    expect(batching('vllm@0.11.0', off)).not.toHaveProperty('mixes');
    expect(batching('vllm@0.11.1', off)).toMatchObject({ chunkedPrefill: false, mixes: true });
    expect(batching('vllm', off)).toMatchObject({ chunkedPrefill: false, mixes: true });
  });

  it('admits what fits whole from vLLM 0.19.1 on, with part of the output in SGLang, and with all of it in TensorRT-LLM', () => {
    expect(batching('vllm@0.19.0')).not.toHaveProperty('reserved');
    expect(batching('vllm@0.19.1')).toMatchObject({ reserved: 0, keepsPreempted: true });
    expect(batching('sglang@0.5.3')).toMatchObject({ mixes: false, chunkedPrefill: true, reserved: 0.098 });
    expect(batching('tensorrt-llm@1.0')).toMatchObject({ chunkedPrefill: true, reserved: 1 });
    expect(batching('sglang', { policy: 'static' })).toEqual({
      policy: 'static',
      chunkedPrefill: true,
      maxSequences: 256,
      maxBatchedTokens: 2048,
    });
  });

  it.each([
    ['vllm@0.7.3', 'h100-sxm-80gb', 256, 2048],
    ['vllm@0.8.4', 'h100-sxm-80gb', 1024, 8192],
    ['vllm@0.8.4', 'a100-sxm-80gb', 256, 2048],
    ['vllm@0.8.5', 'a100-sxm-80gb', 1024, 8192],
    ['vllm@0.9.0', 'a100-sxm-80gb', 256, 2048],
    ['vllm@0.9.0', 'l40s-48gb', 256, 2048],
    ['vllm@0.27.1', 'b200-sxm-180gb', 1024, 8192],
    ['vllm@0.28.0', 'b200-sxm-180gb', 1024, 16384],
    ['vllm@0.28.0', 'h100-sxm-80gb', 1024, 8192],
    ['sglang@0.5.3', 'l4-24gb', 2048, 2048],
    ['sglang@0.5.3', 'l40s-48gb', 2048, 4096],
    ['sglang@0.5.3', 'h200-sxm-141gb', 2048, 8192],
    ['sglang@0.5.3', 'b200-sxm-180gb', 2048, 16384],
    ['tensorrt-llm@1.0', 'l4-24gb', 2048, 8192],
  ])(
    'limits of %s on %s are %i sequences and %i tokens',
    (engine, accelerator, maxSequences, maxBatchedTokens) => {
      expect(batching(engine, {}, accelerator)).toMatchObject({ maxSequences, maxBatchedTokens });
    },
  );

  it('keeps the limits of documents, and those that documents always had where no version is told', () => {
    expect(batching('vllm@0.19.0', { maxSequences: 64 })).toMatchObject({
      maxSequences: 64,
      maxBatchedTokens: 8192,
    });
    expect(batching('vllm@0.19.0', { maxBatchedTokens: 512 })).toMatchObject({
      maxSequences: 512,
      maxBatchedTokens: 512,
    });
    expect(batching('vllm')).toMatchObject({ maxSequences: 256, maxBatchedTokens: 2048 });
  });
});

describe('a prompt that is not cut fits a step', () => {
  const physics = (batchingDocument: object, more: object = {}) =>
    poolPhysics(
      {
        model: 'llama-3.1-8b',
        accelerator: 'h100-sxm-80gb',
        gpusPerReplica: 1,
        engine: 'vllm@0.19.1',
        stepTime: 'auto',
        batching: { blockTokens: 16, kvBlocks: 'auto', chunkedPrefill: false, ...batchingDocument },
        ...more,
      },
      catalog,
      shippedCalibration(),
    );

  it('so that requests are no longer than one', () => {
    expect(physics({ maxBatchedTokens: 8192 })).toMatchObject({ maxContextTokens: 8192 });
    expect(physics({ maxBatchedTokens: 8192, chunkedPrefill: true })).toMatchObject({
      maxContextTokens: 131_072,
    });
    expect(physics({}, { maxModelLength: 20_000 })).toMatchObject({
      maxContextTokens: 20_000,
      batching: { maxBatchedTokens: 20_000 },
    });
  });

  it('or the pool is refused, as the engine refuses to start', () => {
    expect(physics({ maxBatchedTokens: 8192 }, { maxModelLength: 20_000 })).toEqual({
      problems: [
        {
          path: ['maxModelLength'],
          message: 'is longer than a step (8,192 tokens), to which this engine does not cut prompts',
          suggestion:
            'use up to 8192, a batching.maxBatchedTokens of at least 20000, or chunkedPrefill: true',
        },
      ],
    });
  });
});
