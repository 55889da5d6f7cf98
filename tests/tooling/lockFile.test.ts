import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeLock, type Lock, missingFromLock } from './completeLock.ts';
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

  it('tells the contents of every package that was at hand when it was made', () => {
    const bare = Object.entries(lock.packages).filter(([path, { integrity }]) => path !== '' && !integrity);
    expect(bare.filter(([, { optional, os, cpu }]) => !optional || !os || !cpu)).toEqual([]);
  });
});

it('package.json pins every package to one version', () => {
  const { dependencies, devDependencies } = read('package.json');
  const pins = Object.values({ ...dependencies, ...devDependencies });
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

  it('leaves a complete lock as it is', () => {
    expect(completeLock(lock)).toEqual(lock);
  });

  it('does not guess', () => {
    expect(() => completeLock(tool('fsevents'))).toThrow('fsevents@1.2.3');
  });
});
