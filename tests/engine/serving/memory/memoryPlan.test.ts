import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineMemory } from '../../../../engine/catalog/engineMemorySchema.ts';
import { lookUp } from '../../../../engine/catalog/lookUp.ts';
import type { Precision } from '../../../../engine/catalog/precision.ts';
import { engineMemory } from '../../../../engine/serving/memory/engineMemory.ts';
import {
  adviseMemory,
  describeAdvice,
  describeShortfall,
} from '../../../../engine/serving/memory/memoryAdvice.ts';
import { MEMORY_PARTS } from '../../../../engine/scenario/memoryParts.ts';
import { type MemoryPlanInput, planMemory } from '../../../../engine/serving/memory/memoryPlan.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const batching = { maxSequences: 256, maxBatchedTokens: 2048, blockTokens: 16 };

const GIB = 2 ** 30;

function vllm(version: string) {
  return engineMemory(catalog, { family: 'vllm', version });
}

function input(
  model: string,
  accelerator: string,
  gpusPerReplica: number,
  precision: Precision = 'bf16',
  more: Partial<MemoryPlanInput> = {},
): MemoryPlanInput {
  const foundModel = lookUp(catalog, 'model', model);
  const foundAccelerator = lookUp(catalog, 'accelerator', accelerator);
  if (!foundModel.found || !foundAccelerator.found) throw new Error('not in the catalogue');
  return {
    model: foundModel.row,
    accelerator: foundAccelerator.row,
    gpusPerReplica,
    precision,
    kvPrecision: 'bf16',
    batching,
    memory: vllm('0.19.0'),
    ...more,
  };
}

