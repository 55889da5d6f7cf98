import { afterAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { openDesk, runHere } from './cliRunner.ts';

const desk = openDesk();
afterAll(() => desk.clear());

const scenario = (pool: string, prompt = 100) => `fleetcast: 1
name: Batches
horizon: { start: 2026-01-05, hours: 1 }
workloads:
  - { id: w, arrivals: { process: poisson, ratePerSecond: 0.1 }, promptTokens: ${prompt}, outputTokens: 20, target: p }
pools:
  - id: p
    model: llama-3.1-8b
    accelerator: h100-sxm-80gb
    gpusPerReplica: 1
    price: { perGpuHour: 2 }
${pool}`;

async function simulated(name: string, text: string): Promise<Forecast> {
  const { code, stdout } = await runHere(['simulate', desk.write(name, text), '--json'], desk);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Forecast;
}

describe('the batching rules that were simulated', () => {
  it('are told where a pool names its engine, with the limits that hold', async () => {
    const named = '    engine: vllm@0.19.1\n';
    const { pools } = await simulated('named.yaml', scenario(named));
    expect(pools[0].batching).toMatchObject({ mixes: true, reserved: 0, maxSequences: 1024 });
    const { stdout } = await runHere(['simulate', desk.write('named.yaml', scenario(named))], desk);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Batches of p: up to 1,024 sequences and 8,192 tokens a step; prefill and decode share steps;',
    );
    const untold = await simulated('untold.yaml', scenario(''));
    expect(untold.pools[0]).not.toHaveProperty('batching');
  });

  it('refuse a prompt that a step cannot take whole', async () => {
    const whole =
      '    engine: vllm@0.19.1\n    batching: { chunkedPrefill: false, maxBatchedTokens: 4096 }\n';
    const { requests } = await simulated('whole.yaml', scenario(whole, 5000));
    expect(requests.arrived).toBeGreaterThan(0);
    expect(requests.rejected).toBe(requests.arrived);
    const cut = await simulated('cut.yaml', scenario(whole.replace('false', 'true'), 5000));
    expect(cut.requests.rejected).toBe(0);
  });
});
