import { describe, expect, it } from 'vitest';
import { forecast, type Forecast } from '../../engine/forecast.ts';
import { parseScenario } from '../../engine/scenario/parse.ts';
import type { SimulationSpec, StepTimeSpec, WorkloadSpec } from '../../engine/scenario/spec.ts';
import { resolveScenario } from '../../engine/scenario/resolve.ts';
import { compileStepTime } from '../../engine/serving/stepTime/stepTime.ts';
import { poolPhysics } from '../../engine/serving/physics/poolPhysics.ts';
import { collectUsage, planWindows, type RequestRow, simulateWindow } from '../../engine/simulate.ts';
import type { WindowUsage } from '../../engine/usage/usage.ts';
import { shippedCalibration } from '../../host/files/calibrationFile.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { gpuHourPrice, poolSpec, simulationSpec, workloadSpec } from './finance/handmade.ts';

const catalog = readCatalog();
const isEncoder = (model: string): boolean => model === 'bge-m3';

/** A document of one workload and one pool, as flow YAML. */
function text(workload: string, pool = 'model: bge-m3, accelerator: l4-24gb'): string {
  return `{ fleetcast: 1, name: n, horizon: { hours: 2 }, workloads: [{ id: w, target: p, ${workload} }], pools: [{ id: p, ${pool} }] }`;
}
const ARRIVALS = 'arrivals: { process: constant, ratePerSecond: 0.5 }';

function problemsOf(...parts: Parameters<typeof text>): readonly (readonly [string, string])[] {
  const parsed = parseScenario(text(...parts), 'f', [], isEncoder);
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => [path, message] as const) : [];
}

function specOf(...parts: Parameters<typeof text>): SimulationSpec {
  const parsed = parseScenario(text(...parts), 'f', [], isEncoder);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const pools = parsed.document.pools.map((pool) => {
    const physics = poolPhysics(pool, catalog, shippedCalibration());
    if ('problems' in physics) throw new Error(JSON.stringify(physics.problems));
    return physics;
  });
  return resolveScenario(parsed.document, { pools, traces: new Map() });
}

async function* chunks(trace: string): AsyncGenerator<string> {
  yield trace;
}

async function answer(
  spec: SimulationSpec,
  trace = '',
): Promise<{ readonly rows: readonly RequestRow[]; readonly found: Forecast }> {
  const rows: RequestRow[] = [];
  const plans = planWindows(spec);
  const windows: WindowUsage[] = [];
  for (const plan of plans) {
    const onRequest = (row: RequestRow): void => void rows.push(row);
    windows.push(await simulateWindow(spec, plan, { openTrace: () => chunks(trace), onRequest }));
  }
  const usage = collectUsage(spec, plans, (index) => windows[index]);
  const prices = spec.pools.map(({ id }) => gpuHourPrice(id, 2));
  return { rows, found: forecast({ name: 'x', currency: 'USD', spec, usage, prices }) };
}

const linear: StepTimeSpec = {
  kind: 'linear',
  baseSeconds: 0.01,
  perPromptTokenSeconds: 1e-4,
  perSequenceSeconds: 1,
  perContextTokenSeconds: 1,
};

function embedding(id: string, pool: number, more: Partial<WorkloadSpec>): WorkloadSpec {
  const fixed = (value: number) => ({ law: { type: 'fixed', value }, min: 1, max: 1e6 }) as const;
  const { arrivals } = workloadSpec(id, pool);
  return workloadSpec(id, pool, undefined, { arrivals, promptTokens: fixed(300), ...more });
}

