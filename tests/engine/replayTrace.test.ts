import { poolBatching } from '../../engine/serving/physics/poolBatching.ts';
import { createReadStream, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../engine/scenario/parse.ts';
import { resolveScenario } from '../../engine/scenario/resolve.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import { inspectTrace } from '../../engine/workload/trace/inspectTrace.ts';
import { sampleTrace } from '../../scenarios/traces/makeSampleTrace.ts';
import { sharedData } from '../sharedData.ts';
import { type OracleRequest, runOracle } from './oracle.ts';
import { oraclePool } from './runPool.ts';

const AZURE = sharedData('traces', 'azure-llm-2023', 'AzureLLMInferenceTrace_code.csv');

/** Replays a trace as a scenario would and compares every request with the step-by-step oracle. */
async function compare(options: {
  open(): AsyncIterable<string>;
  format: string;
  expected: readonly OracleRequest[];
  replicas: number;
  chunkedPrefill: boolean;
  kvBlocks: number;
}): Promise<{ preemptions: number }> {
  const columns = '{ arrivalSeconds: at, promptTokens: prompt, outputTokens: completion }';
  const parsed = parseScenario(
    `
fleetcast: 1
name: Replay
horizon: { start: 2026-01-01, trace: true }
workloads:
  - id: replayed
    arrivals: { trace: trace, format: ${options.format}${options.format === 'csv' ? `, columns: ${columns}` : ''} }
    target: pool
pools:
  - id: pool
    replicas: ${options.replicas}
    batching: { chunkedPrefill: ${options.chunkedPrefill}, maxSequences: 32, kvBlocks: ${options.kvBlocks} }
    stepTime: { linear: { baseMs: 18, perPromptTokenMs: 0.06, perSequenceMs: 0.06, perContextTokenMs: 0.000022 } }
`,
    'replay.yaml',
  );
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { arrivals } = parsed.document.workloads[0];
  if (!('trace' in arrivals)) throw new Error('not a trace');
  const summary = await inspectTrace(options.open(), arrivals);
  const [pool] = parsed.document.pools;
  if (pool.stepTime === 'auto' || !('linear' in pool.stepTime)) throw new Error('not linear');
  const { linear } = pool.stepTime;
  const spec: SimulationSpec = resolveScenario(parsed.document, {
    pools: [
      {
        batching: poolBatching(pool.batching, { engines: [] }),
        kvBlocks: options.kvBlocks,
        stepTime: {
          kind: 'linear',
          baseSeconds: linear.baseMs / 1000,
          perPromptTokenSeconds: linear.perPromptTokenMs / 1000,
          perSequenceSeconds: linear.perSequenceMs / 1000,
          perContextTokenSeconds: linear.perContextTokenMs / 1000,
        },
      },
    ],
    traces: new Map([['replayed', { path: 'trace', summary }]]),
  });
  const rows: RequestRow[] = [];
  const [plan] = planWindows(spec);
  const usage = await simulateWindow(spec, plan, {
    openTrace: options.open,
    onRequest: (row) => rows.push(row),
  });
  const oracle = runOracle(oraclePool(spec.pools[0]), options.expected);
  expect(rows.length).toBe(options.expected.length);
  let worst = 0;
  rows.forEach((row, i) => {
    const want = oracle.rows[i];
    const request = options.expected[i];
    expect(row.promptTokens === request.prompt && row.outputTokens === request.output).toBe(true);
    expect(row.replica).toBe(want.replica);
    expect(row.rejection).toBe(want.rejected);
    for (const [a, b] of [
      [row.arrivalSeconds, request.arrival],
      [row.startSeconds, want.start],
      [row.firstTokenSeconds, want.firstToken],
      [row.endSeconds, want.end],
    ])
      worst = Math.max(worst, Math.abs(a - b) / Math.max(1, Math.abs(b)));
  });
  expect(worst).toBeLessThan(1e-9);
  expect(usage.pools[0].totals.preemptions).toBe(oracle.preemptions);
  return { preemptions: oracle.preemptions };
}

const VARIANTS = [1, 8].flatMap((replicas) =>
  [true, false].flatMap((chunkedPrefill) =>
    [
      { kvBlocks: 20_000, starved: false },
      { kvBlocks: 700, starved: true },
    ].map((kv) => ({ replicas, chunkedPrefill, ...kv })),
  ),
);

describe('a replayed trace agrees with the oracle, request by request', () => {
  const rows = 20_000;
  const text = sampleTrace(rows, 'oracle');
  const expected = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line): OracleRequest => {
      const [at, , prompt, completion] = line.split(',');
      return { arrival: Number(at), prompt: Number(prompt), output: Number(completion) };
    });
  const [{ arrival: first }] = expected;
  const shifted = expected.map((request) => ({ ...request, arrival: request.arrival - first }));

  it.each(VARIANTS)(
    '20,000 requests of a generic CSV, $replicas replicas, chunked $chunkedPrefill, $kvBlocks blocks',
    async (variant) => {
      // Ties and bursts are in the trace.
      expect(
        shifted.filter((request, i) => i > 0 && request.arrival === shifted[i - 1].arrival).length,
      ).toBeGreaterThan(1000);
      const { preemptions } = await compare({
        ...variant,
        format: 'csv',
        expected: shifted,
        open: () => inPieces(text),
      });
      // One replica is pressed hard; eight share the load, so that only the smallest memory fails them.
      if (variant.starved && variant.replicas === 1) expect(preemptions).toBeGreaterThan(100);
    },
    120_000,
  );

  it.skipIf(AZURE === undefined).each(VARIANTS)(
    'Azure 2023 code, $replicas replicas, chunked $chunkedPrefill, $kvBlocks blocks',
    async (variant) => {
      const path = AZURE ?? '';
      const lines = readFileSync(path, 'utf8')
        .split('\r\n')
        .slice(1)
        .filter((line) => line !== '');
      expect(lines.length).toBe(8819);
      // An independent reading of the stamps: whole ticks of 100 ns within the day.
      const ticks = (line: string): bigint => {
        const [hour, minute, second] = line.slice(11, 19).split(':').map(BigInt);
        return ((hour * 60n + minute) * 60n + second) * 10_000_000n + BigInt(line.slice(20, 27));
      };
      const start = ticks(lines[0]);
      const azure = lines.map((line): OracleRequest => {
        const [, prompt, output] = line.split(',');
        return { arrival: Number(ticks(line) - start) / 1e7, prompt: Number(prompt), output: Number(output) };
      });
      await compare({
        ...variant,
        format: 'azure-llm',
        expected: azure,
        open: () => createReadStream(path, 'utf8'),
      });
    },
    120_000,
  );
});

/** The text in pieces of odd sizes, as a file would come. */
async function* inPieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 7001) yield text.slice(at, at + 7001);
}
