import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Forecast, forecast } from '../../engine/forecast.ts';
import { sizeCostPerMonth } from '../../engine/planning/size/paidReplicas.ts';
import { sizeOptions } from '../../engine/planning/size/sizeOptions.ts';
import { keepsPromises } from '../../engine/planning/size/sizeVerdict.ts';
import { instancePrices } from '../../engine/pricing/instancePrices.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { pricedDocument } from '../../engine/pricing/pricedDocument.ts';
import { type PreparedRun, prepareRun } from '../../host/run/prepareRun.ts';
import { forecastInput } from '../../host/questions/forecast/forecastInput.ts';
import { runScenario } from '../../host/run/runScenario.ts';
import { inProcessRunner } from '../../host/run/windowRunners.ts';
import type { SizeDocument } from '../../host/questions/size/sizeResult.ts';
import { CHAT_SCENARIO } from './chatScenario.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

const signal = new AbortController().signal;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

/** What is searched of the first pool with one GPU in bf16, at the catalogue's prices. */
function optionsOf({ checked, calibration }: PreparedRun, accelerators: readonly string[]) {
  const catalog = readCatalog();
  const instances = instancePrices('pool', pricedDocument(checked), catalog);
  const choices = { accelerators, gpusPerReplica: [1], precisions: ['bf16'] } as const;
  return sizeOptions(checked.pools[0], { own: undefined, instances }, { catalog, calibration }, choices)
    .options;
}

