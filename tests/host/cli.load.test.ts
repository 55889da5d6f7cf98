import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machinePace } from '../tooling/machinePace.ts';
import { olderNode } from './olderNode.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SCENARIO = file('../../scenarios/support-assistant.yaml');

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetcast-load-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a script as a process, and what it starts; gives what they loaded and took, with nothing kept compiled. */
function load(node: string, script: string, args: readonly string[]) {
  const told = join(directory, `${args.join(' ').replaceAll('/', '_')}.jsonl`);
  rmSync(told, { force: true });
  const { status, stderr } = spawnSync(node, [file(script), ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${new URL('./tellLoad.mjs', import.meta.url).href}`,
      NODE_DISABLE_COMPILE_CACHE: '1',
      FLEETCAST_DATA: directory,
      FLEETCAST_LOAD: told,
    },
  });
  const processes = readFileSync(told, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { cpuMs: number; modules: string[] });
  const modules = processes.flatMap((each) => each.modules);
  const packages = new Set(
    modules.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.slice(1, 2) ?? []),
  );
  return {
    status,
    stderr,
    processes: processes.length,
    modules: modules.length,
    packages: [...packages].sort(),
    cpuMs: processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}

/** CPU that this process took, ms. */
function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

it.each([
  [['--help'], 0],
  [['--version'], 0],
  [['simulate', '--help'], 0],
  [['prices', 'import', '--help'], 0],
  [['commit', SCENARIO, '--growth', 'none'], 2],
  [['no-such-command'], 2],
])('%j loads what reads arguments, and no more', (args, code) => {
  const { status, modules, packages } = load(process.execPath, '../../host/cli.ts', args);
  expect(status).toBe(code);
  expect(packages).toEqual(['commander']);
  expect(modules).toBeGreaterThan(10);
  expect(modules).toBeLessThan(60);
});

it('a check of a scenario loads what reads it: no store, no threads, no forms of answers', () => {
  const { status, stderr, packages } = load(process.execPath, '../../host/cli.ts', ['validate', SCENARIO]);
  expect(status, stderr).toBe(0);
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
    const pace = machinePace(ownCpuMs);
    // The least of three: what a neighbour takes of the processor's caches is not ours.
    const runs = [1, 2, 3].map(() => load(node, '../../host/launcher.mjs', ['--help']));
    expect(runs.map((each) => each.processes)).toEqual(runs.map(() => processes));
    const leastMs = Math.min(...runs.map((each) => each.cpuMs));
    expect(leastMs / Math.min(pace, machinePace(ownCpuMs))).toBeLessThan(400);
  },
);
