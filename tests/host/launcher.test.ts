import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const launcher = join(root, 'host', 'launcher.mjs');

/** The machine's own Node, older than the project's, where there is one on the path. */
const olderNode = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((directory) => !directory.includes('node_modules'))
  .map((directory) => join(directory, 'node'))
  .find((path) => {
    const answer = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
    const major = Number(answer.stdout?.split('.')[0]);
    return answer.status === 0 && major >= 18 && major < 24;
  });

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
