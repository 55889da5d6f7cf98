import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkBytesPerSecond, peakFlops } from '../../../../engine/catalog/acceleratorSchema.ts';
import { lookUp } from '../../../../engine/catalog/lookUp.ts';
import { modelParameters } from '../../../../engine/catalog/modelParameters.ts';
import type { Precision } from '../../../../engine/catalog/precision.ts';
import { poolPhysics } from '../../../../engine/serving/physics/poolPhysics.ts';
import type { CompiledStepTime } from '../../../../engine/serving/stepTime/compiledStepTime.ts';
import { compileStepTime } from '../../../../engine/serving/stepTime/stepTime.ts';
import { stepTimeOfHardware } from '../../../../engine/serving/stepTime/stepTimeOfHardware.ts';
import { shippedCalibration } from '../../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const batching = { maxSequences: 256, maxBatchedTokens: 8192, blockTokens: 16, kvBlocks: 'auto' as const };

function rows(model: string, accelerator: string) {
  const foundModel = lookUp(catalog, 'model', model);
  const foundAccelerator = lookUp(catalog, 'accelerator', accelerator);
  if (!foundModel.found || !foundAccelerator.found) throw new Error('not in the catalogue');
  return { model: foundModel.row, accelerator: foundAccelerator.row };
}

function compiled(
  model: string,
  accelerator: string,
  gpus: number,
  precision: Precision,
  engine = 'vllm',
): CompiledStepTime | undefined {
  const stepTime = 'auto' as const;
  const pool = { model, accelerator, gpusPerReplica: gpus, precision, engine, batching, stepTime };
  const result = poolPhysics(pool, catalog, shippedCalibration());
  return 'problems' in result ? undefined : compileStepTime(result.stepTime, batching.maxSequences);
}

/** Milliseconds, prompts of their own with nothing before them. */
const prefillMs = (time: CompiledStepTime, p: number) => 1000 * time.step(p, (p * (p + 1)) / 2, 0, 0);
const decodeMs = (time: CompiledStepTime, b: number, each: number) => 1000 * time.step(0, 0, b, b * each);

describe('hard floors, every model on every accelerator that holds it', () => {
  it('no prefill beats the FLOPs at the full peak, no decode step the weights at the full bandwidth', () => {
    let tried = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...catalog.models),
        fc.constantFrom(...catalog.accelerators),
        fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom<Precision>('fp16', 'bf16', 'fp8', 'int4'),
        fc.integer({ min: 1, max: 8192 }),
        fc.integer({ min: 1, max: 256 }),
        fc.integer({ min: 1, max: 4096 }),
        (model, accelerator, gpus, precision, p, b, each) => {
          const time = compiled(model.id, accelerator.id, gpus, precision);
          if (!time) return;
          tried++;
          const parameters = modelParameters(model);
          const share = model.experts ? model.experts.perToken / model.experts.count : 1;
          const body = parameters.attention + parameters.dense + parameters.experts * share;
          const floorFlops = 2 * body * p;
          const peak = peakFlops(accelerator, precision) ?? Number.NaN;
          expect(prefillMs(time, p)).toBeGreaterThan((1000 * floorFlops) / (peak * gpus));

          // Nothing is generated, and no head is read.
          if (model.kind === 'encoder') return;
          const leastBytes = { fp16: 2, bf16: 2, fp8: 1, int4: 0.5 }[
            precision as 'fp16' | 'bf16' | 'fp8' | 'int4'
          ];
          const floorBytes = body * leastBytes + parameters.head * 2;
          expect(decodeMs(time, b, each)).toBeGreaterThan(
            (1000 * floorBytes) / (accelerator.memoryBandwidthGBs * 1e9 * gpus),
          );
        },
      ),
      { numRuns: 1500 },
    );
    expect(tried).toBeGreaterThan(100);
  });
});

/**
 * Llama-2-70B in bf16 as published kernel measurements add up (no scheduler): H100 TP8 decode 9.2 to
 * 10.1 ms at batch 1 to 32, prefill 39 ms for 1,024 tokens, 74 ms for 2,048; A100 TP8 decode 16 to 20 ms,
 * prefill 116 ms; A100 TP2 decode 51 to 59 ms, prefill 294 ms. Ours are whole steps of TensorRT-LLM as
 * calibrated, which saw none of these. Prefill is the miss, up to 60 % long: those kernels reach 77 % of
 * peak (A100 TP2); and A100 TP8, of which the rows are mostly engines of 2023, decodes 40 % too long.
 */
