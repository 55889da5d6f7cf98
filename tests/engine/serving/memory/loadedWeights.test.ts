import { describe, expect, it } from 'vitest';
import { lookUp } from '../../../../engine/catalog/lookUp.ts';
import { loadedWeightBytes, pipelineStages } from '../../../../engine/serving/memory/loadedWeights.ts';
import { tensorParallel } from '../../../../engine/serving/model/parallelism.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const GIB = 2 ** 30;

function model(id: string) {
  const found = lookUp(readCatalog(), 'model', id);
  if (!found.found) throw new Error(id);
  return found.row;
}

describe('weights as they lie on a GPU', () => {
  // vllm/distributed/utils.py: what does not divide goes to the stages before the last, from the back.
  it.each([
    [10, 1, [10]],
    [32, 4, [8, 8, 8, 8]],
    [10, 4, [2, 3, 3, 2]],
    [61, 4, [15, 15, 16, 15]],
    [2, 4, [1, 1]],
  ])('cuts %i layers into %i stages', (layers, stages, expected) => {
    const cut = pipelineStages(layers, stages);
    expect(cut.map((stage) => stage.layers)).toEqual(expected);
    expect(cut.filter(({ isFirst }) => isFirst)).toEqual([cut[0]]);
    expect(cut.filter(({ isLast }) => isLast)).toEqual([cut.at(-1)]);
  });

  // Start-up logs of vLLM on H100, GiB: llm-d-incubation/llm-d-planner#205 and llm-d/llm-d-benchmark#732.
  it.each([
    ['llama-3.1-8b', 'bf16', 1, 14.99],
    ['llama-3.1-8b', 'bf16', 2, 7.51],
    ['llama-3.1-8b', 'bf16', 4, 3.77],
    ['qwen3-14b', 'bf16', 1, 27.52],
    ['qwen3-32b', 'bf16', 1, 61.03],
    ['gemma-2-27b', 'bf16', 1, 50.72],
    ['gemma-3-27b', 'bf16', 1, 51.45],
    ['llama-3.3-70b', 'fp8', 2, 33.88],
    ['gpt-oss-20b', 'mxfp4', 1, 13.47],
    ['gpt-oss-120b', 'mxfp4', 1, 64.38],
  ] as const)('%s in %s on %i: as printed, within 0.2 %', (id, precision, gpus, printed) => {
    const [stage] = pipelineStages(model(id).layers, 1);
    const bytes = loadedWeightBytes(model(id), precision, tensorParallel(gpus), stage);
    expect(Math.abs(bytes / GIB / printed - 1)).toBeLessThan(0.002);
  });

  it('are copied where there are more GPUs than KV heads', () => {
    const { layers, hidden, headDim } = model('llama-3.1-70b');
    const [stage] = pipelineStages(layers, 1);
    const on = (gpus: number) =>
      loadedWeightBytes(model('llama-3.1-70b'), 'bf16', tensorParallel(gpus), stage);
    // A head of keys and one of values on each, where 16 GPUs would have half of each.
    const projections = layers * 2 * hidden * headDim * 2;
    const rotary = 131_072 * 128 * 2;
    const norms = (2 * layers + 1) * hidden * 2;
    const whole = (bytes: number) => bytes - rotary - norms;
    expect(whole(on(16))).toBeCloseTo(whole(on(8)) / 2 + projections / 2, -1);
  });
});
