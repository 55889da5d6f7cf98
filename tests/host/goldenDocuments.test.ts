import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { InputProblemError } from '../../host/files/inputProblem.ts';
import { sharedData } from '../sharedData.ts';

/** Folders of the golden fleets whose features are there: `16` and `27` retry what was lost, which comes later. */
const WANTED = /^(0\d|1[0-5]|1[7-9]|2[56])-/;

const golden = sharedData('fleet', 'golden') ?? '';
const prepared = (name: string) =>
  prepareRun(join(golden, name, 'scenario.yaml'), { settings: [], signal: new AbortController().signal });

describe.skipIf(golden === '')('golden fleets as documents', () => {
  const names = golden === '' ? [] : readdirSync(golden);

  it.each(names.filter((name) => WANTED.test(name)))('%s is taken as it is written', async (name) => {
    const { spec } = await prepared(name);
    expect(spec.pools[0].living === undefined).toBe(name === '00-plain');
  });

  it.each(names.filter((name) => /^(16|27)-/.test(name)))(
    '%s is refused for its retries alone',
    async (name) => {
      const error: unknown = await prepared(name).catch((thrown: unknown) => thrown);
      expect(error instanceof InputProblemError && error.problems).toMatchObject([
        { path: 'workloads.w.retry', message: '“retry” is not a key here' },
      ]);
    },
  );
});
