import { describe, expect, it } from 'vitest';
import {
  batchThatFits,
  mixedTerms,
  offlineParts,
  timeOf,
} from '../../../engine/calibration/benchmarkShape.ts';
import { readMeasurementsCsv } from '../../../engine/calibration/measurementsCsv.ts';
import { stepObservations } from '../../../engine/calibration/observations.ts';
import { type SituatedMeasurement, situate } from '../../../engine/calibration/situate.ts';
import { predict } from '../../../engine/calibration/predict.ts';
import { shippedCalibration } from '../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const COLUMNS =
  'kind,gpu,n_gpus,tp,model,precision,engine,concurrency,request_rate,input_tokens,output_tokens,tpot_ms,output_tok_s_per_gpu,flags,notes';

function row(values: Readonly<Record<string, string | number>>): SituatedMeasurement {
  const all: Readonly<Record<string, string | number>> = {
    kind: 'offline_saturated',
    gpu: 'H100-SXM-80',
    n_gpus: 1,
    tp: 1,
    model: 'llama-3.1-8b',
    precision: 'bf16',
    engine: 'vllm',
    input_tokens: 1000,
    output_tokens: 1000,
    ...values,
  };
  const read = readMeasurementsCsv(
    `${COLUMNS}\n${COLUMNS.split(',')
      .map((name) => all[name] ?? '')
      .join(',')}`,
  );
  if (!('measurements' in read)) throw new Error(read.problem.message);
  const found = situate(read.measurements[0], catalog);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

describe('what a benchmark runs at once', () => {
  it('is fewer where an engine keeps room for all that a sequence may emit', () => {
    const vllm = row({});
    const tensorRt = row({ engine: 'TensorRT-LLM' });
    expect(batchThatFits(vllm, Infinity)).toBeCloseTo(vllm.kvTokens / 1500, 6);
    expect(batchThatFits(tensorRt, Infinity)).toBeCloseTo(tensorRt.kvTokens / 2000, 6);
    // Nine tenths of what is free are more than what is left of nine tenths of the device.
    expect(tensorRt.kvTokens).toBeGreaterThan(vllm.kvTokens);
  });

  it('is as many more as there are groups that attend to requests of their own', () => {
    const moe = {
      gpu: 'B200',
      model: 'qwen3-30b-a3b',
      precision: 'fp4',
      engine: 'TensorRT-LLM',
      n_gpus: 8,
      tp: 8,
    };
    const short = { input_tokens: 128, output_tokens: 128 };
    const sliced = row({ ...moe, ...short });
    const grouped = row({ ...moe, ...short, flags: 'wip;attn_dp_for_moe' });
    expect([sliced.schedulers, grouped.schedulers]).toEqual([1, 8]);
    expect(grouped.situation).toMatchObject({ gpus: 8, expertParallel: 8 });
    expect(batchThatFits(sliced, Infinity)).toBe(2048);
    expect(batchThatFits(grouped, Infinity)).toBe(8 * 2048);
  });

  it('is all of a run of fixed concurrency whose plan says that nothing fits, since it did run', () => {
    const unlike = { model: 'llama-3.1-70b', kind: 'closed_loop', concurrency: 40, tpot_ms: 50 };
    expect(batchThatFits(row(unlike), 40)).toBe(40);
    expect(
      batchThatFits(row({ ...unlike, kind: 'offline_saturated', concurrency: '' }), Infinity),
    ).toBeLessThan(8);
  });
});

describe('an offline run', () => {
  const theta = new Float64Array(15).fill(1);

  it('is one mean step where all requests fit at once', () => {
    const of = row({ notes: '50 requests' });
    const { parts, batch } = offlineParts(of);
    expect(batch).toBe(50);
    expect(parts).toEqual([{ ...mixedTerms(of.units, 50, 1000, 1000), times: 1 }]);
  });

  it('takes as long as its waves: full ones, and the last with what is left', () => {
    const of = row({ concurrency: 100, notes: '250 requests' });
    const { parts, batch } = offlineParts(of);
    expect(batch).toBe(100);
    const step = (size: number) => timeOf([mixedTerms(of.units, size, 1000, 1000)], theta);
    // 250 requests of 1000 tokens at `batch` tokens a mean step.
    const seconds = ((250 * 1000) / batch) * timeOf(parts, theta);
    expect(seconds / (1000 * (2 * step(100) + step(50)))).toBeCloseTo(1, 9);
  });
});

describe('an offline run whose room is known to a few percent', () => {
  const theta = new Float64Array(15).fill(1);
  const of = row({ notes: '1500 requests' });
  /** Seconds a token where so many fit at once. */
  const secondsAt = (size: number) => {
    const { parts, batch } = offlineParts({ ...of, kvTokens: size * 1500 });
    return timeOf(parts, theta) / batch;
  };
  const waves = (sizes: readonly number[]) =>
    sizes.map((size) => timeOf([mixedTerms(of.units, size, 1000, 1000)], theta));

  it('does not hang on a request that is left over for a wave of its own', () => {
    const [one, two] = [waves([748, 748, 4]), waves([752, 748])].map((times) =>
      times.reduce((a, b) => a + b),
    );
    expect(one / two).toBeGreaterThan(1.03);
    expect(secondsAt(748) / secondsAt(752)).toBeLessThan(1 + (one / two - 1) / 2);
    expect(secondsAt(748)).toBeGreaterThan(secondsAt(752));
  });

  it('is what it was where the room makes no difference', () => {
    const of100 = row({ concurrency: 100, notes: '250 requests' });
    expect(offlineParts(of100).parts).toHaveLength(2);
  });
});

describe('requests at a rate', () => {
  const served = { kind: 'open_loop', request_rate: 4, tpot_ms: 10, output_tokens: 250 };

  it('are fitted to as the batch that Little’s law says they keep going', () => {
    const of = row(served);
    const [point] = stepObservations(of);
    expect(point.parts).toEqual([mixedTerms(of.units, 10, 1000, 250)]);
    expect(Math.exp(point.logValue)).toBeCloseTo(0.01, 12);
  });

  it('are not where more is asked than is served', () => {
    expect(stepObservations(row({ ...served, flags: 'overloaded' }))).toEqual([]);
    expect(stepObservations(row({ ...served, request_rate: 'inf' }))).toEqual([]);
    expect(stepObservations(row({ ...served, request_rate: 4000 }))).toEqual([]);
  });
});

it('is told where a source says that prompts were reused, since prefills are predicted in full', () => {
  const caution = (flags: string) => {
    const found = predict(shippedCalibration(), row({ kind: 'open_loop', request_rate: 1, flags }));
    if (typeof found === 'string') throw new Error(found);
    return found.caution;
  };
  expect(caution('multi_turn_shared_prefix;prefix_caching')).toMatch(/prompts were reused/);
  expect(caution('')).toBeUndefined();
});
