import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TraceArrivalSpec, TraceFormat } from '../../../../engine/scenario/spec.ts';
import { createRequestBatch } from '../../../../engine/workload/requestBatch.ts';
import { inspectTrace } from '../../../../engine/workload/trace/inspectTrace.ts';
import { createTraceSource } from '../../../../engine/workload/trace/traceSource.ts';
import type { TraceDetail } from '../../../../engine/workload/trace/traceSink.ts';
import { sharedData } from '../../../sharedData.ts';
import { traceSpec } from './traces.ts';

const CODE_2023 = sharedData('traces', 'azure-llm-2023', 'AzureLLMInferenceTrace_code.csv');
const derived = (name: string) => sharedData('traces', 'azure-llm-2024-derived', name);
const MOONCAKE = sharedData('traces', 'mooncake-fast25', 'synthetic_trace.jsonl');

async function replayed(path: string, format: TraceFormat, more: Partial<TraceArrivalSpec> = {}) {
  const details: TraceDetail[] = [];
  const summary = await inspectTrace(
    createReadStream(path, 'utf8'),
    { format, maxDisorderSeconds: 60 },
    (detail) => details.push(detail),
  );
  const spec = traceSpec({ format, summary, ...more });
  const source = createTraceSource(
    spec,
    0,
    () => createReadStream(path, { encoding: 'utf8', highWaterMark: 1000 }),
    86_400,
  );
  const batch = createRequestBatch(100);
  const rows: { time: number; prompt: number; output: number }[] = [];
  for (;;) {
    await source.fill(batch);
    if (batch.count === 0) return { summary, details, rows };
    for (let i = 0; i < batch.count; i++) {
      rows.push({
        time: batch.arrivalSeconds[i],
        prompt: batch.promptTokens[i],
        output: batch.outputTokens[i],
      });
    }
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** Linear between order statistics, as numpy does. */
function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
function counts(times: readonly number[], width: number, buckets: number): number[] {
  const filled = new Array<number>(buckets).fill(0);
  for (const time of times) filled[Math.floor(time / width)]++;
  return filled;
}

describe('published logs give their published figures', () => {
  it.skipIf(CODE_2023 === undefined)('Azure 2023, code completion', async () => {
    const { summary, rows } = await replayed(CODE_2023 ?? '', 'azure-llm');
    expect(summary).toMatchObject({ rows: 8819, tenants: [], skipped: {} });
    expect(rows).toHaveLength(8819);
    const times = rows.map(({ time }) => time);
    // 18:17:03.9799600 to 19:14:19.9280160.
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBe(3435.948056);
    expect(8819 / 3435.948056).toBeCloseTo(2.567, 3);
    const prompts = rows.map(({ prompt }) => prompt);
    expect(mean(prompts)).toBeCloseTo(2047.8, 1);
    expect([0.5, 0.9, 0.99, 1].map((p) => Math.round(quantile(prompts, p) * 10) / 10)).toEqual([
      1469, 5187.6, 7436, 7437,
    ]);
    const outputs = rows.map(({ output }) => output);
    expect(mean(outputs)).toBeCloseTo(27.9, 1);
    expect([0, 0.5, 0.9, 1].map((p) => quantile(outputs, p))).toEqual([6, 13, 55, 1899]);
    expect(Math.abs(quantile(outputs, 0.99) - 251.5)).toBeLessThan(0.5);
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    const gap = mean(gaps);
    expect(Math.sqrt(mean(gaps.map((x) => (x - gap) ** 2))) / gap).toBeCloseTo(13.15, 2);
    // By the clock's own minutes and seconds, from 18:17.
    expect(
      counts(
        times.map((time) => time + 3.97996),
        60,
        58,
      ).filter((n) => n === 0),
    ).toHaveLength(13);
    expect(
      Math.max(
        ...counts(
          times.map((time) => time + 0.97996),
          1,
          3438,
        ),
      ),
    ).toBe(67);
  });

  it.skipIf(derived('azure2024_code_rows.csv') === undefined)(
    'Azure 2024 and 2025, the first and last rows',
    async () => {
      const code = await replayed(derived('azure2024_code_rows.csv') ?? '', 'azure-llm');
      expect(code.rows.slice(0, 2)).toEqual([
        { time: 0, prompt: 2162, output: 5 },
        { time: 0.007405, prompt: 2399, output: 6 },
      ]);
      const start = Date.UTC(2024, 4, 12) / 1000;
      const conversation = await replayed(derived('azure2024_conv_rows.csv') ?? '', 'azure-llm', {
        keepClock: true,
      });
      expect(conversation.summary.firstSeconds).toBeCloseTo(start + 0.001163, 6);
      expect(conversation.rows[1]).toEqual({ time: 0.041683, prompt: 584, output: 3 });
      const images = await replayed(derived('azure2025_multimodal_rows.csv') ?? '', 'azure-llm');
      expect(images.summary.rows).toBe(10);
      expect(images.rows.slice(0, 2)).toEqual([
        { time: 0, prompt: 770, output: 491 },
        { time: 5.55, prompt: 949, output: 126 },
      ]);
      expect(images.summary.lastSeconds).toBeCloseTo(Date.UTC(2024, 9, 22, 11, 59, 59, 964) / 1000, 6);
    },
  );

  it.skipIf(MOONCAKE === undefined)('Mooncake, synthetic', async () => {
    const { summary, rows, details } = await replayed(MOONCAKE ?? '', 'mooncake');
    expect(summary.rows).toBe(3993);
    expect(rows).toHaveLength(3993);
    expect(3993 / (summary.lastSeconds - summary.firstSeconds)).toBeCloseTo(3.91, 2);
    expect(Math.round(mean(rows.map(({ prompt }) => prompt)))).toBe(15325);
    expect(mean(rows.map(({ output }) => output))).toBeCloseTo(149.1, 1);
    const blocks = details.flatMap(({ hashIds }) => hashIds ?? []);
    expect(blocks).toHaveLength(121_877);
    expect(new Set(blocks).size).toBe(43_924);
    // Prefix hits with an unlimited cache.
    expect(1 - 43_924 / blocks.length).toBeCloseTo(0.6396, 3);
  });
});
