import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forecast } from '../../engine/forecast.ts';
import { sizeCostPerMonth, sizeOptions } from '../../engine/planning/size/sizeOptions.ts';
import { keepsPromises } from '../../engine/planning/size/sizeVerdict.ts';
import { instancePrices } from '../../engine/pricing/instancePrices.ts';
import { readCatalog } from '../../host/catalogFiles.ts';
import { prepareRun, pricedDocument } from '../../host/run/prepareRun.ts';
import { forecastInput } from '../../host/run/runDocumentOf.ts';
import { runScenario } from '../../host/run/runScenario.ts';
import { inProcessRunner } from '../../host/run/windowRunners.ts';
import type { SizeDocument } from '../../host/report/sizeResult.ts';
import { type Desk, openDesk } from './cliRunner.ts';

const signal = new AbortController().signal;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

const SCENARIO = `fleetcast: 1
name: To be sized
horizon: { hours: 1 }
workloads:
  - id: chat
    arrivals: { process: poisson, ratePerSecond: 4 }
    promptTokens: { lognormal: { p50: 700, p90: 1800 }, max: 4096 }
    outputTokens: { lognormal: { p50: 120, p90: 300 }, max: 800 }
    target: pool
    slo: { ttftSeconds: 0.8, tpotSeconds: 0.06, percentile: 0.95 }
pools:
  - id: pool
    model: llama-3.1-8b
    accelerator: a10g-24gb
    price: { instance: aws/g5.xlarge/us-east-1 }
`;

