import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputProblemError } from '../../host/files/inputProblem.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { runHere } from './cliRunner.ts';
import { CONFIGS } from '../engine/catalog/modelConfigs.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleetcast-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A run of a pool whose model is written so. */
async function prepared(model: string) {
  const file = join(folder, 'scenario.yaml');
  writeFileSync(
    file,
    `{ fleetcast: 1, name: n, horizon: { days: 1 }, workloads: [{ id: w, target: p, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 100, outputTokens: 100 }], pools: [{ id: p, model: ${model}, accelerator: h100-sxm-80gb, gpusPerReplica: 4 }] }`,
  );
  return prepareRun(file, { dataDirectory: folder } as never);
}

async function problemsOf(model: string) {
  const error: unknown = await prepared(model).catch((thrown: unknown) => thrown);
  return error instanceof InputProblemError ? error.problems : [];
}

describe('a model of one’s own', () => {
  it('by its config.json is the model of the catalogue that the file is of', async () => {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(CONFIGS['llama-3.1-8b']));
    const byFile = await prepared('{ config: ./config.json }');
    const byName = await prepared('llama-3.1-8b');
    expect(byFile.spec).toEqual(byName.spec);
    expect(byFile.inputs).toContain(join(folder, 'config.json'));
  });

  it('changes what is stored when the file changes', async () => {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(CONFIGS['llama-3.1-8b']));
    const before = await prepared('{ config: config.json }');
    writeFileSync(join(folder, 'config.json'), JSON.stringify(CONFIGS['qwen2.5-7b']));
    const after = await prepared('{ config: config.json }');
    expect(after.scenarioHash).not.toBe(before.scenarioHash);
    expect(after.keys).not.toEqual(before.keys);
  });

  it('by its size resembles another one, which the basis of its step times says, with a wider error', async () => {
    const [own] = (await prepared('{ parameters: 30B, like: qwen3-32b }')).performance;
    const [other] = (await prepared('qwen3-32b')).performance;
    expect(own.resembles).toEqual({ like: 'qwen3-32b', parameters: 30e9 });
    expect(own.band.wide).toBeGreaterThan(other.band.wide + 0.15);
    expect('resembles' in other).toBe(false);
  });

  it.each(['{ config: ./config.json }', '{ parameters: 9B, like: llama-3.1-8b }'])(
    '%s is served by each row of what varies',
    async (model) => {
      writeFileSync(join(folder, 'config.json'), JSON.stringify(CONFIGS['llama-3.1-8b']));
      await prepared(model);
      const vary = ['--vary', 'accelerator=h100-sxm-80gb,h200-sxm-141gb', '--data-dir', join(folder, 'data')];
      const { stdout } = await runHere(['compare', join(folder, 'scenario.yaml'), ...vary, '--json']);
      const { runs, leftOut } = JSON.parse(stdout);
      // The scenario itself has no price; each of its variants has.
      expect(runs).toHaveLength(3);
      expect(leftOut).toBeUndefined();
    },
  );

  it.each([
    [
      '{ parameters: 30B }',
      'pools.p.model.like',
      /a number of parameters alone is no shape; name a model of the catalogue/,
    ],
    [
      '{ parameters: many, like: qwen3-32b }',
      'pools.p.model.parameters',
      /must be a number of parameters such as 30B or 335M, got “many”/,
    ],
    ['{ parameters: 30B, like: qwen9 }', 'pools.p.model.like', /the catalogue has no model 'qwen9'/],
    ['{ config: ./missing.json }', 'pools.p.model.config', /missing\.json: cannot be read: /],
    ['{ config: ./scenario.yaml }', 'pools.p.model.config', /scenario\.yaml: this is no JSON/],
    ['{ layers: 3 }', 'pools.p.model.hidden', /is missing/],
  ])('%s is answered at %s', async (model, path, message) => {
    const problems = await problemsOf(model);
    expect(problems[0]).toMatchObject({ path, message: expect.stringMatching(message) });
    if (!model.includes('layers')) expect(problems).toHaveLength(1);
  });
});
