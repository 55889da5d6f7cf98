import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { sharedData } from '../sharedData.ts';

/** Folders of the golden fleets whose features are there. */
const WANTED = /^([01]\d|2[0-7]|4[4-7])-/;

const golden = sharedData('fleet', 'golden') ?? '';
const prepared = (name: string) =>
  prepareRun(join(golden, name, 'scenario.yaml'), { settings: [], signal: new AbortController().signal });

describe.skipIf(golden === '')('golden fleets as documents', () => {
  const names = golden === '' ? [] : readdirSync(golden);

  it.each(names.filter((name) => WANTED.test(name)))('%s is taken as it is written', async (name) => {
    const { spec } = await prepared(name);
    expect(spec.pools.every(({ living }) => living === undefined)).toBe(name === '00-plain');
  });
});