describe('planMemory', () => {
  it('Llama-3.1-70B on 8 × H100 with vLLM 0.19, worked by hand', () => {
    const plan = planMemory(input('llama-3.1-70b', 'h100-sxm-80gb', 8));
    expect(plan.deviceBytes).toBe(85_029_615_043);
    // 70,553,706,496 parameters of 2 bytes over 8 GPUs; on each 7/8 of the 161 norms again, and sine and cosine of
    // 131,072 positions.
    const norms = 161 * 8192 * 2;
    expect(plan.weightBytes).toBe(Math.round(17_638_426_624 + (norms * 7) / 8 + 131_072 * 128 * 2));
    // 14 · 128256 · 256 + 0.12 GiB + 2 · 2048 · 8192, which is more than 2 · 2048 · (4 · 8192 + 3 · 28672 / 8).
    expect(plan.activationBytes).toBe(Math.round(459_669_504 + 0.12 * GIB + 33_554_432));
    expect(plan.runtimeBytes + plan.communicationBytes).toBe(Math.round(2.13 * GIB));
    const taken = plan.weightBytes + plan.activationBytes + plan.runtimeBytes + plan.communicationBytes;
    expect(plan.kvBytes).toBe(Math.floor(0.9 * 85_029_615_043 - taken));
    // One KV head a GPU: 80 · 2 · 128 · 2 bytes.
    expect(plan.kvBytesPerToken).toBe(40_960);
    expect(plan.kvBlocks).toBe(Math.floor(plan.kvBytes / 655_360));
    expect(plan.kvTokens).toBe(plan.kvBlocks * 16);
    expect(plan).toMatchObject({ fits: true, shortfallBytes: 0, memoryUtilization: 0.9 });
  });

  it('takes CUDA graphs off the share since 0.21, beside it before, and none where nothing is captured', () => {
    const one = { ...input('llama-3-8b', 'h100', 1), memoryUtilization: 0.9 };
    const beside = planMemory(one);
    const inside = planMemory({ ...one, memory: vllm('0.21.0') });
    expect(beside.graphBytes).toBeGreaterThan(0);
    expect(inside.kvBytes).toBe(beside.kvBytes - inside.graphBytes);
    expect(planMemory({ ...one, memory: vllm('0.21.0'), cudaGraphs: false }).kvBytes).toBe(beside.kvBytes);
  });

  it('captures graphs of batches up to twice the most sequences', () => {
    const graphs = (maxSequences: number) =>
      planMemory(input('llama-3-8b', 'h100', 1, 'bf16', { batching: { ...batching, maxSequences } }))
        .graphBytes;
    expect(graphs(256)).toBe(graphs(1024));
    // 1, 2, 4, 8 and 16 of 51 sizes.
    expect(graphs(8) / graphs(256)).toBeCloseTo(5 / 51, 6);
    expect(graphs(256)).toBe(Math.round((0.3 + 32 * 0.018) * GIB));
  });

  it('takes less for communication where GPUs are joined by PCIe', () => {
    const communication = (accelerator: string) =>
      planMemory(input('llama-3.1-8b', accelerator, 2)).communicationBytes;
    expect(communication('h100')).toBe(Math.round(1.82 * GIB));
    expect(communication('l40s')).toBe(Math.round(0.05 * GIB));
  });

  it('reserves what SGLang’s rule says of its version, card and step', () => {
    const share = (version: string, gpus: number, maxBatchedTokens = 8192) => {
      const memory = engineMemory(catalog, { family: 'sglang', version });
      const more = { memory, batching: { ...batching, maxBatchedTokens } };
      return planMemory(input('llama-3.1-8b', 'h100', gpus, 'bf16', more)).memoryUtilization;
    };
    expect([1, 2, 4, 8].map((gpus) => share('0.4.5', gpus))).toEqual([0.88, 0.87, 0.85, 0.81]);
    expect(share('0.4.9', 2)).toBeCloseTo(1 - 10.5 / 79.19, 5);
    // 512 MiB, 1.5 a token, 2 a sequence of the largest graph (256), 128 a GPU.
    expect(share('0.5.5', 1)).toBeCloseTo(1 - (512 + 8192 * 1.5 + 512 + 128) / 1024 / 79.19, 5);
    expect(share('0.5.5', 1, 512)).toBe(share('0.5.5', 1, 2048));
  });

  it('takes the longest request for a step of vLLM before V1, unless prefills are chunked', () => {
    const one = { ...input('llama-3-8b', 'h100', 1), memory: vllm('0.6.4'), maxModelLength: 8000 };
    const whole = { ...batching, maxSequences: 16, chunkedPrefill: false };
    const activations = (more: object) => planMemory({ ...one, ...more }).activationBytes;
    expect(activations({ batching: whole })).toBe(8000 * 2 * (3 * 4096 + 3 * 14336));
    expect(activations({ batching: { ...whole, chunkedPrefill: true } })).toBe(
      2048 * 2 * (3 * 4096 + 3 * 14336),
    );
    expect(activations({ batching: whole, maxModelLength: undefined })).toBe(
      8192 * 2 * (3 * 4096 + 3 * 14336),
    );
  });

  it('shares out a device to the last byte, whatever the engine', () => {
    const engines = catalog.engines.flatMap(({ memory = [] }) => memory);
    expect(engines.length).toBeGreaterThan(8);
    for (const memory of engines) {
      for (const [model, gpus] of [
        ['llama-3.1-8b', 1],
        ['qwen3-30b-a3b', 2],
        ['llama-3.1-405b', 4],
      ] as const) {
        const plan = planMemory(input(model, 'h100', gpus, 'bf16', { memory }));
        expect(plan.parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plan.deviceBytes);
        expect(plan.parts.map(({ part }) => MEMORY_PARTS.indexOf(part))).toEqual(
          plan.parts.map(({ part }) => MEMORY_PARTS.indexOf(part)).sort((a, b) => a - b),
        );
        expect(plan.parts.find(({ part }) => part === 'kv')?.bytes).toBe(plan.kvBytes);
      }
    }
  });

  // sgl-project/sglang#4760: 63.48 GiB free after the weights, 78.59 before them, 54.04 of KV with a share of 0.88.
  it('gives SGLang what is free after the weights but a share of what was free before them', () => {
    const memory = engineMemory(catalog, { family: 'sglang', version: '0.4.4' });
    const plan = planMemory(input('llama-3.1-8b', 'h100', 1, 'bf16', { memory }));
    const before = plan.deviceBytes - plan.runtimeBytes;
    expect(plan.memoryUtilization).toBe(0.88);
    expect(plan.kvBytes).toBe(Math.floor(before - plan.weightBytes - (1 - 0.88) * before));
    expect(Math.abs(plan.kvBytes / GIB / 54.04 - 1)).toBeLessThan(0.005);
  });

  it('gives TensorRT-LLM a share of what is free after all else', () => {
    const memory = engineMemory(catalog, { family: 'tensorrt-llm', version: '' });
    const plan = planMemory(input('llama-3.1-8b', 'h100', 1, 'bf16', { memory }));
    const free = plan.deviceBytes - plan.weightBytes - plan.activationBytes - plan.runtimeBytes;
    expect(plan.kvBytes).toBe(Math.floor(0.9 * free));
  });

  it('takes 0.92 only by a version of vLLM from 0.21 on; 0.90 where no version is told, or no engine', () => {
    const share = (memory: EngineMemory) =>
      planMemory(input('llama-3.1-8b', 'h100', 1, 'bf16', { memory })).memoryUtilization;
    expect(['0.21', '0.22.1', '2026-05', 'nightly'].map((version) => share(vllm(version)))).toEqual(
      Array(4).fill(0.92),
    );
    expect(['', '0.8.5', '0.20.2', '2026-04'].map((version) => share(vllm(version)))).toEqual(
      Array(4).fill(0.9),
    );
    expect(share(engineMemory(catalog))).toBe(0.9);
  });

  it('plans by vLLM without a version where the engine is not known', () => {
    const untold = vllm('');
    expect(untold).toBe(vllm('0.19.0'));
    expect(engineMemory(catalog)).toBe(untold);
    expect(engineMemory(catalog, { family: 'lmdeploy', version: '0.1' })).toBe(untold);
    expect(() => engineMemory({ engines: [] })).toThrow(RangeError);
  });

  it('takes the generation that was out where a version is told by its month', () => {
    expect(vllm('2023-11')).toBe(vllm('0.2.4'));
    expect(vllm('2024-11')).toBe(vllm('0.6.4'));
    expect(vllm('2025-12-01')).toBe(vllm('0.11.2'));
    expect(vllm('nightly-dev-20260216-d3bae71e')).toBe(vllm('0.16.0'));
    expect(vllm('nightly-5b8c30d62b754b57')).toBe(vllm('999'));
  });

  it('lets the stage of a pipeline decide that has the least room', () => {
    const one = input('qwen3-8b', 'h100', 3);
    const plan = planMemory({ ...one, parallel: { tensor: 1, pipeline: 3, data: 1, expert: 1 } });
    // 36 layers in three stages; the last has the output projection and samples.
    expect(plan.kvBytesPerToken).toBe(12 * 2 * 8 * 128 * 2);
    const table = 151_936 * 4096 * 2;
    const rotary = 40_960 * 128 * 2;
    const { weightBytes } = planMemory({ ...one, gpusPerReplica: 1 });
    expect(plan.weightBytes).toBeCloseTo((weightBytes - 2 * table - rotary) / 3 + table + rotary, -1);
  });

  it('does not multiply KV by GPUs that only replicate it', () => {
    const plain = planMemory(input('llama-3.1-70b', 'h100', 8));
    const wide = planMemory(input('llama-3.1-70b', 'h100', 16));
    expect(wide.kvBytesPerToken).toBe(plain.kvBytesPerToken);
    expect(wide.kvTokens / plain.kvTokens).toBeLessThan(1.2);
    const latent = planMemory(input('deepseek-v3', 'h200', 8, 'fp8'));
    expect(latent.kvBytesPerToken).toBe(70_272);
  });

  it('uses the width of the experts where no layer is dense', () => {
    // A step of so many tokens and one sequence takes more in its layers than when it samples.
    const step = { maxSequences: 1, maxBatchedTokens: 8192, blockTokens: 16 };
    const one = input('qwen3-30b-a3b', 'h100', 1, 'bf16', { batching: step });
    const shape = { count: 128, ffn: 768, sharedFfn: 0 };
    const part = (more: Partial<MemoryPlanInput>, wanted: string) =>
      planMemory({ ...one, ...more }).parts.find((each) => each.part === wanted)?.bytes;
    const activations = (perToken: number, layers: number) =>
      part({ model: { ...one.model, experts: { ...shape, perToken, layers } } }, 'activations');
    // 8 experts of 768 are as wide as its dense feed-forward, 6,144; 4 are narrower.
    expect(activations(8, 48)).toBe(8192 * 2 * (4 * 2048 + 3 * 6144));
    expect(activations(4, 48)).toBe(8192 * 2 * (4 * 2048 + 3 * 3072));
    expect(activations(4, 47)).toBe(activations(8, 47));
    // Gate and up, and a copy of the token, for each of its experts.
    expect(part({}, 'expertWorkspace')).toBe(8192 * 2 * 8 * (2 * 768 + 2048));
    expect(part({ precision: 'mxfp4' }, 'expertWorkspace')).toBeUndefined();
  });

  it('never gives out more than there is, and gives more for more memory, GPUs and fewer bits', () => {
    const models = catalog.models.map(({ id }) => id);
    const accelerators = catalog.accelerators.map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.constantFrom(...accelerators),
        fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom<Precision>('bf16', 'fp8', 'int4'),
        fc.constantFrom(1, 16, 32),
        (model, accelerator, gpus, precision, blockTokens) => {
          const one = input(model, accelerator, gpus, precision, { batching: { ...batching, blockTokens } });
          const plan = planMemory(one);
          const held = plan.weightBytes + plan.kvTokens * plan.kvBytesPerToken;
          if (plan.fits) expect(held).toBeLessThan(plan.deviceBytes);
          else expect(plan.shortfallBytes).toBeGreaterThan(0);
          const bigger = { ...one.accelerator, deviceVisibleBytes: plan.deviceBytes * 1.5 };
          expect(planMemory({ ...one, accelerator: bigger }).kvBlocks).toBeGreaterThanOrEqual(plan.kvBlocks);
          expect(planMemory({ ...one, kvPrecision: 'fp8' }).kvBlocks).toBeGreaterThanOrEqual(plan.kvBlocks);
          // What does not divide lies on every GPU.
          const halved = planMemory({ ...one, gpusPerReplica: gpus * 2 }).weightBytes / plan.weightBytes;
          expect(halved).toBeGreaterThanOrEqual(0.5 - 1e-9);
          expect(halved).toBeLessThan(0.8);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a missing byte is the difference between fitting and not', () => {
    const one = input('llama-3.1-70b', 'h100', 1);
    const { shortfallBytes, deviceBytes, memoryUtilization } = planMemory(one);
    const enough = deviceBytes + (shortfallBytes + 10) / memoryUtilization;
    const short = deviceBytes + (shortfallBytes - 10) / memoryUtilization;
    expect(
      planMemory({ ...one, accelerator: { ...one.accelerator, deviceVisibleBytes: enough } }).kvBlocks,
    ).toBe(1);
    expect(planMemory({ ...one, accelerator: { ...one.accelerator, deviceVisibleBytes: short } }).fits).toBe(
      false,
    );
  });
});

describe('what to do when it does not fit', () => {
  it('says by how much, and what would hold it', () => {
    const one = input('llama-3.1-70b', 'h100', 1);
    const plan = planMemory(one);
    // 141.1 weights + 0.6 activations + 0.3 runtime − 76.5 usable, plus one block.
    expect(describeShortfall(plan)).toBe(
      'needs 142.0 GB on each GPU, 76.5 of its 85.0 GB are usable: 65.5 GB too much',
    );
    const advice = adviseMemory(one, catalog);
    expect(advice.gpusPerReplica).toBe(2);
    expect(advice.precision).toBe('fp8');
    expect(advice.accelerators[0]).toBe('b200-sxm-180gb');
    expect(describeAdvice(advice)).toMatch(
      /^It would fit with gpusPerReplica: 2; or with precision: fp8; or with accelerator: b200/,
    );
  });

  it('only advises what does fit', () => {
    for (const { id } of catalog.models) {
      const one = input(id, 't4', 1, 'fp16');
      if (planMemory(one).fits) continue;
      const { gpusPerReplica, precision, accelerators } = adviseMemory(one, catalog);
      if (gpusPerReplica !== undefined) expect(planMemory({ ...one, gpusPerReplica }).fits, id).toBe(true);
      if (precision !== undefined) expect(planMemory({ ...one, precision }).fits, id).toBe(true);
      for (const name of accelerators) expect(planMemory(input(id, name, 1, 'fp16')).fits, id).toBe(true);
    }
  });

  it('says so when nothing does', () => {
    const one = input('llama-3.1-405b', 't4', 1, 'fp16');
    const huge = { ...one, model: { ...one.model, layers: 20_000, heads: 127, kvHeads: 127 } };
    expect(describeAdvice(adviseMemory(huge, catalog))).toBe('Nothing in the catalogue holds it');
  });
});
