import { describe, expect, it } from 'vitest';
import { readMeasurementsCsv } from '../../../engine/calibration/measurementsCsv.ts';
import { type SituatedMeasurement, situate } from '../../../engine/calibration/situate.ts';
import { lookUp } from '../../../engine/catalog/lookUp.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const COLUMNS =
  'source,kind,gpu,tp,model,precision,kv_precision,memory_utilization,engine,engine_version,concurrency,input_tokens,output_tokens,ttft_ms,tpot_ms';

function measured(values: Readonly<Record<string, string | number>>): SituatedMeasurement {
  const all: Readonly<Record<string, string | number>> = {
    source: 'silicon_sample.csv',
    kind: 'closed_loop',
    input_tokens: 8192,
    output_tokens: 1024,
    ...values,
  };
  const cells = COLUMNS.split(',').map((name) => all[name] ?? '');
  const read = readMeasurementsCsv(`${COLUMNS}\n${cells.join(',')}\n`);
  if (!('measurements' in read)) throw new Error(read.problem.message);
  const found = situate(read.measurements[0], catalog);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** Lengths of these benchmarks are drawn from 0.8 of what they are called by to all of it. */
const MEAN_LENGTH = 0.9;

/** Tokens that requests in hand held, by Little's law: of all, those that are past their first token. */
function tokensHeld({ measurement }: SituatedMeasurement): number {
  const { concurrency = 0, inputTokens, outputTokens, metrics } = measurement;
  const decoding = (metrics.tpot_ms ?? 0) * outputTokens;
  const running = (concurrency * decoding) / (decoding + (metrics.ttft_ms ?? 0));
  return running * MEAN_LENGTH * (inputTokens + outputTokens / 2);
}

const minimax = {
  gpu: 'B200',
  tp: 2,
  model: 'minimax-m2.5',
  precision: 'fp8',
  engine: 'vLLM',
  engine_version: '0.19.0',
};

describe('how public benchmarks were started', () => {
  // Runs that more was asked of than fits (InferenceX, in silicon_sample.csv of ai-dynamo/aiconfigurator).
  it.each([
    [{ ...minimax, concurrency: 256, ttft_ms: 63884.1869, tpot_ms: 46.9728 }, 0.05],
    [
      {
        gpu: 'H200-SXM-141',
        tp: 1,
        model: 'llama-3.1-70b',
        precision: 'fp8',
        engine: 'vLLM',
        concurrency: 64,
        ttft_ms: 39_807.1343,
        tpot_ms: 107.1465,
      },
      0.05,
    ],
    [
      {
        gpu: 'B200',
        tp: 8,
        model: 'deepseek-r1',
        precision: 'fp8',
        engine: 'SGLang',
        engine_version: '0.5.9',
        concurrency: 512,
        ttft_ms: 119_039.7528,
        tpot_ms: 119.8036,
      },
      0.05,
    ],
  ])('leaves room for what they kept going: %o', (values, most) => {
    const run = measured(values);
    expect(Math.abs(run.kvTokens / tokensHeld(run) - 1)).toBeLessThan(most);
  });

  it('has room for 32 requests of DeepSeek-R1 on four B200, which all ran at once', () => {
    const all = {
      gpu: 'B200',
      tp: 4,
      model: 'deepseek-r1',
      precision: 'fp8',
      engine: 'SGLang',
      engine_version: '0.5.9',
      concurrency: 32,
      ttft_ms: 1479.7849,
      tpot_ms: 34.1115,
    };
    const run = measured(all);
    expect(run.kvTokens).toBeGreaterThan(tokensHeld(run));
    expect(measured({ ...all, source: 'my own' }).kvTokens).toBeLessThan(tokensHeld(run));
  });

  it.each([
    [
      {
        gpu: 'H200-SXM-141',
        tp: 8,
        model: 'glm-5',
        precision: 'fp8',
        engine: 'SGLang',
        engine_version: 'glm5-hopper',
        concurrency: 64,
        ttft_ms: 42_569.781,
        tpot_ms: 63.3421,
      },
      { engine_version: '0.5.9', memory_utilization: 0.85 },
      0.05,
    ],
    [
      {
        ...minimax,
        precision: 'fp4',
        engine_version: 'nightly-5b8c30d62b754b57',
        concurrency: 256,
        ttft_ms: 10_560.9874,
        tpot_ms: 57.1609,
      },
      { engine_version: '0.18.1', kv_precision: 'fp8', memory_utilization: 0.9 },
      0.05,
    ],
  ])('has the memory of what was out when an image with no version was built: %o', (values, said, most) => {
    const run = measured(values);
    expect(run.kvTokens).toBe(measured({ ...values, ...said, source: 'my own' }).kvTokens);
    expect(Math.abs(run.kvTokens / tokensHeld(run) - 1)).toBeLessThan(most);
    expect(run.situation.engine.version).toBe(values.engine_version);
  });

  it('is taken for nothing but those benchmarks, versions and precisions', () => {
    const told = measured(minimax).kvTokens;
    const plain = measured({ ...minimax, source: 'my own' }).kvTokens;
    expect(told).toBeCloseTo(2 * plain, -1);
    expect(measured({ ...minimax, engine_version: '0.18.0' }).kvTokens).toBeLessThan(1.1 * plain);
    expect(measured({ ...minimax, precision: 'bf16' }).kvTokens).toBeLessThan(plain);
  });

  it('says it of all models and accelerators of a table, where its row names none', () => {
    const run = {
      gpu: 'H100-SXM-80',
      tp: 1,
      model: 'llama-3.1-8b',
      precision: 'fp8',
      engine: 'TensorRT-LLM',
    };
    const source =
      'NVIDIA/TensorRT-LLM docs/source/performance/perf-overview.md @258c7540 (hand-transcribed)';
    const room = (version: string) => measured({ ...run, source, engine_version: version }).kvTokens;
    expect(room('0.17') / room('1.0')).toBeCloseTo(0.95 / 0.9, 3);
  });

  it('gives way to what the table says itself', () => {
    const mine = measured({ ...minimax, kv_precision: 'bf16', memory_utilization: 0.95 });
    const plain = measured({ ...minimax, source: 'my own' });
    expect(mine.kvTokens / plain.kvTokens).toBeGreaterThan(1.1);
    expect(mine.kvTokens / plain.kvTokens).toBeLessThan(1.3);
    expect(measured({ ...minimax, kv_precision: 'auto' }).kvTokens).toBe(measured(minimax).kvTokens);
  });

  it('says how many tokens there is room for, not how long they take to be read', () => {
    const plain = measured({ ...minimax, source: 'my own' });
    expect(measured(minimax).units).toEqual(plain.units);
    expect(measured({ ...minimax, kv_precision: 'fp8' }).units).not.toEqual(plain.units);
  });

  it('names models and accelerators of the catalogue', () => {
    expect(catalog.benchmarks.length).toBeGreaterThan(0);
    for (const { model, accelerators } of catalog.benchmarks) {
      if (model !== undefined) expect(lookUp(catalog, 'model', model)).toMatchObject({ row: { id: model } });
      for (const id of accelerators ?? [])
        expect(lookUp(catalog, 'accelerator', id)).toMatchObject({ row: { id } });
    }
  });
});