describe('fleetcast size', () => {
  it('finds what an exhaustive simulation of a reduced grid finds', async () => {
    const file = join(desk.directory, desk.write('scenario.yaml', SCENARIO));
    const { code, stdout } = await desk.run([
      'size',
      file,
      '--json',
      '--accelerator',
      'a10g-24gb,l4-24gb,l40s-48gb',
      '--gpus',
      '1',
      '--precision',
      'bf16',
    ]);
    expect(code).toBe(0);
    const { best, edge, searched } = JSON.parse(stdout) as SizeDocument;

    const catalog = readCatalog();
    const prepared = await prepareRun(file, { settings: [], signal });
    const { options } = sizeOptions(
      prepared.checked.pools[0],
      {
        own: undefined,
        instances: instancePrices('pool', pricedDocument(prepared.checked), catalog),
      },
      { catalog, calibration: prepared.calibration },
      {
        accelerators: ['a10g-24gb', 'l4-24gb', 'l40s-48gb'],
        gpusPerReplica: [1],
        precisions: ['bf16'],
      },
    );
    expect(searched.configurations).toBeGreaterThanOrEqual(options.length);
    const kept: { cost: number; ttft: number; label: string }[] = [];
    for (const option of options) {
      const { accelerator, gpusPerReplica, maxSequences, maxBatchedTokens } = option;
      const instances = catalog.instances.filter((each) => each.accelerator === accelerator);
      for (const replicas of [1, 2, 3, 4, 8]) {
        const settings = [
          `pools.pool.accelerator=${accelerator}`,
          `pools.pool.gpusPerReplica=${gpusPerReplica}`,
          `pools.pool.replicas=${replicas}`,
          'pools.pool.precision=bf16',
          `pools.pool.batching={ maxSequences: ${maxSequences}, maxBatchedTokens: ${maxBatchedTokens} }`,
        ];
        const candidates = await Promise.all(
          instances.map(({ id }) =>
            prepareRun(file, { settings: [...settings, `pools.pool.price={ instance: ${id} }`], signal }),
          ),
        );
        // The same requests, whatever they cost.
        const usage = await runScenario(candidates[0], {
          dataDirectory: join(desk.home, 'data'),
          fresh: true,
          makeRunner: inProcessRunner,
          signal,
          warn: () => undefined,
        });
        const forecasts = candidates.map((candidate) => forecast(forecastInput(candidate, usage)));
        const cost = Math.min(...forecasts.map(({ costPerMonth }) => costPerMonth ?? Number.NaN));
        expect(sizeCostPerMonth(option, replicas)).toBeCloseTo(cost, 2);
        if (!keepsPromises(forecasts[0])) continue;
        kept.push({
          cost,
          ttft: forecasts[0].latencySeconds.ttft.p95 ?? Number.NaN,
          label: [replicas, gpusPerReplica, accelerator, maxSequences, maxBatchedTokens].join(' '),
        });
      }
    }
    kept.sort((a, b) => a.cost - b.cost || a.ttft - b.ttft);
    const label = ({
      replicas,
      gpusPerReplica,
      accelerator,
      maxSequences,
      maxBatchedTokens,
    }: NonNullable<typeof best>) =>
      [replicas, gpusPerReplica, accelerator, maxSequences, maxBatchedTokens].join(' ');
    expect(best?.costPerMonth).toBeCloseTo(kept[0].cost, 2);
    expect(best && label(best)).toBe(kept[0].label);
    expect(best?.p95TtftSeconds).toBeCloseTo(kept[0].ttft, 9);
    // And of the edge, no deployment is beaten by one that was simulated.
    for (const row of edge) {
      expect(kept.some(({ cost, ttft }) => cost < row.costPerMonth && ttft < (row.p95TtftSeconds ?? 0))).toBe(
        false,
      );
    }
  });

  it('gives the settings of a mixture whose experts are shared out, and simulates to the same with them', async () => {
    const moe = SCENARIO.replace('model: llama-3.1-8b', 'model: qwen3-30b-a3b').replace(
      'accelerator: a10g-24gb\n    price: { instance: aws/g5.xlarge/us-east-1 }',
      'accelerator: h100-sxm-80gb\n    gpusPerReplica: 2\n    price: { perGpuHour: 3 }',
    );
    const file = desk.write('mixture.yaml', moe);
    const only = ['--accelerator', 'h100-sxm-80gb', '--gpus', '2', '--precision', 'bf16'];
    const sized = await desk.run(['size', file, '--json', ...only, '--parallel', 'attention']);
    expect(sized.code).toBe(0);
    const { best } = JSON.parse(sized.stdout) as SizeDocument;
    expect(best).toMatchObject({ layout: 'attention', label: expect.stringMatching(/attention by request/) });
    const settings = best?.settings ?? [];
    expect(settings).toContainEqual({
      path: 'pools.pool.parallel',
      value: { pipeline: 1, data: 2, expert: 2 },
    });
    const flags = settings.flatMap(({ path, value }) => [
      '--set',
      `${path}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    ]);
    const run = await desk.run(['simulate', file, '--json', ...flags]);
    const simulated = JSON.parse(run.stdout) as { latencySeconds: { ttft: { p95: number } } };
    expect(simulated.latencySeconds.ttft.p95).toBeCloseTo(best?.p95TtftSeconds ?? 0, 12);
  });

  it.each([
    ['an unknown pool', ['--pool', 'nobody'], "there is no pool 'nobody'"],
    ['an unknown accelerator', ['--accelerator', 'h1000'], "the catalogue has no accelerator 'h1000'"],
    ['a precision that is none', ['--precision', 'fp7'], "there is no precision 'fp7'"],
    ['a layout that is none', ['--parallel', 'diagonal'], "there is no layout 'diagonal'"],
    ['half a GPU', ['--gpus', '0.5'], "'0.5' is no number of GPUs"],
    [
      'another currency without a rate',
      ['--set', 'currency=EUR', '--set', 'pools.pool.price={ perGpuHour: 1 }', '--accelerator', 'l4-24gb'],
      'give prices.exchangeRates',
    ],
    ['an unknown provider', ['--provider', 'amazon'], 'providers are aws, azure, gcp, nebius, oci;'],
    ['more GPUs than any instance has', ['--gpus', '64'], 'the largest instance has 12 GPUs'],
    ['experts of a dense model', ['--parallel', 'experts', '--gpus', '2'], 'share the model as tensor'],
    ['a number of KV blocks', ['--set', 'pools.pool.batching.kvBlocks=2000'], 'use auto'],
    ['no model to serve', ['--set', 'pools.pool.stepTime={ linear: { baseMs: 5 } }'], 'measured step times'],
  ])('tells what is wrong: %s', async (_what, flags, sentence) => {
    const file = desk.write('scenario.yaml', SCENARIO);
    const { code, stdout, stderr } = await desk.run(['size', file, ...flags]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });
});
