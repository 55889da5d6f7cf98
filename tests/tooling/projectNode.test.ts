import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { olderNode } from '../host/olderNode.ts';
import { ROOT, runTool } from './runTool.ts';

const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  optionalDependencies: Record<string, string>;
};
const versions = new Set(Object.values(optionalDependencies));
const isBrought = Object.keys(optionalDependencies).some((name) =>
  existsSync(join(ROOT, 'node_modules', name)),
);

it('package.json has one version of Node for all platforms', () => {
  expect([...versions]).toEqual([expect.stringMatching(/^24\.\d+\.\d+$/)]);
});

it.skipIf(!isBrought)('scripts and tools run on it, whatever Node started npm', () => {
  const path = [...(olderNode === undefined ? [] : [dirname(olderNode)]), process.env.PATH].join(':');
  const { stdout, output } = runTool('npm', ['exec', '--call', 'node --version'], ROOT, { PATH: path });
  expect(stdout.trim(), output).toBe(`v${[...versions][0]}`);
});

describe.skipIf(process.platform === 'win32')('linkNode', () => {
  let clone = '';
  let command = '';
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'fleetcast-node-'));
    command = join(clone, 'node_modules', '.bin', 'node');
    cpSync(join(ROOT, 'host', 'node'), join(clone, 'host', 'node'), { recursive: true });
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  /** Lays down this platform's package with a Node that does what the script says. */
  function layDown(script: string) {
    const name = { darwin: process.arch === 'arm64' ? 'node-bin-darwin' : 'node-darwin' }[
      process.platform as 'darwin'
    ];
    const bin = join(clone, 'node_modules', `${name ?? `node-${process.platform}`}-${process.arch}`, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'node'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'node'), 0o755);
  }
  const link = (node = process.execPath) =>
    spawnSync(node, [join(clone, 'host', 'node', 'linkNode.mjs')], { encoding: 'utf8' });

  it('makes the command, and makes it anew', () => {
    layDown('echo the project’s');
    expect(link()).toMatchObject({ status: 0, stderr: '' });
    expect(link()).toMatchObject({ status: 0, stderr: '' });
    expect(lstatSync(command).isSymbolicLink()).toBe(true);
    expect(execFileSync(command, { encoding: 'utf8' })).toBe('the project’s\n');
  });

  it('makes none of a Node that does not run here', () => {
    layDown('exit 1');
    expect(link().status).toBe(0);
    expect(lstatSync(command, { throwIfNoEntry: false })).toBeUndefined();
  });

  it.skipIf(olderNode === undefined)(
    'says what is missing where there is none, and the machine’s is older',
    () => {
      const { status, stderr } = link(olderNode);
      expect(status).toBe(0);
      expect(stderr).toContain('Node 24 must come first on the path');
    },
  );
});
