import { execFileSync, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { olderNode } from './olderNode.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const launcher = join(root, 'host', 'launcher.mjs');

const version = /^\d+\.\d+\.\d+\n$/;

it('runs the command line on the project’s Node', () => {
  expect(execFileSync(process.execPath, [launcher, '--version'], { encoding: 'utf8' })).toMatch(version);
});

it.skipIf(olderNode === undefined)('hands over from an older Node, exit codes too', () => {
  const node = olderNode ?? '';
  expect(execFileSync(node, [launcher, '--version'], { encoding: 'utf8' })).toMatch(version);
  expect(spawnSync(node, [launcher, 'simulate', '--no-such-flag']).status).toBe(2);
});

it.skipIf(olderNode === undefined)('says how to get the right Node where it is missing', () => {
  const clone = mkdtempSync(join(tmpdir(), 'fleetcast-launcher-'));
  cpSync(dirname(launcher), join(clone, 'host'), { recursive: true });
  const answer = spawnSync(olderNode ?? '', [join(clone, 'host', 'launcher.mjs')], { encoding: 'utf8' });
  rmSync(clone, { recursive: true, force: true });
  expect(answer.status).toBe(1);
  expect(answer.stderr).toContain('npm ci');
  expect(answer.stdout).toBe('');
});

describe('what it compiles', () => {
  let clone = '';
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'fleetcast-launcher-'));
    mkdirSync(join(clone, 'node_modules'));
    for (const part of ['launcher.mjs', 'node']) {
      cpSync(join(dirname(launcher), part), join(clone, 'host', part), { recursive: true });
    }
    writeFileSync(join(clone, 'host', 'cli.ts'), 'export const main = (args: string[]) => args.length;\n');
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  const start = (env: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, [join(clone, 'host', 'launcher.mjs')], {
      env: { PATH: process.env.PATH, ...env },
    });
  const kept = () => readdirSync(join(clone, 'node_modules'), { recursive: true, withFileTypes: true });

  it('is kept beside the packages, for their owner alone', () => {
    start();
    expect(kept().filter((each) => each.isFile()).length).toBeGreaterThan(0);
    const folder = statSync(join(clone, 'node_modules', '.cache', 'fleetcast'));
    if (process.platform !== 'win32') expect(folder.mode & 0o777).toBe(0o700);
  });

  it('is kept where somebody has chosen to', () => {
    const chosen = join(clone, 'chosen');
    start({ NODE_COMPILE_CACHE: chosen });
    expect(kept()).toEqual([]);
    expect(readdirSync(chosen).length).toBeGreaterThan(0);
  });

  it.skipIf(process.getuid?.() !== 0)('is not kept among somebody else’s packages', () => {
    chownSync(join(clone, 'node_modules'), 65_534, 65_534);
    start();
    expect(kept()).toEqual([]);
  });
});
