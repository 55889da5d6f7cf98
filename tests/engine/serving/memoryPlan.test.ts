import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import type { Precision } from '../../../engine/catalog/precision.ts';
import { adviseMemory, describeAdvice, describeShortfall } from '../../../engine/serving/memoryAdvice.ts';
import { type MemoryPlanInput, planMemory } from '../../../engine/serving/memoryPlan.ts';
import { readCatalog } from '../../../host/catalogFiles.ts';

const catalog = readCatalog();
const batching = { maxSequences: 256, maxBatchedTokens: 2048, blockTokens: 16 };

function input(
  model: string, accelerator: string, gpusPerReplica: number, precision: Precision = 'bf16',
  more: Partial<MemoryPlanInput> = {},
): MemoryPlanInput {
  const foundModel = lookUp(catalog, 'model', model);
  const foundAccelerator = lookUp(catalog, 'accelerator', accelerator);
  if (!foundModel.found || !foundAccelerator.found) throw new Error('not in the catalogue');
  const efficiency = catalog.efficiencies[0];
  return {
    model: foundModel.row, accelerator: foundAccelerator.row, gpusPerReplica, precision,
    kvPrecision: 'bf16', batching, efficiency, ...more,
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

  // vLLM's start-up log for this pair (0.6.x, one H100 80 GB, 0.9): weights 14.99 GiB, activation
  // peak 1.26 GiB at 8,192 batched tokens, 54.8 GiB left for KV.
  it('Llama-3.1-8B on one H100 is near what vLLM reports', () => {
    const large = { ...batching, maxBatchedTokens: 8192 };
    const plan = planMemory(input('llama-3.1-8b', 'h100', 1, 'bf16', { batching: large }));
    const gib = 2 ** 30;
    expect(plan.weightBytes / gib).toBeCloseTo(14.96, 1);
    expect(Math.abs(plan.activationBytes / gib / 1.26 - 1)).toBeLessThan(0.1);
    expect(Math.abs(plan.kvBytes / gib / 54.8 - 1)).toBeLessThan(0.02);
    expect(plan.communicationBytes).toBe(0);
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
    const all = input('qwen3-30b-a3b', 'h100', 1);
    const someDense = { ...all, model: { ...all.model, experts: { ...all.model.experts!, layers: 47 } } };
    // 8 · 768 = 6144 = the dense width: the same either way; halve the experts to tell them apart.
    const narrow = { ...all, model: { ...all.model, experts: { ...all.model.experts!, perToken: 4 } } };
    expect(planMemory(narrow).activationBytes).toBeLessThan(planMemory(all).activationBytes);
    expect(planMemory(someDense).activationBytes).toBe(planMemory(all).activationBytes);
  });

  it('never gives out more than there is, and gives more for more memory, GPUs and fewer bits', () => {
    const models = catalog.models.map(({ id }) => id);
    const accelerators = catalog.accelerators.map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.constantFrom(...models), fc.constantFrom(...accelerators), fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom<Precision>('bf16', 'fp8', 'int4'), fc.constantFrom(1, 16, 32),
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
    expect(describeAdvice(advice)).toMatch(/^It would fit with gpusPerReplica: 2; or with precision: fp8; or with accelerator: b200/);
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
