import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../engine/scenario/reading/problem.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { InputProblemError } from '../../host/files/inputProblem.ts';
import { prepareText } from '../../host/run/prepareRun.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

const catalog = readCatalog();

/** A scenario whose pools are these, with step times of their own: what is wrong can only be how they are housed. */
function scenario(pools: readonly string[]): string {
  return [
    'fleetcast: 1',
    'name: pools and their instances',
    'horizon: { start: 2026-11-02, hours: 1 }',
    'workloads:',
    '  - { id: w, arrivals: { process: poisson, ratePerSecond: 0.01 }, promptTokens: 100, outputTokens: 20, target: p0 }',
    'pools:',
    ...pools.map((pool, index) => `  - { id: p${index}, ${pool} }`),
  ].join('\n');
}

const OWN_STEPS = 'stepTime: { linear: { baseMs: 20 } }, batching: { kvBlocks: 1000 }';

async function problemsOf(text: string): Promise<readonly Problem[]> {
  const source = { file: 's.yaml', text, locateTrace: (path: string) => ({ path }) };
  try {
    await prepareText(source, { settings: [], signal: new AbortController().signal });
    return [];
  } catch (error) {
    if (error instanceof InputProblemError) return error.problems;
    throw error;
  }
}

describe('pools and their instances, as whatever reads a document checks them', () => {
  it('refuses every shipped pair of instance and accelerator that does not fit, with the one that would', async () => {
    const accelerators = catalog.accelerators.map(({ id }) => id);
    for (const { id: instance, accelerator: held } of catalog.instances) {
      const pools = accelerators.map(
        (accelerator) => `accelerator: ${accelerator}, ${OWN_STEPS}, price: { instance: ${instance} }`,
      );
      const problems = await problemsOf(scenario(pools));
      expect(problems.map(({ path }) => path)).toEqual(
        accelerators.flatMap((id, index) => (id === held ? [] : [`pools.p${index}.price.instance`])),
      );
      for (const { message, suggestion = '', path } of problems) {
        const wanted = accelerators[Number(/p(\d+)/.exec(path)?.[1])];
        expect(message).toContain(` × ${held}, not ${wanted}`);
        const fitting = catalog.instances.filter((row) => row.accelerator === wanted);
        expect(suggestion).toContain(wanted);
        if (fitting.length > 0) expect(fitting.some(({ id }) => suggestion.includes(id))).toBe(true);
      }
    }
  });
});

describe('on the command line', () => {
  let desk: Desk;
  beforeAll(() => {
    desk = openDesk();
  });
  afterAll(() => desk.clear());

  const POOL = 'model: llama-3.1-70b, accelerator: h100-sxm-80gb, gpusPerReplica: 4, replicas: 4';
  const refusal = async (pool: string) => {
    const file = desk.write('refused.yaml', scenario([pool]));
    const answer = await runHere(['validate', file], desk);
    expect(answer.code).toBe(2);
    return answer.stderr;
  };

  it('refuses H100 on an instance of one L4', async () => {
    expect(await refusal(`${POOL}, price: { instance: gcp/g2-standard-8/us-central1 }`)).toContain(
      'pools.p0.price.instance: gcp/g2-standard-8/us-central1 holds 1 × l4-24gb, not h100-sxm-80gb, which the pool is made of\n' +
        '  use gcp/a3-highgpu-4g/us-central1 (4 × h100-sxm-80gb, USD 44.24 an hour)',
    );
  });

  it('prices 16 H100 as two instances of 8, and refuses a replica of 8 on an instance of 4', async () => {
    const file = desk.write(
      'sixteen.yaml',
      scenario([`${POOL}, price: { instance: aws/p5.48xlarge/us-east-1 }`]),
    );
    const answer = await runHere(['simulate', file, '--json'], desk);
    expect(answer.code).toBe(0);
    const { cost } = JSON.parse(answer.stdout) as { cost: { total: number } };
    expect(cost.total * 730).toBeCloseTo(80_358.4, 1);
    const refused = await refusal(
      `${POOL.replace('gpusPerReplica: 4', 'gpusPerReplica: 8')}, price: { instance: gcp/a3-highgpu-4g/us-central1 }`,
    );
    expect(refused).toContain('holds 4 × h100-sxm-80gb, and a replica of 8 does not fit');
    expect(refused).toContain('use gcp/a3-highgpu-8g/us-central1');
  });

  it.each([
    ['qwen3-14b', 5, 'use 1, 2, 4, 8\n'],
    ['qwen2.5-7b', 7, 'use 1, 2, 4\n'],
  ])('refuses %s on %i GPUs, with the degrees that work', async (model, gpus, degrees) => {
    const pool = `model: ${model}, accelerator: h100, gpusPerReplica: ${gpus}, engine: vllm, price: { perGpuHour: 2 }`;
    const refused = await refusal(pool);
    expect(refused).toContain(`pools.p0.gpusPerReplica: ${gpus} GPUs cannot share the `);
    expect(refused).toContain(degrees);
  });
});
