import { describe, expect, it } from 'vitest';
import { readMeasurementsCsv } from '../../../engine/calibration/measurementsCsv.ts';
import { readBenchmarkJson } from '../../../engine/calibration/measurementsJson.ts';

const SETTING = { accelerator: 'h100', gpus: 2, precision: 'bf16', engine: 'vllm', engineVersion: '' };
const dist = (mean: number) => ({ successful: { mean } });
const METRICS = {
  request_latency: dist(2.5),
  time_to_first_token_ms: dist(100),
  time_per_output_token_ms: dist(26),
  inter_token_latency_ms: dist(24),
  prompt_token_count: dist(512),
  output_token_count: dist(100),
  output_tokens_per_second: dist(400),
  request_concurrency: dist(9.7),
};

describe('readMeasurementsCsv', () => {
  it('reads by the names of columns, whatever their order, case and mark', () => {
    const text =
      '\uFEFFTPOT_ms,kind,gpu,model,precision,engine,input_tokens,output_tokens,concurrency,notes\r\n' +
      '12.5,closed_loop,H100,llama-3.1-8b,fp8,vLLM,1024,128,16,3000 requests\r\n';
    const read = readMeasurementsCsv(text);
    expect('measurements' in read && read.measurements[0]).toMatchObject({
      kind: 'closed_loop',
      concurrency: 16,
      requests: 3000,
      metrics: { tpot_ms: 12.5 },
      group: 'H100|llama-3.1-8b',
    });
  });

  it('says which columns are missing', () => {
    const read = readMeasurementsCsv('gpu,model\nh100,llama-3.1-8b\n');
    expect('problem' in read && read.problem.message).toMatch(/no column kind, precision, engine/);
  });

  it('wants something measured', () => {
    const read = readMeasurementsCsv('kind,gpu,model,precision,engine,input_tokens,output_tokens\n');
    expect('problem' in read && read.problem.message).toMatch(/measures nothing/);
  });
});

describe('readBenchmarkJson', () => {
  const config = { strategy: { type_: 'concurrent', streams: 16 }, backend: { model: 'llama-3.1-8b' } };
  it.each([
    ['0.7', { metadata: { version: 2 }, config: {}, benchmarks: [{ config, metrics: METRICS }] }],
    ['0.5', { metadata: { version: 1 }, args: {}, benchmarks: [{ config, metrics: METRICS }] }],
    ['0.3', { benchmarks: [{ args: { strategy: config.strategy }, metrics: METRICS }] }],
  ])('takes GuideLLM %s, and its time per token without the first', (_version, report) => {
    const [found] = readBenchmarkJson(report, SETTING) ?? [];
    expect(found).toMatchObject({
      kind: 'closed_loop',
      concurrency: 16,
      inputTokens: 512,
      outputTokens: 100,
      metrics: { ttft_ms: 100, tpot_ms: 24, e2e_ms: 2500, output_tok_s_per_gpu: 200 },
    });
  });

  it('takes vllm bench serve, a rate where there is one', () => {
    const run = {
      model_id: 'meta-llama/Llama-3.1-8B-Instruct',
      completed: 10,
      total_input_tokens: 5120,
      total_output_tokens: 1000,
      output_throughput: 300,
      mean_ttft_ms: 80,
      mean_tpot_ms: 9,
    };
    const [paced] = readBenchmarkJson({ ...run, request_rate: 4 }, SETTING) ?? [];
    expect(paced).toMatchObject({ kind: 'open_loop', requestsPerSecond: 4, inputTokens: 512 });
    const [kept] = readBenchmarkJson([{ ...run, request_rate: 'inf', max_concurrency: 32 }], SETTING) ?? [];
    expect(kept).toMatchObject({
      kind: 'closed_loop',
      concurrency: 32,
      metrics: { tpot_ms: 9, ttft_ms: 80 },
    });
  });

  it('takes what InferenceX derives, in seconds', () => {
    const run = {
      model_id: 'm',
      completed: 1,
      total_input_tokens: 8,
      total_output_tokens: 8,
      median_tpot: 0.02,
    };
    expect(readBenchmarkJson(run, SETTING)?.[0].metrics.tpot_ms).toBe(20);
  });

  it('takes inference-perf, in seconds', () => {
    const mean = (value: number) => ({ mean: value });
    const report = {
      load_summary: { requested_rate: 5 },
      successes: {
        latency: { time_to_first_token: mean(0.03), time_per_output_token: mean(0.004) },
        throughput: { output_tokens_per_sec: 60 },
        prompt_len: mean(200),
        output_len: mean(60),
      },
    };
    expect(readBenchmarkJson(report, SETTING)?.[0]).toMatchObject({
      kind: 'open_loop',
      requestsPerSecond: 5,
      metrics: { ttft_ms: 30, tpot_ms: 4, output_tok_s_per_gpu: 30 },
    });
  });

  it('knows nothing else', () => {
    expect(readBenchmarkJson({ hello: 1 }, SETTING)).toBeUndefined();
    expect(readBenchmarkJson('text', SETTING)).toBeUndefined();
  });
});
