import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../../engine/catalog/lookUp.ts';
import type { Precision } from '../../../../engine/catalog/precision.ts';
import {
  adviseMemory,
  describeAdvice,
  describeShortfall,
} from '../../../../engine/serving/memory/memoryAdvice.ts';
import { type MemoryPlanInput, planMemory } from '../../../../engine/serving/memory/memoryPlan.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const batching = { maxSequences: 256, maxBatchedTokens: 2048, blockTokens: 16 };

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
  const efficiency = catalog.efficiencies[0];
  return {
    model: foundModel.row,
    accelerator: foundAccelerator.row,
    gpusPerReplica,
    precision,
    kvPrecision: 'bf16',
    batching,
    efficiency,
    ...more,
  };
}

describe('planMemory', () => {
  it('Llama-3.1-70B on 8 × H100, worked by hand', () => {
    const plan = planMemory(input('llama-3.1-70b', 'h100-sxm-80gb', 8));
    expect(plan.usableBytes).toBeCloseTo(77_309_411_328, 0);
    // 70,553,706,496 parameters of 2 bytes over 8 GPUs.
    expect(plan.weightBytes).toBe(17_638_426_624);
    // 2048 · 2 · (4 · 8192 + 3 · 28672 / 8) + 256 · 128256 · 8
    expect(plan.activationBytes).toBe(178_257_920 + 262_668_288);
    expect(plan.kvBytes).toBeCloseTo(77_309_411_328 - 17_638_426_624 - 440_926_208 - 1.5e9, 0);
    // One KV head a GPU: 80 · 2 · 128 · 2 bytes.
    expect(plan.kvBytesPerToken).toBe(40_960);
    expect(plan.kvBlocks).toBe(88_089);
    expect(plan.kvTokens).toBe(88_089 * 16);
    expect(plan).toMatchObject({ fits: true, shortfallBytes: 0 });
  });

  // Start-up log in vllm-project/vllm#10511 (December 2024), Meta-Llama-3-8B with defaults (8,192
  // batched tokens) on a GPU that shows 79.22 GiB: 71.29 usable, weights 14.96, activation peak 1.26,
  // KV 53.29.
  it('Llama-3-8B is near what vLLM reports', () => {
    const gib = 2 ** 30;
    const plan = planMemory(
      input('llama-3-8b', 'h100', 1, 'bf16', {
        accelerator: { deviceVisibleBytes: 79.22 * gib },
        batching: { ...batching, maxBatchedTokens: 8192 },
      }),
    );
    expect(plan.usableBytes / gib).toBeCloseTo(71.3, 1);
    expect(plan.weightBytes / gib).toBeCloseTo(14.96, 2);
    expect(Math.abs(plan.activationBytes / gib / 1.26 - 1)).toBeLessThan(0.1);
    expect(Math.abs(plan.kvBytes / gib / 53.29 - 1)).toBeLessThan(0.02);
    expect(plan.communicationBytes).toBe(0);
  });

  // vllm-project/vllm#2031 (December 2023): 7,351 blocks on one A100 80 GB.
  it('Llama-2-7B on one A100 is near the blocks that vLLM reports', () => {
    const plan = planMemory(input('llama-2-7b', 'a100-sxm-80gb', 1));
    expect(Math.abs(plan.kvBlocks / 7351 - 1)).toBeLessThan(0.02);
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
    const one = input('qwen3-30b-a3b', 'h100', 1);
    const shape = { count: 128, ffn: 768, sharedFfn: 0 };
    const activations = (perToken: number, layers: number) =>
      planMemory({ ...one, model: { ...one.model, experts: { ...shape, perToken, layers } } })
        .activationBytes;
    // 8 experts of 768 are as wide as its dense feed-forward, 6,144; 4 are narrower.
    expect(activations(8, 48)).toBe(planMemory(one).activationBytes);
    expect(activations(4, 48)).toBeLessThan(activations(8, 48));
    expect(activations(4, 47)).toBe(activations(8, 47));
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
          const bigger = { deviceVisibleBytes: plan.deviceBytes * 1.5 };
          expect(planMemory({ ...one, accelerator: bigger }).kvBlocks).toBeGreaterThanOrEqual(plan.kvBlocks);
          expect(planMemory({ ...one, kvPrecision: 'fp8' }).kvBlocks).toBeGreaterThanOrEqual(plan.kvBlocks);
          expect(planMemory({ ...one, gpusPerReplica: gpus * 2 }).weightBytes).toBe(plan.weightBytes / 2);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a missing byte is the difference between fitting and not', () => {
    const one = input('llama-3.1-70b', 'h100', 1);
    const { shortfallBytes, deviceBytes } = planMemory(one);
    const enough = deviceBytes + (shortfallBytes + 10) / one.efficiency.memoryUtilisation;
    const short = deviceBytes + (shortfallBytes - 10) / one.efficiency.memoryUtilisation;
    expect(planMemory({ ...one, accelerator: { deviceVisibleBytes: enough } }).kvBlocks).toBe(1);
    expect(planMemory({ ...one, accelerator: { deviceVisibleBytes: short } }).fits).toBe(false);
  });
});

describe('what to do when it does not fit', () => {
  it('says by how much, and what would hold it', () => {
    const one = input('llama-3.1-70b', 'h100', 1);
    const plan = planMemory(one);
    // 141.1 weights + 0.6 activations + 1 runtime − 77.3 usable, plus one block.
    expect(describeShortfall(plan)).toBe(
      'needs 142.9 GB on each GPU, 77.3 of its 85.9 GB are usable: 65.6 GB too much',
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