describe('Llama-2-70B against published kernel times', () => {
  const cases = [
    {
      gpu: 'h100-sxm-80gb',
      gpus: 8,
      decode: [9.2, 10.1],
      prefill: [
        [1024, 39],
        [2048, 74],
      ],
    },
    { gpu: 'a100-sxm-80gb', gpus: 8, decode: [16, 20], prefill: [[1024, 116]] },
    { gpu: 'a100-sxm-80gb', gpus: 2, decode: [51, 59], prefill: [[1024, 294]] },
  ] as const;

  it.each(cases)('$gpu × $gpus', ({ gpu, gpus, decode, prefill }) => {
    const time = compiled('llama-2-70b', gpu, gpus, 'bf16', 'tensorrt-llm');
    if (!time) throw new Error('does not fit');
    const [fast, slow] = decode;
    for (const [b, kernels] of [
      [1, fast],
      [32, slow],
    ]) {
      const ms = decodeMs(time, b, 512);
      expect(ms).toBeGreaterThan(kernels * 0.75);
      expect(ms).toBeLessThan(kernels * 1.45);
    }
    for (const [p, kernels] of prefill) {
      expect(prefillMs(time, p)).toBeGreaterThan(kernels);
      expect(prefillMs(time, p)).toBeLessThan(kernels * 1.6);
    }
  });
});

describe('stepTimeOfHardware', () => {
  const base = {
    gpusPerReplica: 1,
    precision: 'bf16' as const,
    kvPrecision: 'bf16' as const,
    efficiency: catalog.efficiencies[0],
  };

  it('communicates only between GPUs, over the fastest link that reaches them all', () => {
    const { accelerator, model } = rows('llama-3.1-8b', 'h100-nvl-94gb');
    expect(linkBytesPerSecond(accelerator, 2)).toBe(300e9);
    expect(linkBytesPerSecond(accelerator, 4)).toBe(63e9);
    expect(linkBytesPerSecond(accelerator, 16)).toBeUndefined();
    const communication = (gpusPerReplica: number) =>
      stepTimeOfHardware({ ...base, model, accelerator, gpusPerReplica }).perCommTokenSeconds;
    expect(communication(1)).toBe(0);
    // 64 all-reduces, each GPU sends 2·(g − 1)/g · 4096 · 2 bytes.
    expect(communication(2)).toBeCloseTo((64 * 8192) / (300e9 * 0.45), 15);
    expect(communication(4)).toBeCloseTo((64 * 1.5 * 8192) / (63e9 * 0.45), 15);
    expect(communication(16)).toBeCloseTo((64 * 1.875 * 8192) / (50e9 * 0.45), 15);
  });

  it('computes narrow weights at the rate of their format where there is one', () => {
    const perToken = (accelerator: string, precision: Precision) =>
      stepTimeOfHardware({ ...base, ...rows('llama-3.1-8b', accelerator), precision }).perTokenComputeSeconds;
    expect(perToken('h100', 'bf16') / perToken('h100', 'fp8')).toBeCloseTo(1979 / 989, 9);
    expect(perToken('a100-80gb', 'fp8')).toBe(perToken('a100-80gb', 'bf16'));
    expect(perToken('h100', 'int4')).toBe(perToken('h100', 'bf16'));
    expect(perToken('b200', 'bf16') / perToken('b200', 'fp4')).toBeCloseTo(4, 9);
    expect(perToken('a100-80gb', 'bf16') / perToken('a100-80gb', 'int8')).toBeCloseTo(2, 9);
  });

  it('gives window layers their own terms, and a mixture its share', () => {
    const gemma = stepTimeOfHardware({ ...base, ...rows('gemma-3-27b', 'h100') });
    expect(gemma.window?.tokens).toBe(1024);
    expect((gemma.window?.perContextMemorySeconds ?? 0) / gemma.perContextMemorySeconds).toBeCloseTo(
      52 / 10,
      9,
    );
    const mixtral = stepTimeOfHardware({ ...base, ...rows('mixtral-8x7b', 'mi300x') });
    expect(mixtral.expertShare).toBe(0.25);
    expect(mixtral.expertWeightSeconds).toBeGreaterThan(mixtral.denseWeightSeconds);
    expect(mixtral.window).toBeUndefined();
  });

  it('refuses a format that the accelerator lacks', () => {
    expect(() => stepTimeOfHardware({ ...base, ...rows('llama-3.2-1b', 't4') })).toThrow(RangeError);
  });
});