describe('a document of an encoder', () => {
  it('has no output and no time per token, and says so where it is asked for one', () => {
    expect(problemsOf(`${ARRIVALS}, promptTokens: 500`)).toEqual([]);
    expect(problemsOf(`${ARRIVALS}, promptTokens: 500, outputTokens: 1`)).toEqual([
      ['workloads.w.outputTokens', 'bge-m3 is an encoder: it gives back a vector and generates no tokens'],
    ]);
    expect(problemsOf(`${ARRIVALS}, promptTokens: 500, slo: { tpotSeconds: 0.1 }`)[0]).toEqual([
      'workloads.w.slo.tpotSeconds',
      'bge-m3 is an encoder: it generates no tokens, so that there is no time per token',
    ]);
    const trace = 'arrivals: { trace: t.csv, format: csv, columns: { arrivalSeconds: a, promptTokens: p }';
    expect(problemsOf(`${trace} }`)).toEqual([]);
    expect(problemsOf(`${trace}, outputScale: 2 }`)[0][0]).toBe('workloads.w.arrivals.outputScale');
    const own =
      'model: { kind: encoder, name: mine, layers: 2, hidden: 64, heads: 2, kvHeads: 2, headDim: 32, ffn: 64, vocab: 100, maxContext: 512 }, accelerator: l4-24gb';
    expect(problemsOf(`${ARRIVALS}, promptTokens: 5, outputTokens: 1`, own)[0][1]).toMatch(
      /^mine is an encoder/,
    );
  });

  it('leaves what generates as it was: outputs are asked for, a column of a trace too', () => {
    const llama = 'model: llama-3.1-8b, accelerator: l4-24gb';
    expect(problemsOf(`${ARRIVALS}, promptTokens: 500`, llama)).toEqual([
      ['workloads.w.outputTokens', 'is missing'],
    ]);
    const trace = 'arrivals: { trace: t.csv, format: csv, columns: { arrivalSeconds: a, promptTokens: p } }';
    expect(problemsOf(trace, llama)).toEqual([['workloads.w.arrivals.columns.outputTokens', 'is missing']]);
  });

  it('takes a limit on the first token as one on the vector', () => {
    const { workloads } = specOf(
      `${ARRIVALS}, promptTokens: 5, slo: { ttftSeconds: 0.2, endToEndSeconds: 0.3 }`,
    );
    expect(workloads[0].slo).toEqual({ endToEndSeconds: 0.2, percentile: 0.95 });
  });
});

