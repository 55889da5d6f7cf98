import { describe, expect, it } from 'vitest';
import { type Model, modelSchema } from '../../../../engine/catalog/modelSchema.ts';
import {
  kvCapacity,
  type KvCapacity,
  type KvCapacityInput,
} from '../../../../engine/serving/memory/kvCapacity.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const GIB = 2 ** 30;

/** Olmo 3 7B: three layers with a window to each without. */
const OLMO = modelSchema.parse({
  name: 'Olmo-3-7B',
  layers: 32,
  hidden: 4096,
  heads: 32,
  kvHeads: 32,
  headDim: 128,
  ffn: 11008,
  vocab: 100_278,
  maxContext: 65_536,
  slidingWindow: { tokens: 4096, layers: 24 },
});

interface Given extends Partial<Omit<KvCapacityInput, 'batching'>> {
  readonly maxBatchedTokens?: number;
  readonly chunkedPrefill?: boolean;
}

function capacity({ maxBatchedTokens = 2048, chunkedPrefill, ...more }: Given): KvCapacity {
  return kvCapacity({
    model: OLMO,
    kvPrecision: 'bf16',
    memory: { windowLayers: 'contexts' },
    tensor: 1,
    layerShare: 1,
    groups: 1,
    kvBytes: 57.18 * GIB,
    longest: 34_048,
    batching: { maxSequences: 256, maxBatchedTokens, blockTokens: 16, chunkedPrefill },
    ...more,
  });
}

function printed(given: Given): number {
  return capacity(given).windows?.printedContexts ?? Number.NaN;
}

function ofCatalogue(id: string): Model {
  const found = readCatalog().models.find((model) => model.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

describe('kvCapacity of layers with a window', () => {
  it('by hand: blocks of 2 MiB, each of eight layers', () => {
    const { kvBlocks, windows, kvTokens } = capacity({});
    expect(kvBlocks).toBe(Math.floor((57.18 * GIB) / (8 * 2 * 32 * 128 * 2 * 16)));
    expect(windows?.kvGroups).toEqual({ full: 1, window: 3, windowTokens: 4096 });
    // 34,048 tokens fill 2,128 blocks; 4,096 and one more that decodes 256, and one for where the window begins.
    expect(windows?.contexts).toBe(kvBlocks / (2128 + 3 * 257));
    // 4,095 and a step of 2,048 tokens fill 384.
    expect(windows?.printedContexts).toBe(kvBlocks / (2128 + 3 * 385));
    expect(kvTokens).toBe(Math.floor((kvBlocks / 3283) * 34_048));
  });

  /**
   * vllm-project/vllm#29796 (2025-12-01) prints 57.18 GiB, and 11.12 and 23.73 contexts of 34,048 and 6,144 tokens. By the
   * rule the two are to each other as printed, for steps of 2,048 tokens. Both would take 71.3 GiB, though: 57.18 GiB
   * cannot hold 11.12, for eight layers keep 4.2 GiB of 34,048 tokens and 24 layers 1.5 GiB of a window of 4,096.
   */
  it('Olmo 3: the two concurrencies that vLLM printed are to each other as here; both within 15 % of what is held', () => {
    expect(printed({ longest: 6144 }) / printed({})).toBeCloseTo(23.73 / 11.12, 2);
    const asPrinted = { kvBytes: 71.32 * GIB };
    expect(printed({ ...asPrinted })).toBeCloseTo(11.12, 2);
    expect(printed({ ...asPrinted, longest: 6144 })).toBeCloseTo(23.73, 2);
    expect(Math.abs((capacity({}).windows?.contexts ?? 0) / 11.12 - 1)).toBeLessThan(0.15);
    expect(Math.abs((capacity({ longest: 6144 }).windows?.contexts ?? 0) / 23.73 - 1)).toBeLessThan(0.15);
    // With one table for all layers: 3.4 of them.
    expect(capacity({ memory: {} }).kvTokens / 34_048).toBeLessThan(3.5);
  });

  /** llm-d-incubation/llm-d-planner#205, vLLM 0.19: "15997 blocks, each of one group of layers", and 7,335 of gemma-2. */
  it('gemma: blocks as printed, to what two digits of GiB leave open', () => {
    const gemma3 = capacity({ model: ofCatalogue('gemma-3-27b'), kvBytes: 19.53 * GIB });
    expect(Math.abs(gemma3.kvBlocks / 15_997 - 1)).toBeLessThan(0.0005);
    const gemma2 = capacity({ model: ofCatalogue('gemma-2-27b'), kvBytes: 20.59 * GIB });
    expect(Math.abs(gemma2.kvBlocks / 7335 - 1)).toBeLessThan(0.0005);
  });

  /** The same thread: gpt-oss-20b on two H100, 59.32 GiB, "GPU KV cache size: 2,591,776 tokens". */
  it('gpt-oss: tokens of all blocks by groups, as vLLM to 0.20 prints them', () => {
    const { kvTokens } = capacity({
      model: ofCatalogue('gpt-oss-20b'),
      memory: { windowLayers: 'blocks' },
      tensor: 2,
      kvBytes: 59.32 * GIB,
    });
    expect(Math.abs(kvTokens / 2_591_776 - 1)).toBeLessThan(0.0001);
  });

  it('holds prompts that are not cut in full while they are computed', () => {
    const whole = capacity({ chunkedPrefill: false });
    expect(whole.windows?.printedContexts).toBe(whole.kvBlocks / (2128 + 3 * 2129));
    expect(whole.windows?.contexts).toBe(capacity({}).windows?.contexts);
  });

  it('has no room at all where not each group has a block', () => {
    const block = 8 * 2 * 32 * 128 * 2 * 16;
    expect(capacity({ kvBytes: 4 * block }).kvBlocks).toBe(4);
    expect(capacity({ kvBytes: 4 * block - 1 })).toMatchObject({
      kvBlocks: 0,
      kvTokens: 0,
      shortfallBytes: 1,
    });
  });

  it('is as without for an engine with one table, and for a model without windows', () => {
    expect(capacity({ memory: {} }).windows).toBeUndefined();
    const { slidingWindow: _, ...plain } = OLMO;
    expect(capacity({ model: plain })).toEqual(capacity({ model: plain, memory: {} }));
  });
});
