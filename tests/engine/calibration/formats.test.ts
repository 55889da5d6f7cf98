import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMeasurements } from '../../../engine/calibration/readMeasurements.ts';
import { sharedData } from '../../sharedData.ts';

const GIVEN = { accelerator: 'H100-SXM-80', model: 'llama-3-8b', precision: 'bf16', engine: 'vllm', gpus: 2 };

function stats(mean: number, count = 4): object {
  const seen = { mean, median: mean, count };
  return { successful: seen, errored: { mean: 0, count: 0 }, incomplete: { mean: 0, count: 0 }, total: seen };
}

/** A GuideLLM benchmark: 8 tokens, the first after 100 ms, the last after 240 ms. */
function guideLlmBenchmark(strategy: object, place: 'args' | 'config'): object {
  return {
    [place]: { strategy },
    metrics: {
      request_latency: stats(0.25),
      prompt_token_count: stats(512),
      output_token_count: stats(8),
      time_to_first_token_ms: stats(100),
      time_per_output_token_ms: stats(30),
      inter_token_latency_ms: stats(20),
      output_tokens_per_second: stats(600),
    },
  };
}

describe('reports of GuideLLM', () => {
  it.each([
    ['0.3', { benchmarks: [guideLlmBenchmark({ type_: 'concurrent', streams: 16 }, 'args')] }],
    [
      '0.5',
      { args: {}, benchmarks: [guideLlmBenchmark({ type_: 'concurrent', max_concurrency: 16 }, 'config')] },
    ],
    [
      '0.7',
      {
        metadata: { version: 2 },
        config: {},
        benchmarks: [guideLlmBenchmark({ type_: 'concurrent', streams: 16 }, 'config')],
      },
    ],
  ])('of %s: their time per output token has the first one in it, ours has not', (_version, report) => {
    const { measurements, problems } = readMeasurements('report.json', JSON.stringify(report), GIVEN);
    expect(problems).toEqual([]);
    expect(measurements).toMatchObject([
      {
        kind: 'closed_loop',
        concurrency: 16,
        inputTokens: 512,
        outputTokens: 8,
        gpus: 2,
        tensor: 2,
        metrics: { ttft_ms: 100, tpot_ms: 20, e2e_ms: 250, output_tok_s_per_gpu: 300 },
      },
    ]);
  });

  it('name their load, and one without a success is told', () => {
    const report = {
      benchmarks: [
        guideLlmBenchmark({ type_: 'synchronous' }, 'config'),
        guideLlmBenchmark({ type_: 'throughput' }, 'config'),
        guideLlmBenchmark({ type_: 'poisson', rate: 3.5 }, 'config'),
        { config: {}, metrics: { prompt_token_count: { successful: { mean: 0, count: 0 } } } },
        guideLlmBenchmark({}, 'config'),
      ],
    };
    const { measurements, problems } = readMeasurements('r.json', JSON.stringify(report), GIVEN);
    expect(measurements.map(({ kind, requestsPerSecond }) => [kind, requestsPerSecond])).toEqual([
      ['single_stream', undefined],
      ['offline_saturated', undefined],
      ['open_loop', 3.5],
    ]);
    expect(problems.map(({ path }) => path)).toEqual([
      'benchmarks.3.metrics',
      'benchmarks.4.config.strategy',
    ]);
  });
});

