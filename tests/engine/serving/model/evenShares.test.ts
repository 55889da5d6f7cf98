import { describe, expect, it } from 'vitest';
import type { Model } from '../../../../engine/catalog/modelSchema.ts';
import { evenDegrees, unevenParts } from '../../../../engine/serving/model/evenShares.ts';
import { tensorParallel } from '../../../../engine/serving/model/parallelism.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const modelOf = (id: string): Model => {
  const found = catalog.models.find((row) => row.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

/** Deals things out one by one, and looks whether everybody has as many. */
function isDealtEvenly(things: number, hands: number): boolean {
  const dealt = new Uint32Array(hands);
  for (let thing = 0; thing < things; thing++) dealt[thing % hands]++;
  return new Set(dealt).size === 1;
}

/** The rule again, slow and plain. */
function loads({ experts, ...model }: Model, gpus: number): boolean {
  let words = model.vocab;
  while (words % 64 !== 0) words++;
  if (!isDealtEvenly(model.heads, gpus) || !isDealtEvenly(words, gpus)) return false;
  const isCopied = isDealtEvenly(gpus, model.kvHeads);
  if (!model.latentAttention && !isDealtEvenly(model.kvHeads, gpus) && !isCopied) return false;
  const denseLayers = model.layers - (experts === undefined ? 0 : (experts.layers ?? model.layers));
  const widths = [
    ...(denseLayers > 0 ? [model.ffn] : []),
    ...(experts === undefined ? [] : [experts.ffn]),
    ...(experts === undefined || experts.sharedFfn === 0 ? [] : [experts.sharedFfn]),
  ];
  return widths.every((width) => isDealtEvenly(width, gpus));
}

describe('evenDegrees', () => {
  it('agrees with a slow rule for every model of the catalogue', () => {
    for (const model of catalog.models) {
      const slow = Array.from({ length: model.heads }, (_, i) => i + 1).filter((gpus) => loads(model, gpus));
      expect(evenDegrees(model), model.id).toEqual(slow);
    }
  });

  it.each([
    ['qwen3-14b', [1, 2, 4, 8]],
    ['qwen2.5-7b', [1, 2, 4]],
    ['llama-3.1-70b', [1, 2, 4, 8, 16, 32, 64]],
    // Ten KV heads.
    ['phi-4', [1, 2]],
    ['deepseek-v3', [1, 2, 4, 8, 16, 32, 64, 128]],
  ])('%s is sliced by %j', (id, degrees) => {
    expect(evenDegrees(modelOf(id))).toEqual(degrees);
  });

  it('leaves the vocabulary out where the engine fills it up', () => {
    expect(evenDegrees(modelOf('phi-4'), undefined, 'tensorrt-llm')).toEqual([1, 2, 5, 10, 20, 40]);
    expect(evenDegrees(modelOf('phi-4'), undefined, 'vllm')).toEqual([1, 2]);
  });

  it('counts the GPUs of a replica, where some of them do not slice', () => {
    expect(evenDegrees(modelOf('qwen3-14b'), { pipeline: 2, data: 1, expert: 1 })).toEqual([2, 4, 8, 16]);
    // Experts held whole by all of a stage: 8 must divide the GPUs.
    const shared = evenDegrees(modelOf('deepseek-v3'), { pipeline: 1, data: 1, expert: 8 });
    expect(shared).toEqual([8, 16, 32, 64, 128]);
  });
});

describe('unevenParts', () => {
  it('names every part that stands in the way', () => {
    expect(unevenParts(modelOf('qwen3-14b'), tensorParallel(5))).toEqual([
      '8 KV heads',
      'feed-forward width of 17,408',
      'vocabulary of 151,936',
    ]);
    expect(unevenParts(modelOf('llama-4-scout'), tensorParallel(5))).toEqual([
      '8 KV heads',
      'shared experts’ width of 8,192',
      'expert width of 8,192',
      'vocabulary of 202,048',
    ]);
  });

  it('fills up the vocabulary as engines do', () => {
    const model = { ...modelOf('llama-3.1-8b'), vocab: 30_522 };
    expect(unevenParts(model, tensorParallel(8))).toEqual([]);
    expect(unevenParts({ ...model, heads: 35, kvHeads: 35, ffn: 35 }, tensorParallel(5))).toEqual([
      'vocabulary of 30,522 (30,528 as engines fill it up)',
    ]);
  });

  it('does not slice an expert that a GPU holds whole', () => {
    const model = {
      ...modelOf('mixtral-8x7b'),
      experts: { count: 8, perToken: 2, ffn: 14_337, sharedFfn: 0 },
    };
    expect(unevenParts(model, tensorParallel(8))).toEqual(['expert width of 14,337']);
    expect(unevenParts(model, { ...tensorParallel(8), expert: 8 })).toEqual([]);
  });
});
