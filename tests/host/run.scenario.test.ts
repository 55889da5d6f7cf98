import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { Usage } from '../../engine/usage/usage.ts';
import type { PreparedRun } from '../../host/run/prepareRun.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { runScenario } from '../../host/run/runScenario.ts';
import type { MakeWindowRunner } from '../../host/run/windowRunners.ts';
import { inProcessRunner, sharedThreads } from '../../host/run/windowRunners.ts';
import type { Desk } from './cliRunner.ts';
import { openDesk, replayScenario, smallScenario } from './cliRunner.ts';

const signal = new AbortController().signal;

const threads = sharedThreads(3, 'at first run');
afterAll(threads.close);

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

function prepare(scenario: string, settings: readonly string[] = [], seed = 1): Promise<PreparedRun> {
  const file = join(desk.directory, desk.write('scenario.yaml', scenario));
  return prepareRun(file, { settings, seed, signal });
}

/** Runs it, and tells how many windows were simulated rather than taken from the store. */
async function run(
  prepared: PreparedRun,
  makeRunner: MakeWindowRunner = inProcessRunner,
): Promise<{ usage: Usage; simulated: number }> {
  let simulated = 0;
  const warnings: string[] = [];
  const usage = await runScenario(prepared, {
    dataDirectory: join(desk.home, 'data'),
    fresh: false,
    signal,
    warn: (sentence) => void warnings.push(sentence),
    makeRunner: (setup) => {
      const runner = makeRunner(setup);
      return {
        ...runner,
        run: (task) => {
          simulated += 1;
          return runner.run(task);
        },
      };
    },
  });
  expect(warnings).toEqual([]);
  return { usage, simulated };
}

it('gives the same usage, bit for bit, in this thread, in others and from the store', async () => {
  const scenario = smallScenario({ horizon: 'days: 3' });
  const here = await run(await prepare(scenario));
  expect(here.simulated).toBe(6);
  const stored = await run(await prepare(scenario));
  expect(stored.simulated).toBe(0);
  expect(stored.usage).toEqual(here.usage);
  desk.clear();
  desk = openDesk();
  const there = await run(await prepare(scenario), threads.makeRunner);
  expect(there.simulated).toBe(6);
  expect(there.usage).toEqual(here.usage);
});

it('finds the windows of before where only prices, names or the choice of windows change', async () => {
  await run(await prepare(smallScenario()));
  const again = async (scenario: string): Promise<number> => (await run(await prepare(scenario))).simulated;
  expect(await again(smallScenario().replace('perGpuHour: 3.5', 'perGpuHour: 9'))).toBe(0);
  expect(await again(smallScenario().replace('name: Small', 'name: Other'))).toBe(0);
  expect(await again(smallScenario({ replications: 3 }))).toBe(2);
  expect(await again(smallScenario().replace('replicas: 2', 'replicas: 3'))).toBe(4);
});

it('names windows by seed and settings', async () => {
  const plain = await prepare(smallScenario());
  const same = await prepare(smallScenario({ more: '# a comment\n' }));
  const seeded = await prepare(smallScenario(), [], 2);
  const set = await prepare(smallScenario(), ['pools.h100.batching.maxSequences=32']);
  expect(same.keys).toEqual(plain.keys);
  expect(same.scenarioHash).toBe(plain.scenarioHash);
  expect(new Set([...plain.keys, ...seeded.keys, ...set.keys]).size).toBe(12);
  expect(new Set([plain, seeded, set].map(({ scenarioHash }) => scenarioHash)).size).toBe(3);
});

it('knows a trace by what it says, wherever it lies and however it is packed', async () => {
  const text = 't,p,o\n0,10,5\n1,20,5\n2,30,5\n';
  desk.write('trace.csv', text);
  const first = await prepare(replayScenario('./trace.csv'));
  mkdirSync(join(desk.directory, 'elsewhere'));
  writeFileSync(join(desk.directory, 'elsewhere', 'packed.csv'), gzipSync(text));
  const moved = await prepare(replayScenario('./elsewhere/packed.csv'));
  expect(moved.keys).toEqual(first.keys);
  desk.write('trace.csv', text.replace('30', '31'));
  const changed = await prepare(replayScenario('./trace.csv'));
  expect(changed.keys).not.toEqual(first.keys);
  cpSync(join(desk.directory, 'elsewhere'), join(desk.directory, 'copy'), { recursive: true });
  expect((await run(await prepare(replayScenario('./copy/packed.csv')))).usage.simulatedRequests).toBe(3);
});

it('stops with the input at fault when a trace changes between check and run', async () => {
  desk.write('trace.csv', 't,p,o\n0,10,5\n');
  const prepared = await prepare(replayScenario('./trace.csv'));
  desk.write('trace.csv', 't,p,o\n0,10,5\n1,10,5\n');
  await expect(run(prepared, threads.makeRunner)).rejects.toMatchObject({
    name: 'InputProblemError',
    problems: [{ file: join(desk.directory, 'trace.csv'), message: expect.stringContaining('changed') }],
  });
});
