import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cpuPace } from '../tooling/machinePace.ts';
import { type MeasuredRun, measuredRun } from './measuredRun.ts';
import { olderNode } from './olderNode.ts';

const SCENARIO = fileURLToPath(new URL('../../scenarios/support-assistant.yaml', import.meta.url));

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-load-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** With nothing kept compiled, and the path and the Nodes of whoever runs the tests. */
const load = (node: string, script: string, args: readonly string[]): MeasuredRun =>
  measuredRun(args, { directory, node, script, env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } });

const packagesOf = ({ modules }: MeasuredRun): readonly string[] =>
  [
    ...new Set(modules.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.slice(1, 2) ?? [])),
  ].sort();

it.each([
  [['--help'], 0],
  [['--version'], 0],
  [['simulate', '--help'], 0],
  [['prices', 'import', '--help'], 0],
  [['commit', SCENARIO, '--growth', 'none'], 2],
  [['no-such-command'], 2],
])('%j loads what reads arguments, and no more', (args, code) => {
  const run = load(process.execPath, 'cli.ts', args);
  expect(run.code).toBe(code);
  expect(packagesOf(run)).toEqual(['commander']);
  expect(run.modules.length).toBeGreaterThan(10);
  expect(run.modules.length).toBeLessThan(60);
});

it('a check of a scenario loads what reads it: no store, no threads, no forms of answers', () => {
  const run = load(process.execPath, 'cli.ts', ['validate', SCENARIO]);
  const packages = packagesOf(run);
  expect(run.code, run.stderr).toBe(0);
  expect(packages).toEqual(expect.arrayContaining(['yaml', 'zod']));
  const others = ['better-sqlite3', 'cli-table3', 'hucre', 'tinypool', 'ws'];
  expect(packages.filter((name) => others.includes(name))).toEqual([]);
});

it.for([
  ['by the project’s Node', process.execPath, 1],
  ['by an older one, which hands over', olderNode, 2],
] satisfies [string, string | undefined, number][])(
  '--help takes less than 0.4 s of CPU %s',
  ([, node = '', processes], { skip }) => {
    skip(node === '', 'there is no older Node on the path');
    const pace = cpuPace();
    // The least of three: what a neighbour takes of the processor's caches is not ours.
    const runs = [1, 2, 3].map(() => load(node, 'launcher.mjs', ['--help']));
    expect(runs.map((each) => each.processes)).toEqual(runs.map(() => processes));
    const leastMs = Math.min(...runs.map((each) => each.cpuMs));
    expect(leastMs / Math.min(pace, cpuPace())).toBeLessThan(400);
  },
);
