import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHAT_SCENARIO } from './chatScenario.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.clear());

interface Compared {
  readonly baseline: string;
  readonly scenarios: readonly {
    readonly label: string;
    readonly differs: readonly { readonly path: string; readonly other: string }[];
  }[];
  readonly runs: readonly { readonly name: string; readonly slo: readonly { readonly met: boolean }[] }[];
  readonly leftOut?: readonly { readonly label: string; readonly reason: string }[];
}

describe('fleetcast compare --vary', () => {
  it('compares every combination, sized, with the scenario itself first, and names what is left out', async () => {
    const file = desk.write('chat.yaml', CHAT_SCENARIO);
    const axes = ['--vary', 'accelerator=l4,t4', '--vary', 'pools.pool.batching.maxSequences=64,128'];
    const { code, stdout } = await runHere(['compare', file, '--json', '--sized', ...axes], desk);
    expect(code).toBe(0);
    const { baseline, scenarios, runs, leftOut } = JSON.parse(stdout) as Compared;
    expect(baseline).toBe('Chat');
    expect(scenarios.map(({ label }) => label)).toEqual(['L4 max sequences 64', 'L4 max sequences 128']);
    expect(leftOut?.map(({ label }) => label)).toEqual(['T4 max sequences 64', 'T4 max sequences 128']);
    expect(leftOut?.[0].reason).toContain('does not fit 1 × t4-16gb');
    // The scenario as it is misses its service level; each row that was sized keeps it.
    expect(runs.map(({ slo }) => slo[0].met)).toEqual([false, true, true]);
    const paths = scenarios[0].differs.map(({ path }) => path);
    expect(paths).toContain('pools.pool.accelerator');
    expect(paths).toContain('pools.pool.price.instance');
    const words = await runHere(['compare', file, ...axes, '--out', join(desk.directory, 'kept')], desk);
    const page = readFileSync(join(desk.directory, 'kept', 'comparison.html'), 'utf8');
    expect(page).toMatch(/<h2>Left out<\/h2>.*T4 max sequences 64<.*does not fit 1 × t4-16gb/s);
    expect(readFileSync(join(desk.directory, 'kept', 'comparison.json'), 'utf8')).toContain(
      'does not fit 1 × t4-16gb',
    );
    expect(words.stdout).toContain('L4 max sequences 64 compared with Chat');
    expect(words.stdout).toMatch(/Left out\n {2}T4 max sequences 64: /);
  });

  it('takes a combination that the scenario has already as the scenario', async () => {
    const file = desk.write('chat.yaml', CHAT_SCENARIO);
    const { stdout } = await runHere(['compare', file, '--json', '--vary', 'replicas=1,2'], desk);
    const { scenarios, leftOut } = JSON.parse(stdout) as Compared;
    expect(scenarios.map(({ label }) => label)).toEqual(['2 replicas']);
    expect(leftOut).toBeUndefined();
  });

  it.each([
    ['no values', ['--vary', 'accelerator='], 'It must look like accelerator=h100,h200.'],
    ['a list that does not end', ['--vary', 'accelerator=[h100'], 'write accelerator=h100,h200'],
    ['an accelerator that is none', ['--vary', 'accelerator=h1000'], "no accelerator 'h1000'"],
    ['a field that is none', ['--vary', 'pools.pool.replica=1,2'], 'pools.pool.replica'],
    ['another pool', ['--vary', 'replicas=1,2', '--pool', 'nobody'], "there is no pool 'nobody'"],
    ['sizes without rows', ['--sized'], 'it sizes the rows of --vary'],
    ['what it has', ['--vary', 'accelerator=a10g'], 'there is nothing to compare'],
    ['two scenarios', ['chat.yaml', '--vary', 'replicas=1,2'], 'it takes one scenario'],
  ])('tells what is wrong: %s', async (_what, flags, sentence) => {
    const file = desk.write('chat.yaml', CHAT_SCENARIO);
    const { code, stdout, stderr } = await runHere(['compare', file, ...flags], desk);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });

  it('searches the providers and regions that size is given', async () => {
    const file = desk.write('chat.yaml', CHAT_SCENARIO);
    const only = ['--accelerator', 'h100', '--gpus', '1', '--precision', 'bf16'];
    const found = async (...flags: string[]) => {
      const { stdout } = await runHere(['size', file, '--json', ...only, ...flags], desk);
      return (JSON.parse(stdout) as { best: { instance: string } }).best.instance;
    };
    expect(await found('--provider', 'azure,oci')).toMatch(/^(azure|oci)\//);
    expect(await found('--region', 'europe-west4')).toBe('gcp/a3-highgpu-8g/europe-west4');
  });
});