describe('an encoder', () => {
  it('answers with the time of one pass over the whole prompt, longer than a step’s budget or not', async () => {
    for (const prompt of [1, 500, 6000]) {
      const spec = specOf(`${ARRIVALS}, promptTokens: ${prompt}`);
      const [pool] = spec.pools;
      expect(pool.batching.maxBatchedTokens).toBeLessThan(6000);
      const pass = compileStepTime(pool.stepTime, pool.batching.maxSequences).step(
        prompt,
        (prompt * (prompt + 1)) / 2,
        0,
        0,
      );
      const { rows, found } = await answer(spec);
      expect(rows.length).toBe(3600);
      for (const row of rows) expect(row.endSeconds - row.arrivalSeconds).toBeCloseTo(pass, 9);
      expect(found.latencySeconds.endToEnd.mean).toBeCloseTo(pass, 9);
    }
  });

  it('has none of the figures of what generates, and no 0 in their place', async () => {
    const { found } = await answer(specOf(`${ARRIVALS}, promptTokens: 500, slo: { ttftSeconds: 1 }`));
    const none = { mean: null, p50: null, p90: null, p95: null, p99: null };
    expect(found.tokens).toEqual({ prompt: 3600 * 500, cached: null, output: null });
    expect(found.workloads[0]).toMatchObject({ tokens: found.tokens, generates: false });
    expect(found.latencySeconds).toMatchObject({ ttft: none, tpot: none });
    expect(found.pools[0]).toMatchObject({
      kvPeakShare: null,
      preemptions: null,
      outputTokensPerSecondPerGpu: null,
      generates: false,
    });
    expect(found.unitCost.perMillionOutputTokens).toBeNull();
    expect(found.unitCost.perMillionTokens).toBeCloseTo((found.cost.total ?? 0) / ((3600 * 500) / 1e6), 9);
    expect(found.slo[0]).toMatchObject({ met: true, limits: [{ latency: 'endToEnd', seconds: 1 }] });
    expect(found.bottleneck.sentence).not.toContain('KV');
  });

  it('batches prompts by tokens: those that came together are done together, up to the budget', async () => {
    const pool = poolSpec('enc', { replicas: 1, isEncoder: true, stepTime: linear, balance: 'round-robin' });
    const spec = simulationSpec({
      hours: 1,
      pools: [{ ...pool, batching: { ...pool.batching, chunkedPrefill: false, maxBatchedTokens: 1000 } }],
      workloads: [
        embedding('embed', 0, { arrivals: { kind: 'batch', count: 5, atSeconds: 0, everyDays: 1 } }),
      ],
    });
    const { rows } = await answer(spec);
    // Three prompts of 300 tokens fit into 1,000; two are left: 10 ms and 0.1 ms a token.
    expect(rows.map(({ endSeconds }) => Number(endSeconds.toFixed(9)))).toEqual([0.1, 0.1, 0.1, 0.17, 0.17]);
  });

  it('beside a pool that generates adds nothing to what is generated', async () => {
    const pools = [
      poolSpec('enc', { isEncoder: true, stepTime: linear }),
      poolSpec('gen', { stepTime: { ...linear, perSequenceSeconds: 0, perContextTokenSeconds: 0 } }),
    ];
    const length = { law: { type: 'fixed', value: 20 }, min: 1, max: 100 } as const;
    const accounts = [
      { workload: 0, tenant: 'a' },
      { workload: 1, tenant: 'b' },
    ];
    const workloads = [embedding('embed', 0, {}), embedding('chat', 1, { outputTokens: length })];
    const { found } = await answer(simulationSpec({ hours: 1, pools, workloads, accounts }));
    const [embed, chat] = found.workloads;
    expect(embed.tokens.output).toBeNull();
    expect(found.tokens.output).toBe(chat.requests.completed * 20);
    expect(found.latencySeconds.ttft).toEqual(chat.latencySeconds.ttft);
    expect(found.latencySeconds.tpot).toEqual(chat.latencySeconds.tpot);
    expect(found.requests.completed).toBe(embed.requests.completed + chat.requests.completed);
    expect(found.pools.map(({ outputTokensPerSecondPerGpu: rate }) => rate === null)).toEqual([true, false]);
  });

  it('does not use what a trace says of answers, and tells it', async () => {
    const trace = 'a,p,o,c\n0,300,77,200\n5,300,9,0\n';
    const pool = poolSpec('enc', { isEncoder: true, stepTime: linear, replicas: 1 });
    const columns = { arrivalSeconds: 'a', promptTokens: 'p', outputTokens: 'o', cachedTokens: 'c' };
    const arrivals: WorkloadSpec['arrivals'] = {
      kind: 'trace',
      path: 't',
      format: 'csv',
      columns,
      rateScale: 1,
      promptScale: 1,
      outputScale: 1,
      repeat: false,
      keepClock: false,
      maxDisorderSeconds: 60,
      spreadTiesSeconds: 0,
      summary: { rows: 2, firstSeconds: 0, lastSeconds: 5, tenants: [], skipped: {} },
      accountOfTenant: { '': 0 },
    };
    const workloads = [workloadSpec('embed', 0, undefined, { arrivals })];
    const { rows, found } = await answer(simulationSpec({ hours: 1, pools: [pool], workloads }), trace);
    expect(rows.map(({ outputTokens, cachedTokens }) => [outputTokens, cachedTokens])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    for (const row of rows) expect(row.endSeconds - row.arrivalSeconds).toBeCloseTo(0.04, 9);
    expect(found.traces).toMatchObject([{ workload: 'embed', leftOut: 0, withoutOutput: true }]);
  });
});
