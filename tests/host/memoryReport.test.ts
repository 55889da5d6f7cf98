import { afterAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { openDesk, runHere } from './cliRunner.ts';

const desk = openDesk();
afterAll(() => desk.clear());

/** Qwen3-14B on one H100 with a share of 0.95 was measured to have 302,000 tokens (inference-sim/inference-sim#1035). */
const pool = (more: string) => `fleetcast: 1
name: KV
horizon: { start: 2026-01-05, hours: 1 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 0.01 }, promptTokens: 100, outputTokens: 20, target: p }
pools:
  - id: p
    model: qwen3-14b
    accelerator: h100-sxm-80gb
    gpusPerReplica: 1
    engine: vllm@0.19.0
    price: { perGpuHour: 2 }
    batching: { maxSequences: 256, maxBatchedTokens: 8192, kvBlocks: auto }
${more}`;

describe('what fills each GPU', () => {
  it('is told by validate: tokens of the KV cache on standard output, warnings on the other', async () => {
    const file = desk.write('warned.yaml', pool('    memoryUtilization: 0.95\n'));
    const { code, stdout, stderr } = await runHere(['validate', file], desk);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^warned\.yaml: ok\nwarned\.yaml: pools\.p: KV cache of a replica: 30\d,\d{3} tokens, .*\(40,960 tokens\)/,
    );
    expect(stderr).toMatch(
      /^warned\.yaml:14:24: pools\.p\.memoryUtilization: warning: 0\.95 is more than .*\n {2}use up to 0\.94\n$/,
    );
  });

  it('is told by validate in JSON, beside what is wrong with another file', async () => {
    const files = [
      desk.write('fits.yaml', pool('    memoryUtilization: 0.95\n')),
      desk.write('not.yaml', pool('    maxModelLength: 40000\n').replaceAll('14b', '32b')),
    ];
    const { code, stdout } = await runHere(['validate', ...files, '--json', '--seed', '2'], desk);
    expect(code).toBe(2);
    const { scenarios } = JSON.parse(stdout) as { scenarios: readonly Record<string, unknown>[] };
    expect(scenarios).toMatchObject([
      { file: 'fits.yaml', problems: [], warnings: [{ line: 14 }], memory: [{ pool: 'p' }] },
      {
        file: 'not.yaml',
        problems: [{ path: 'pools.p.maxModelLength', line: 14 }],
        warnings: [],
        memory: [],
      },
    ]);
  });

  it('goes by the spelling that the document has', async () => {
    const file = desk.write('spelt.yaml', pool('    memoryUtilisation: 0.95\n'));
    const { stderr } = await runHere(['validate', file], desk);
    expect(stderr).toMatch(/^spelt\.yaml:14:24: pools\.p\.memoryUtilisation: warning: 0\.95 is more than /);
  });

  it('is told by a run: parts that add up in its JSON and its report, with the warnings', async () => {
    const file = desk.write('told.yaml', pool('    memoryUtilization: 0.95\n'));
    const run = JSON.parse((await runHere(['simulate', file, '--json'], desk)).stdout) as Forecast;
    const [memory] = run.memory ?? [];
    expect(memory.parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(memory.deviceBytes);
    expect(memory).toMatchObject({ pool: 'p', memoryUtilization: 0.95 });
    expect(Math.abs((memory.kv?.tokens ?? 0) / 302_000 - 1)).toBeLessThan(0.02);
    expect(memory.kv?.longestRequestTokens).toBe(40_960);
    expect(memory.kv?.longestRequests).toBeCloseTo((memory.kv?.tokens ?? 0) / 40_960, 9);
    expect(run.warnings).toHaveLength(1);
    expect(run.warnings?.[0]).toMatchObject({
      path: 'pools.p.memoryUtilization',
      suggestion: 'use up to 0.94',
    });
    const report = (await runHere(['simulate', file], desk)).stdout;
    expect(report).toContain('What fills each GPU of p');
    expect(report).toMatch(/Weights +27\.5\d +34\.\d%/);
    expect(report).toMatch(/The GPU, as CUDA shows it +79\.19 +100\.0%/);
    expect(report).toMatch(/Warning: memoryUtilization: 0\.95 is more than/);
  });

  it('is not told of blocks that the document counts', async () => {
    const file = desk.write('counted.yaml', pool('').replace('kvBlocks: auto', 'kvBlocks: 1000'));
    const run = JSON.parse((await runHere(['simulate', file, '--json'], desk)).stdout) as Forecast;
    expect(Object.keys(run)).not.toContain('memory');
    expect(Object.keys(run)).not.toContain('warnings');
    expect((await runHere(['validate', file], desk)).stdout).toBe(`${file}: ok\n`);
  });
});