describe('fleetcast size', () => {
  it('searches the limits that the named version of an engine has by itself', async () => {
    const file = join(desk.directory, desk.write('scenario.yaml', CHAT_SCENARIO));
    const limits = async (engine: string) => {
      const settings = [
        'pools.pool.accelerator=h100-sxm-80gb',
        `pools.pool.engine=${engine}`,
        'pools.pool.price={ perGpuHour: 3 }',
      ];
      const prepared = await prepareRun(file, { settings, signal });
      const { maxSequences, maxBatchedTokens } = prepared.spec.pools[0].batching;
      const isOwn = (option: { maxSequences: number; maxBatchedTokens: number }) =>
        option.maxSequences === maxSequences && option.maxBatchedTokens === maxBatchedTokens;
      return { maxSequences, isSearched: optionsOf(prepared, ['h100-sxm-80gb']).some(isOwn) };
    };
    expect(await limits('vllm@0.19.0')).toEqual({ maxSequences: 1024, isSearched: true });
    expect(await limits('vllm')).toEqual({ maxSequences: 256, isSearched: true });
  });

  it('finds what an exhaustive simulation of a reduced grid finds', async () => {
    const file = join(desk.directory, desk.write('scenario.yaml', CHAT_SCENARIO));
    const { code, stdout } = await runHere(
      [
        'size',
        file,
        '--json',
        '--accelerator',
        'a10g-24gb,l4-24gb,l40s-48gb',
        '--gpus',
        '1',
        '--precision',
        'bf16',
      ],
      desk,
    );
    expect(code).toBe(0);
    const { best, edge, alternatives, searched } = JSON.parse(stdout) as SizeDocument;

    const catalog = readCatalog();
    const prepared = await prepareRun(file, { settings: [], signal });
    const options = optionsOf(prepared, ['a10g-24gb', 'l4-24gb', 'l40s-48gb']);
    expect(searched.configurations).toBeGreaterThanOrEqual(options.length);
    const kept: { accelerator: string; cost: number; ttft: number; label: string }[] = [];
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
          accelerator,
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
    // Each accelerator that was named is there at its least cost, however dear.
    const named = [...new Set(kept.map(({ accelerator }) => accelerator))];
    expect(named.length).toBeGreaterThan(1);
    for (const accelerator of named) {
      const shown = alternatives.find((each) => each.accelerator === accelerator);
      const least = kept.find((each) => each.accelerator === accelerator);
      expect(shown?.costPerMonth).toBeCloseTo(least?.cost ?? 0, 2);
    }
    // And of the edge, no deployment is beaten by one that was simulated.
    for (const row of edge) {
      expect(kept.some(({ cost, ttft }) => cost < row.costPerMonth && ttft < (row.p95TtftSeconds ?? 0))).toBe(
        false,
      );
    }
  });

  it('gives the settings of a mixture whose experts are shared out, and simulates to the same with them', async () => {
    const moe = CHAT_SCENARIO.replace('model: llama-3.1-8b', 'model: qwen3-30b-a3b').replace(
      'accelerator: a10g-24gb\n    price: { instance: aws/g5.xlarge/us-east-1 }',
      'accelerator: h100-sxm-80gb\n    gpusPerReplica: 2\n    price: { perGpuHour: 3 }',
    );
    const file = desk.write('mixture.yaml', moe);
    const only = ['--accelerator', 'h100-sxm-80gb', '--gpus', '2', '--precision', 'bf16'];
    const sized = await runHere(['size', file, '--json', ...only, '--parallel', 'attention'], desk);
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
    const run = await runHere(['simulate', file, '--json', ...flags], desk);
    const simulated = JSON.parse(run.stdout) as Forecast;
    expect(simulated.latencySeconds.ttft.p95).toBeCloseTo(best?.p95TtftSeconds ?? 0, 12);
    expect(simulated.costPerMonth).toBeCloseTo(best?.costPerMonth ?? 0, 2);
  });

  it('searches an accelerator of the scenario’s own, at its own price', async () => {
    const part =
      '{ name: NPU-X, deviceVisibleBytes: 48e9, memoryBandwidthGBs: 900, denseTflops: { fp16: 200, bf16: 200 } }';
    const file = desk.write(
      'own.yaml',
      CHAT_SCENARIO.replace('accelerator: a10g-24gb', `accelerator: ${part}`).replace(
        '{ instance: aws/g5.xlarge/us-east-1 }',
        '{ perGpuHour: 0.2 }',
      ),
    );
    const { stdout } = await runHere(
      ['size', file, '--json', '--gpus', '1', '--accelerator', 'NPU-X,a10g-24gb'],
      desk,
    );
    const { best, alternatives } = JSON.parse(stdout) as SizeDocument;
    expect(best).toMatchObject({ accelerator: 'NPU-X', instance: null, confidence: 'borrowed' });
    expect(best?.costPerMonth).toBeCloseTo(0.2 * 730 * (best?.replicas ?? 0), 6);
    expect(best?.mbu).toBeGreaterThan(0);
    expect(alternatives.map(({ accelerator }) => accelerator)).toContain('a10g-24gb');
    const flags = best?.settings.flatMap(({ path, value }) => ['--set', `${path}=${String(value)}`]) ?? [];
    const run = JSON.parse((await runHere(['simulate', file, '--json', ...flags], desk)).stdout) as Forecast;
    expect(run.latencySeconds.ttft.p95).toBeCloseTo(best?.p95TtftSeconds ?? 0, 12);
  });

  it('pays whole instances at the document’s own prices, and fills them', async () => {
    const file = desk.write('scenario.yaml', CHAT_SCENARIO);
    const only = ['--accelerator', 'a100-sxm-80gb', '--gpus', '1', '--precision', 'bf16'];
    const best = async (...flags: string[]) => {
      const { stdout } = await runHere(['size', file, '--json', ...only, ...flags], desk);
      const found = (JSON.parse(stdout) as SizeDocument).best;
      if (found === null) throw new Error('nothing was found');
      return found;
    };
    // One GPU does: the smallest instance, though a GPU of the largest costs a third less.
    const listed = await best();
    expect(listed).toMatchObject({ replicas: 1, fewerReplicas: 0, paidUnits: 1 });
    expect(listed.instance).toBe('gcp/a2-ultragpu-1g/us-central1');
    expect(listed.costPerMonth).toBeCloseTo(5.068798 * 730, 2);
    const agreed = await best('--set', 'prices={ negotiated: [{ provider: gcp, discount: 0.25 }] }');
    expect(agreed.costPerMonth).toBeCloseTo(5.068798 * 0.75 * 730, 2);
    const whole = await best('--provider', 'oci');
    expect(whole).toMatchObject({ replicas: 8, fewerReplicas: 0, paidUnits: 1, costPerMonth: 32 * 730 });
    expect(whole.p95TtftSeconds).toBeLessThan(listed.p95TtftSeconds ?? 0);
    const row = '{ instance: mine/node/here, gpu: a100-sxm-80gb, gpus: 2, perHour: 4 }';
    const own = await best('--set', `prices={ rows: [${row}] }`);
    expect(own).toMatchObject({
      replicas: 2,
      fewerReplicas: 0,
      instance: 'mine/node/here',
      costPerMonth: 2920,
    });
    // In another currency, by the rate that the scenario gives.
    const rate = '{ from: USD, to: EUR, rate: 0.9, date: 2026-11-01 }';
    const converted = await best('--set', 'currency=EUR', '--set', `prices={ exchangeRates: [${rate}] }`);
    expect(converted.costPerMonth).toBeCloseTo(0.9 * listed.costPerMonth, 2);
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
    [
      'numbers by the clock',
      [
        '--set',
        'pools.pool.autoscale={ kind: schedule, schedule: [{ from: Mon 07:00, replicas: 2 }, { from: Mon 19:00, replicas: 1 }] }',
      ],
      'there is no range to search',
    ],
    ['no model to serve', ['--set', 'pools.pool.stepTime={ linear: { baseMs: 5 } }'], 'measured step times'],
  ])('tells what is wrong: %s', async (_what, flags, sentence) => {
    const file = join(desk.directory, desk.write('scenario.yaml', CHAT_SCENARIO));
    const { code, stdout, stderr } = await runHere(['size', file, ...flags], desk);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });
});