describe('reports of vllm bench serve', () => {
  const run = {
    model_id: 'meta-llama/Llama-3.1-8B',
    request_rate: 'inf',
    max_concurrency: 32,
    duration: 10,
    completed: 100,
    total_input_tokens: 51_200,
    total_output_tokens: 12_800,
    output_throughput: 1280,
    mean_ttft_ms: 80,
    mean_tpot_ms: 12,
  };

  it('are read by the line too, with the tokens that Python writes', () => {
    const lines = [
      JSON.stringify(run),
      JSON.stringify({ ...run, request_rate: 4, std_ttft_ms: 'X' }).replace('"X"', 'NaN'),
      JSON.stringify({ ...run, request_rate: 'X', max_concurrency: null }).replace('"X"', 'Infinity'),
    ];
    const { measurements, problems } = readMeasurements('r.jsonl', `${lines.join('\n')}`, {
      accelerator: 'L4',
      gpus: 1,
    });
    expect(problems).toEqual([]);
    expect(measurements.map(({ kind }) => kind)).toEqual(['closed_loop', 'open_loop', 'offline_saturated']);
    expect(measurements[0]).toMatchObject({
      model: 'meta-llama/Llama-3.1-8B',
      inputTokens: 512,
      outputTokens: 128,
      metrics: { ttft_ms: 80, tpot_ms: 12, output_tok_s_per_gpu: 1280 },
    });
  });

  it('tell which line nothing can be read from', () => {
    const { completed: _none, ...empty } = run;
    const text = [run, { ...empty, completed: 0 }, { hello: 1 }]
      .map((each) => JSON.stringify(each))
      .join('\n');
    const { measurements, problems } = readMeasurements('r.jsonl', text, GIVEN);
    expect(measurements).toHaveLength(1);
    expect(problems.map(({ path }) => path)).toEqual(['line 2: completed', 'line 3']);
  });

  it('name their engine where the backend is one', () => {
    const engineOf = (backend: string) =>
      readMeasurements('r.json', JSON.stringify({ ...run, backend }), { accelerator: 'h100' }).measurements[0]
        .engine;
    expect(['vllm', 'sglang-oai', 'openai-chat'].map(engineOf)).toEqual(['vllm', 'sglang', 'vllm']);
  });

  it('are read in seconds where a tool rewrote them', () => {
    const { mean_ttft_ms: _ms, mean_tpot_ms: _too, ...rest } = run;
    const text = JSON.stringify({ ...rest, median_ttft: 0.08, median_tpot: 0.012, median_e2el: 1.6 });
    expect(readMeasurements('r.json', text, GIVEN).measurements[0].metrics).toMatchObject({
      ttft_ms: 80,
      tpot_ms: 12,
      e2e_ms: 1600,
    });
  });
});

describe('reports of inference-perf', () => {
  const report = (more: object) => ({
    load_summary: { count: 60, requested_rate: 1 },
    successes: {
      count: 60,
      latency: {
        request_latency: { mean: 0.5 },
        time_to_first_token: { mean: 0.1 },
        // Two pieces of the stream a token: this is not the time of a token.
        time_per_output_token: { mean: 0.002 },
      },
      throughput: { input_tokens_per_sec: 200, output_tokens_per_sec: 101, requests_per_sec: 1 },
      output_len: { mean: 101 },
      ...more,
    },
  });

  it('give the time of a token by what cannot be misread', () => {
    const { measurements } = readMeasurements(
      'r.json',
      JSON.stringify(report({ prompt_len: { mean: 199 } })),
      GIVEN,
    );
    expect(measurements[0].metrics.tpot_ms).toBeCloseTo(4, 9);
    expect(measurements[0]).toMatchObject({ kind: 'open_loop', requestsPerSecond: 1, inputTokens: 199 });
  });

  it('give the prompts’ length by throughput where a later version leaves it out', () => {
    expect(readMeasurements('r.json', JSON.stringify(report({})), GIVEN).measurements[0].inputTokens).toBe(
      200,
    );
  });
});

describe('what is no report', () => {
  it.each([
    ['{"a": 1}', 'is no benchmark report that is known here'],
    ['{"a": ', 'is neither a table nor JSON'],
    ['kind,gpu\nx,y', 'has no column model'],
  ])('is told: %s', (text, sentence) => {
    const { measurements, problems } = readMeasurements('r.json', text, GIVEN);
    expect(measurements).toEqual([]);
    expect(problems[0].message).toContain(sentence);
  });

  it('asks for the accelerator, which no report names', () => {
    const text = JSON.stringify({
      completed: 1,
      total_output_tokens: 9,
      total_input_tokens: 9,
      duration: 1,
      model_id: 'm',
    });
    expect(readMeasurements('r.json', text, {}).problems).toMatchObject([
      { suggestion: expect.stringContaining('add --accelerator') },
    ]);
  });
});

const samples = sharedData('formats');
describe.skipIf(samples === undefined)('real reports', () => {
  it.each([
    ['guidellm/derived_report_v0.3_shape.json', 1.150_848],
    ['guidellm/derived_report_v1_shape.json', 1.150_848],
    ['guidellm/guidellm_report_v2.json', 1.150_848],
    ['vllm-bench/vllm_bench_serve_2025-09.json', 10.695_648],
    ['vllm-bench/inferencex_derived_glm5_conc16.json', 141.051_924],
    // (0.48323 − 0.03332) ÷ (62.35 − 1), not the 3.48 ms of the file.
    ['inference-perf/stage_0_lifecycle_metrics.json', 7.333],
  ])('%s', (name, tpot) => {
    const text = readFileSync(join(samples ?? '', name), 'utf8');
    const { measurements, problems } = readMeasurements(name, text, GIVEN);
    expect(problems).toEqual([]);
    expect(measurements[0].metrics.tpot_ms).toBeCloseTo(tpot, 2);
    expect(measurements[0].metrics.ttft_ms).toBeGreaterThan(0);
  });
});
